// Control flow: the statements that the structurer made, block parameters, and the ends of functions.

import BackendKit
import CBinaryen
import IR

extension FunctionLowering {
    mutating func lower(_ statement: ControlStatement) {
        switch statement {
        case .body(let block): lowerBody(block)
        case .transfer(let call): lowerTransfer(call)
        case .block(let label, let inner):
            let body = nested(inner)
            statements.append(wasm.block(body, name: name(label)))
        case .loop(let label, let inner):
            let body = nested(inner)
            statements.append(wasm.loop(name(label), wasm.block(body)))
        case .branch(let condition, let yes, let no): lowerBranch(condition, yes, no)
        case .choose(let terminator, let cases, let rest): lowerChoice(terminator, cases, rest)
        case .exit(let label), .repeat(let label): statements.append(wasm.branch(name(label)))
        case .leave(let terminator): lowerEnd(terminator)
        case .select(let variable, let value):
            statements.append(wasm.set(local(variable), wasm.constant(Int32(value))))
        case .dispatch(let variable, let ways): lowerDispatch(variable, ways)
        }
    }

    /// The statements of an inner list.
    mutating func nested(_ inner: [ControlStatement]) -> [WasmExpression] {
        let outer = (statements, location)
        statements = []
        for statement in inner { lower(statement) }
        defer {
            statements = outer.0
            resume(outer.1)
        }
        return statements
    }

    func name(_ label: ControlLabel) -> String { "l\(label.number)" }

    private mutating func lowerBody(_ block: BlockID) {
        self.block = block
        var cursor = function.layout.first(in: block)
        while let instruction = cursor, !function[instruction].opcode.isTerminator {
            lower(instruction)
            cursor = function.layout.next(instruction)
        }
        guard let terminator = cursor else { return }
        begin(terminator)
        switch function[terminator].opcode.info.format {
        case .branch, .switchTable:
            // Only what is decided on may wait: the ways are taken after it.
            let isLast = waiting.ordered.last == function[terminator].valueA
            flush(count: waiting.ordered.count - (isLast ? 1 : 0))
        case .jump, .list, .call, .indirectCall, .trap, .nullary, .immediate, .unary, .binary, .ternary,
            .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .global, .function, .slot, .variableGet,
            .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet, .closureCall, .send, .service,
            .closure, .number:
            break
        }
    }

    // MARK: Block parameters

    /// One parameter that gets a new value.
    private struct Move {
        let target: ValueID
        let argument: ValueID
    }

    /// Gives the parameters of the target their values, all at once.
    private mutating func lowerTransfer(_ id: BlockCallID) {
        let call = function.blockCalls[id]
        let parameters = function.parameters(call.block)
        let moves = zip(parameters, function.lists.elements(call.arguments))
            .map { Move(target: $0, argument: $1) }
            .filter { $0.target != $0.argument && uses.count($0.target) > 0 }
        // Effects keep their order: at most one argument may still have some.
        let isOnlyOne = waiting.ordered.count == 1 && moves.contains { $0.argument == waiting.ordered[0] }
        if !isOnlyOne { flush(count: waiting.ordered.count) }
        if moves.count == 1 {
            emitMove(moves[0].target, moves[0].argument)
            return
        }
        var reads = moves.map { readParameters($0.argument, of: parameters) }
        var left = Array(moves.indices)
        var late: [(target: ValueID, local: UInt32)] = []
        while !left.isEmpty {
            // A parameter may be set when no other move still reads it.
            if let next = left.firstIndex(where: { move in
                !left.contains { $0 != move && reads[$0].contains(moves[move].target) }
            }) {
                let move = moves[left.remove(at: next)]
                emitMove(move.target, move.argument)
            } else {
                // A cycle: the first one is evaluated now and set at the end.
                let move = left.removeFirst()
                let saved = makeMoveLocal(hostType(moves[move].target), late.count)
                emit(wasm.set(saved, useMoved(moves[move].argument, to: moves[move].target)))
                reads[move] = []
                late.append((moves[move].target, saved))
            }
        }
        for (target, saved) in late {
            emit(wasm.set(local(target), wasm.get(saved, hostType(target))))
        }
    }

