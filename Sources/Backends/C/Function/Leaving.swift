// What ends a block: handing arguments to the parameters of the next one, and leaving the function.

import BackendKit
import IR

extension FunctionWriter {
    // MARK: Transfers

    /// The parameters of a block get their arguments, all at once.
    mutating func writeTransfer(_ id: BlockCallID) {
        let call = function.blockCalls[id]
        let arguments = function.lists.elements(call.arguments)
        let moves = zip(function.parameters(call.block), arguments).filter { placement[$0.0] == .variable }
        writeMoves(moves) { writer, parameter in writer.declarations.declares(id, parameter) }
    }

    /// A tail call of the function itself: its parameters get the arguments.
    mutating func writeRestart(_ terminator: InstructionID) {
        guard let entry = function.entry else { return }
        writeLocation(terminator)
        let arguments = function.directOperands(terminator)
        let moves = zip(function.parameters(entry), arguments).filter { placement[$0.0] == .variable }
        writeMoves(moves, observer: .tailCall) { _, _ in false }
        // What nothing reads still has its effects.
        for (parameter, argument) in zip(function.parameters(entry), arguments) where placement[parameter] != .variable
        {
            guard placement[argument] == .folded else { continue }
            text.begin()
            text.write("(void)")
            write(argument, .unary)
            endStatement()
        }
    }

    /// Sets variables to values that may read the same variables: each is set when no other value needs it any more;
    /// where they need each other in a circle, one is kept aside.
    private mutating func writeMoves(
        _ moves: [(target: ValueID, source: ValueID)], observer: Opcode? = nil,
        isDeclaration: (FunctionWriter, ValueID) -> Bool
    ) {
        var reads: [Set<ValueID>] = []
        var pending: [Int] = []
        for (index, move) in moves.enumerated() {
            var variables: Set<ValueID> = []
            placement.forEachVariable(in: move.source) { variables.insert($0) }
            reads.append(variables)
            if !(placement[move.source] == .variable && move.source == move.target) { pending.append(index) }
        }
        var isOpen = false
        while !pending.isEmpty {
            let free = pending.firstIndex { index in
                !pending.contains { $0 != index && reads[$0].contains(moves[index].target) }
            }
            if let free {
                let move = moves[pending.remove(at: free)]
                write(move, observer, isDeclaration: isDeclaration(self, move.target))
                continue
            }
            if !isOpen {
                text.line("{")
                text.indent()
                isOpen = true
            }
            let target = moves[pending[0]].target
            let old = name(target) + "_old"
            text.line("\(program.types.declaration(type(target), old)) = \(name(target));")
            renamed[target] = old
            for index in pending { reads[index].remove(target) }
            let move = moves[pending.removeFirst()]
            write(move, observer, isDeclaration: false)
        }
        guard isOpen else { return }
        renamed = [:]
        text.outdent()
        text.line("}")
    }

    private mutating func write(
        _ move: (target: ValueID, source: ValueID), _ observer: Opcode?, isDeclaration: Bool
    ) {
        let kept = renamed.removeValue(forKey: move.target)
        let target = name(move.target)
        renamed[move.target] = kept
        text.begin()
        text.write(isDeclaration ? program.types.declaration(type(move.target), target) : target)
        text.write(" = ")
        if let observer { writeObserved(move.source, by: observer) } else { write(move.source, .any) }
        endStatement()
    }

    // MARK: Leaving the function

    mutating func writeLeave(_ terminator: InstructionID) {
        let data = function[terminator]
        writeLocation(terminator)
        switch data.opcode {
        case .ret: writeReturn(function.directOperands(terminator))
        case .trap: text.line("hub_stop(\(data.trapCode.constant));")
        case .unreachable: text.line("hub_stop(HUB_UNREACHABLE);")
        case .tailCall, .tailCallIndirect: writeTailCall(terminator)
        case .tailCallClosure: writeClosureTailCall(terminator)
        case .tailSend:
            preconditionFailure("FunctionWriter: \(data.opcode) is not legal for C")
        case .jump, .branch, .switch, .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub,
            .mul, .sdiv, .udiv, .srem, .urem, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz,
            .ctz, .popcnt, .addCarry, .subBorrow, .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt,
            .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .select, .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp,
            .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store, .volatileLoad,
            .volatileStore, .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet,
            .bytesCopy,
            .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box,
            .unbox, .dynAdd,
            .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding,
            .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .breakpoint, .nop:
            preconditionFailure("FunctionWriter: \(data.opcode) does not leave a function")
        }
    }

