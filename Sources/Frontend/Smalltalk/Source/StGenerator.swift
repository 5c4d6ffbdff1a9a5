// From a method's syntax to its instructions, as the assembler has them. Code that nothing leads to is left out.

import Support

struct StGenerator {
    let scopes: StScopes
    let names: StasmScope
    /// Whether the image has `~~` as a special selector.
    let comparesSpecially: Bool
    private var body: [StasmStatement] = []
    private var isReachable = true
    private var isJumpedTo: [Bool] = []
    /// How many instructions there are, and how many of them have a literal.
    private var (instructionCount, literalCount) = (0, 0)
    private var diagnostics: [Diagnostic] = []

    /// Methods with more instructions may be too long for the jumps of V3.
    private static let mostShort = 250
    /// Methods with more literals need instructions that V3 does not have.
    private static let mostLiterals = 60
    private static let largestFrame = 63
    private static let mostCopied = 15
    private static let mostElements = 127

    /// The method for the assembler; nil with errors in the log: E2723, E2724, E2728.
    static func method(
        _ method: StMethod, _ names: StasmScope, comparesSpecially: Bool, log: inout DiagnosticLog
    ) -> StasmMethod? {
        guard let scopes = StScopeAnalysis.scopes(method, names, log: &log) else { return nil }
        var generator = StGenerator(scopes: scopes, names: names, comparesSpecially: comparesSpecially)
        let code = generator.code(method)
        for diagnostic in generator.diagnostics { log.report(diagnostic) }
        guard generator.diagnostics.isEmpty else { return nil }
        return StasmMethod(className: method.className, isMeta: method.isMeta, selector: method.selector, code: code)
    }

    private init(scopes: StScopes, names: StasmScope, comparesSpecially: Bool) {
        self.scopes = scopes
        self.names = names
        self.comparesSpecially = comparesSpecially
    }

    private mutating func code(_ method: StMethod) -> StasmCode {
        var code = StasmCode(method.selector.span)
        code.arguments = method.parameters.count
        code.temporaries = scopes.scopes[0].frameSize
        checkFrame(0, method.selector.span)
        switch method.primitive {
        case .number(let number): code.primitive = number
        case .function(let function, let module):
            code.primitive = 117
            let zero = StasmLiteral.integer(StasmInteger(0))
            code.firstLiteral = .array([.symbol(module), .symbol(function), zero, zero])
        case nil: break
        }
        begin(0, method.selector.span)
        for statement in method.body { add(statement, 0) }
        emit(.returnReceiver, method.selector.span)
        code.body = body
        code.isSista = instructionCount > Self.mostShort || literalCount > Self.mostLiterals
        return code
    }

    // MARK: Instructions

    mutating func emit(_ operation: StasmOperation, _ span: SourceSpan) {
        guard isReachable else { return }
        body.append(StasmStatement(.instruction(operation, bytes: nil), span))
        instructionCount += 1
    }

    mutating func emit(_ operation: BytecodeOperation, _ span: SourceSpan) {
        emit(.plain(operation), span)
        switch operation {
        case .returnTop, .returnReceiver, .returnConstant, .blockReturnTop: isReachable = false
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .jump, .jumpIf, .blockReturnNil, .callPrimitive, .trap:
            break
        }
    }

    mutating func newLabel() -> Int {
        isJumpedTo.append(false)
        return isJumpedTo.count - 1
    }

    mutating func jump(_ condition: Bool?, _ label: Int, _ span: SourceSpan) {
        guard isReachable else { return }
        isJumpedTo[label] = true
        emit(.jump(condition, label: String(label)), span)
        if condition == nil { isReachable = false }
    }

    /// Where jumps forward go.
    mutating func place(_ label: Int, _ span: SourceSpan) {
        guard isJumpedTo[label] else { return }
        isReachable = true
        body.append(StasmStatement(.label(String(label)), span))
    }

    /// Where jumps back go.
    mutating func placeHead(_ label: Int, _ span: SourceSpan) {
        guard isReachable else { return }
        body.append(StasmStatement(.label(String(label)), span))
    }

    mutating func push(_ literal: StasmLiteral, _ span: SourceSpan) {
        switch literal {
        case .nil: emit(.pushConstant(.nil), span)
        case .true: emit(.pushConstant(.true), span)
        case .false: emit(.pushConstant(.false), span)
        case .integer(let integer):
            if let value = integer.value, (-1...2).contains(value) {
                emit(.pushConstant(.integer(Int(value))), span)
            } else {
                pushListed(literal, span)
            }
        case .float, .character, .string, .symbol, .array, .byteArray, .binding, .classBinding, .object:
            pushListed(literal, span)
        }
    }

    private mutating func pushListed(_ literal: StasmLiteral, _ span: SourceSpan) {
        literalCount += 1
        emit(.pushLiteral(literal), span)
    }

    mutating func send(_ selector: String, toSuper: Bool = false, _ span: SourceSpan) {
        if !toSuper, let number = Self.specialNumbers[selector],
            comparesSpecially || number != SpecialSelectors.blockCopyIndex
        {
            return emit(.sendSpecial(number, name: selector), span)
        }
        literalCount += 1
        emit(.send(toSuper ? .toSuper : .normal, selector: Array(selector.utf8)), span)
    }

    private static let specialNumbers = Dictionary(
        uniqueKeysWithValues: SpecialSelectors.standard.names.enumerated().map { ($0.element, $0.offset) })

    // MARK: Statements