    private mutating func emitMove(_ target: ValueID, _ argument: ValueID) {
        emit(wasm.set(local(target), useMoved(argument, to: target)))
    }

    private mutating func useMoved(_ argument: ValueID, to target: ValueID) -> WasmExpression {
        lowHalves.contains(target) ? useLowHalf(argument) : use(argument)
    }

    /// Which of `parameters` evaluating `value` reads.
    private func readParameters(_ value: ValueID, of parameters: [ValueID]) -> Set<ValueID> {
        var found: Set<ValueID> = []
        var work = [value]
        while let value = work.popLast() {
            // A value without a local is part of a tree: it is computed where the tree is.
            if let instruction = function.definingInstruction(value), locals[value] < 0 {
                work += function.directOperands(instruction)
            } else if parameters.contains(value) {
                found.insert(value)
            }
        }
        return found
    }

    // MARK: Branches

    private mutating func lowerBranch(_ value: ValueID, _ yes: [ControlStatement], _ no: [ControlStatement]) {
        var condition = useForDecision(value)
        if let label = ControlLowering.target(yes) {
            emit(wasm.branch(name(label), if: condition))
            for statement in no { lower(statement) }
        } else if let label = ControlLowering.target(no) {
            emit(wasm.branch(name(label), if: wasm.unary(BinaryenEqZInt32(), condition)))
            for statement in yes { lower(statement) }
        } else {
            if yes.isEmpty { condition = wasm.unary(BinaryenEqZInt32(), condition) }
            let first = nested(yes.isEmpty ? no : yes)
            let second = yes.isEmpty || no.isEmpty ? nil : nested(no)
            emit(wasm.conditional(condition, wasm.block(first), second.map { wasm.block($0) }))
        }
    }

    // MARK: Ends of functions

    private mutating func lowerEnd(_ terminator: InstructionID) {
        let data = function[terminator]
        begin(terminator)
        switch data.opcode {
        case .ret: lowerReturn(data)
        case .tailCall: lowerTailCall(data)
        case .tailCallIndirect: lowerIndirectTailCall(data)
        case .tailCallClosure: lowerClosureTailCall(data)
        case .trap: emit(stop(data.trapCode), .call)
        case .unreachable: emit(wasm.unreachable(), .call)
        case .iconst, .fconst, .globalAddr, .functionAddr, .nop, .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr,
            .not, .neg, .clz, .ctz, .popcnt, .sdiv, .udiv, .srem, .urem, .umulh, .smulh, .addCarry, .subBorrow,
            .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fmin, .fmax, .fneg, .fabs, .fsqrt, .icmp, .fcmp, .select,
            .trunc, .zext, .sext, .ptrToInt, .intToPtr, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext,
            .load, .store, .volatileLoad, .volatileStore, .call, .callIndirect, .service, .breakpoint, .jump, .branch,
            .switch, .nilConst, .slotAddr,
            .hsxFmul, .hsxFdiv, .varGet, .varSet, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
            .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet, .arraySet,
            .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet,
            .rootGet,
            .rootSet, .closure, .isInt,
            .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy,
            .layoutOf, .closureArity, .unwinding,
            .unwound, .callClosure, .send, .tailSend:
            preconditionFailure("FunctionLowering: \(data.opcode) at the end of a function")
        }
    }

    private mutating func lowerReturn(_ data: Instruction) {
        let values = function.lists.elements(data.list)
        prepare(values)
        let results = values.map { use($0, for: .ret) }
        let value = results.count > 1 ? wasm.tuple(results) : results.first
        emit(wasm.leave(value), .call)
    }
}

enum ControlLowering {
    /// The label that statements go to, when they do nothing else.
    static func target(_ statements: [ControlStatement]) -> ControlLabel? {
        guard statements.count == 1 else { return nil }
        switch statements[0] {
        case .exit(let label), .repeat(let label): return label
        case .body, .transfer, .block, .loop, .branch, .choose, .leave, .select, .dispatch: return nil
        }
    }

    /// Whether control does not get past the end of `statements`.
    static func leaves(_ statements: [ControlStatement]) -> Bool {
        switch statements.last {
        case .exit, .repeat, .leave: true
        case .body, .transfer, .block, .loop, .branch, .choose, .select, .dispatch, nil: false
        }
    }
}