    private mutating func writeReturn(_ values: [ValueID]) {
        if isStep {
            writeWords(values, .ret)
            text.line("tail->next = NULL;")
            return text.line("return;")
        }
        text.begin()
        text.write("return")
        if values.count == 1 {
            text.write(" ")
            writeObserved(values[0], by: .ret)
        } else if values.count > 1 {
            text.write(" (\(program.types.result(values.map(type)))){")
            for (index, value) in values.enumerated() {
                if index > 0 { text.write(", ") }
                writeObserved(value, by: .ret)
            }
            text.write("}")
        }
        endStatement()
    }

    /// Values for the next step of a chain, or for who runs it.
    private mutating func writeWords(_ values: [ValueID], _ observer: Opcode) {
        for (index, value) in values.enumerated() {
            let word = WordConversion.word(type(value), program.types)
            text.begin()
            text.write("tail->values[\(index)] = " + word.before)
            writeObserved(value, by: observer)
            text.write(word.behind)
            endStatement()
        }
    }

    // MARK: Tail calls

    private mutating func writeTailCall(_ terminator: InstructionID) {
        let data = function[terminator]
        let arguments = function.directOperands(terminator)
        if isStep {
            if data.opcode == .tailCall, program.tails.isStep(from: id, to: data.function) {
                writeWords(arguments, .tailCall)
                text.line("tail->next = \(program.stepName(data.function));")
                return text.line("return;")
            }
            if data.opcode == .tailCallIndirect { writeIndirectStep(data, arguments) }
        }
        writeCallAndReturn(terminator, program.module.signatureTypes(data).results)
    }

    /// Leaves the call of a closure to the caller.
    private mutating func writeClosureTailCall(_ terminator: InstructionID) {
        text.begin()
        text.write(isStep ? "tail->values[0] = " : "return ")
        writeClosureCall("hub_leave", function.directOperands(terminator))
        endStatement()
        guard isStep else { return }
        text.line("tail->next = NULL;")
        text.line("return;")
    }

    /// Goes on with the step of the function at an address, if it has one.
    private mutating func writeIndirectStep(_ data: Instruction, _ arguments: [ValueID]) {
        text.begin()
        text.write("tail->next = \(program.stepFinderName(data.signature))(")
        if program.hasHostMemory { text.write("(uintptr_t)") }
        write(arguments[0], program.hasHostMemory ? .unary : .any)
        text.write(")")
        endStatement()
        text.line("if (tail->next != NULL) {")
        text.indent()
        writeWords(Array(arguments.dropFirst()), .tailCallIndirect)
        text.line("return;")
        text.outdent()
        text.line("}")
    }

    /// A call whose results are the function's own.
    private mutating func writeCallAndReturn(_ terminator: InstructionID, _ results: [Type]) {
        text.begin()
        if !isStep, !results.isEmpty { text.write("return ") }
        if !isStep || results.isEmpty {
            writeCall(terminator, .any)
            endStatement()
            if isStep { text.line("tail->next = NULL;") }
            if isStep || results.isEmpty { text.line("return;") }
            return
        }
        let both = "results\(newNumber())"
        text.write("\(program.types.declaration(results, both)) = ")
        writeCall(terminator, .any)
        endStatement()
        for (index, type) in results.enumerated() {
            let word = WordConversion.word(type, program.types)
            let field = results.count == 1 ? both : "\(both).r\(index)"
            text.line("tail->values[\(index)] = \(word.before)\(field)\(word.behind);")
        }
        text.line("tail->next = NULL;")
        text.line("return;")
    }
}

extension TrapCode {
    /// The constant of hub_c.h.
    var constant: String { "HUB_" + name.uppercased() }
}