    private mutating func add(_ statement: StStatement, _ scope: Int) {
        guard statement.isReturn else { return effect(statement.value, scope) }
        answer(statement.value, statement.span, scope)
    }

    private mutating func answer(_ value: StExpression, _ span: SourceSpan, _ scope: Int) {
        switch value {
        case .literal(.nil, _): emit(.returnConstant(.nil), span)
        case .literal(.true, _): emit(.returnConstant(.true), span)
        case .literal(.false, _): emit(.returnConstant(.false), span)
        case .variable(let name):
            switch StReserved(rawValue: name.text) {
            case .self: emit(.returnReceiver, span)
            case .nil: emit(.returnConstant(.nil), span)
            case .true: emit(.returnConstant(.true), span)
            case .false: emit(.returnConstant(.false), span)
            case .super, .thisContext, nil:
                self.value(value, scope)
                emit(.returnTop, span)
            }
        case .literal, .assignment, .sends, .cascade, .block, .brace:
            self.value(value, scope)
            emit(.returnTop, span)
        }
    }

    /// What the code of a scope starts with: its array, and nil in what an earlier round of a loop has left.
    private mutating func begin(_ number: Int, _ span: SourceSpan) {
        let scope = scopes.scopes[number]
        if scope.vectorSize > 0 {
            if scope.vectorSize > Self.mostElements {
                diagnostics.append(.stLimit("more than \(Self.mostElements) variables that blocks change", span))
            }
            emit(.pushNewArray(scope.vectorSize), span)
            emit(.pop(.temporary(scope.vectorSlot)), span)
        }
        guard scope.isRepeated else { return }
        for index in scope.variables where !scopes.variables[index].isArgument && !scopes.variables[index].isRemote {
            emit(.pushConstant(.nil), span)
            emit(.pop(.temporary(scopes.variables[index].slot)), span)
        }
    }

    /// The code of a block in place, with its value on the stack if that is wanted.
    mutating func inline(_ block: StBlock, wantsValue: Bool) {
        begin(block.number, block.span)
        let last = block.body.last
        for statement in block.body.dropLast() { add(statement, block.number) }
        if let last, last.isReturn || !wantsValue {
            add(last, block.number)
        } else if let last {
            value(last.value, block.number)
        } else if wantsValue {
            emit(.pushConstant(.nil), block.span)
        }
    }

    /// A block that is a value.
    mutating func closure(_ block: StBlock, _ scope: Int) {
        guard isReachable else { return }
        let own = scopes.scopes[block.number]
        checkFrame(block.number, block.span)
        if own.copied.count > Self.mostCopied {
            diagnostics.append(
                .stLimit("this block uses more than \(Self.mostCopied) variables from around it", block.span))
        }
        for copied in own.copied {
            switch copied {
            case .variable(let variable): emit(.push(scopes.variable(variable, from: scope)), block.span)
            case .vector(let holder): emit(.push(.temporary(scopes.vector(holder, from: scope))), block.span)
            }
        }
        let outside = body
        body = []
        for _ in 0..<own.frameSize - own.argumentCount - own.copied.count { emit(.pushConstant(.nil), block.span) }
        inline(block, wantsValue: true)
        emit(.blockReturnTop, block.span)
        let inside = body
        body = outside
        isReachable = true
        emit(.closure(arguments: own.argumentCount, copied: own.copied.count, inside), block.span)
    }

    private mutating func checkFrame(_ scope: Int, _ span: SourceSpan) {
        let size = scopes.scopes[scope].frameSize
        guard size > Self.largestFrame else { return }
        diagnostics.append(
            .stLimit("\(size) variables with those of its loops, where \(Self.largestFrame) is the most", span))
    }

    mutating func brace(_ values: [StExpression], _ span: SourceSpan, _ scope: Int) {
        if values.count > Self.mostElements {
            diagnostics.append(.stLimit("an array of more than \(Self.mostElements) values", span))
        }
        for value in values { self.value(value, scope) }
        emit(values.isEmpty ? .pushNewArray(0) : .popIntoNewArray(values.count), span)
    }

    // MARK: Variables

    mutating func push(_ name: StasmName, _ scope: Int) {
        if let variable = scopes.find(name.text, in: scope) {
            return emit(.push(scopes.variable(variable, from: scope)), name.span)
        }
        switch StReserved(rawValue: name.text) {
        case .self, .super: emit(.pushReceiver, name.span)
        case .nil: push(.nil, name.span)
        case .true: push(.true, name.span)
        case .false: push(.false, name.span)
        case .thisContext: emit(.pushThisContext, name.span)
        case nil: access(.push, name)
        }
    }

    mutating func assign(_ name: StasmName, keeps: Bool, _ scope: Int) {
        guard let variable = scopes.find(name.text, in: scope) else { return access(keeps ? .store : .pop, name) }
        let place = scopes.variable(variable, from: scope)
        emit(keeps ? .store(place) : .pop(place), name.span)
    }

    /// A variable of the receiver, a class or the system.
    private mutating func access(_ access: StasmAccess, _ name: StasmName) {
        if names.receiverVariables[name.text] != nil { return emit(.receiverVariable(access, name.text), name.span) }
        literalCount += 1
        emit(.literalVariable(access, .binding(name.text)), name.span)
    }

    /// A variable of a loop without a name.
    func hidden(_ number: Int, of block: StBlock) -> BytecodeVariable {
        .temporary(scopes.variables[scopes.scopes[block.number].hidden[number]].slot)
    }
}
