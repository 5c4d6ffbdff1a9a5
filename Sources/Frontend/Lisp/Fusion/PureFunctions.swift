// Which functions do nothing but compute: they neither change nor read anything that changes, and what they call does
// not either. When such a function is called makes no difference.

import Support

struct PureFunctions {
    private var pure: SecondaryMap<CoreFunctionID, Bool>
    private var finite: SecondaryMap<CoreFunctionID, Bool>

    /// What functions call in order to compute their values.
    private struct Uses {
        var callees: Set<CoreFunctionID> = []
        /// Whether it does anything besides.
        var hasEffects = false
    }

    func isPure(_ id: CoreFunctionID) -> Bool { pure[id] }

    /// Whether a pure function is not recursive, so that it comes to an end in little space. Those of the library do.
    func isFinite(_ id: CoreFunctionID) -> Bool { finite[id] }

    /// Looks at all functions of a program, of which the first `library` are hubc's own.
    init(_ program: CoreProgram, _ calls: ListCalls, library: Int) {
        var uses: [Uses] = []
        for function in program.functions.values { uses.append(Self.uses(function, calls)) }
        var callers: [[CoreFunctionID]] = Array(repeating: [], count: uses.count)
        for id in program.functions.ids {
            for callee in uses[id.index].callees { callers[callee.index].append(id) }
        }
        pure = SecondaryMap(initial: true)
        for id in program.functions.ids { pure[id] = true }
        var pending: [CoreFunctionID] = []
        for id in program.functions.ids where uses[id.index].hasEffects {
            pure[id] = false
            pending.append(id)
        }
        while let id = pending.popLast() {
            for caller in callers[id.index] where pure[caller] {
                pure[caller] = false
                pending.append(caller)
            }
        }
        finite = SecondaryMap(initial: false)
        var open = program.functions.ids.map { id in uses[id.index].callees.count { $0.index >= library } }
        for id in program.functions.ids {
            finite[id] = pure[id] && (id.index < library || open[id.index] == 0)
            if id.index >= library, finite[id] { pending.append(id) }
        }
        while let id = pending.popLast() {
            for caller in callers[id.index] where caller.index >= library && pure[caller] {
                open[caller.index] -= 1
                guard open[caller.index] == 0 else { continue }
                finite[caller] = true
                pending.append(caller)
            }
        }
    }

    private static func uses(_ function: CoreFunction, _ calls: ListCalls) -> Uses {
        var uses = Uses()
        guard function.body != nil else { return Uses(hasEffects: true) }
        for node in function.nodes.values {
            switch node.kind {
            case .constant, .integer, .truth, .special, .symbol, .sequence, .choose, .function, .code: break
            case .local(let local), .assign(let local, _):
                if function.locals[local].isShared { uses.hasEffects = true }
            case .operation(let operation, _):
                if operation.dependsOnOrder { uses.hasEffects = true }
            case .callCode, .define: uses.hasEffects = true
            case .call(let callee, _):
                guard let call = calls.call(node.kind), let arity = call.arity else {
                    uses.callees.insert(callee)
                    continue
                }
                // What it does is what the function does that it is given.
                if let function = StageFunction(call.arguments[0], arity: arity, in: function, calls)?.code {
                    uses.callees.insert(function)
                } else {
                    uses.hasEffects = true
                }
            }
        }
        return uses
    }
}

extension ListCall {
    /// The number of arguments of the function that it is given; nil when it takes none.
    var arity: Int? {
        switch role {
        case .map, .filter: 1
        case .fold: 2
        case .count, .range: nil
        }
    }
}

extension CoreOperation {
    /// Whether it matters when it happens: it changes something, or reads what may change. Bytes and lists only change
    /// while they are made.
    fileprivate var dependsOnOrder: Bool {
        switch self {
        case .isNull, .isNumber, .isPair, .isQuoted, .isString, .isSymbol, .isError, .isFunction, .isOperator,
            .isHandle,
            .isReference, .isSame, .add, .subtract, .multiply, .quotient, .remainder, .shiftRight, .bitAnd, .less,
            .lessOrEqual, .equal, .not, .and, .or, .quotedPair, .plainPair, .head, .tail, .openPair, .setTail,
            .newBytes,
            .byteCount, .byte, .setByte, .copyBytes, .newString, .stringBytes, .newError, .errorMessage, .symbolName,
            .newFunction, .functionCode, .functionShape, .functionIdentity, .operatorCode, .newReference,
            .referenceType, .referencePayload, .newBox:
            false
        case .newSymbol, .symbolValue, .setSymbolValue, .newHandle, .handleState, .symbols, .setSymbols, .unboxed,
            .setBox, .putByte, .flush, .exit, .sleep, .openFile, .readFile, .bufferByte, .clock, .input:
            true
        }
    }
}
