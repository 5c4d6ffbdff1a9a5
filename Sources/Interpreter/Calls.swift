// Calls and returns. A call leaves room for the return address on the stack of linear memory, as a machine would; a
// tail call takes the place of its caller.

import IR

extension Interpreter {
    /// Enters the entry function, whose arguments are in `transfer`; nothing called it.
    mutating func enterFirst(_ function: Int) throws(Stop) {
        stack.function = function
        stack.entryPointer = stack.bottom
        try enter(function)
    }

    /// Calls a function with the arguments in `transfer`.
    mutating func call(_ function: Int) throws(Stop) {
        let pointerBytes = UInt64(module.memory.pointerBytes)
        guard stack.callers.count < options.callDepthLimit, stack.bottom >= stackLimit &+ pointerBytes else {
            throw .trap(.stackOverflow)
        }
        stack.callers.append(
            CallFrame(
                function: stack.function, position: position, base: stack.base, entryPointer: stack.entryPointer,
                bottom: stack.bottom))
        stack.base += program.functions[stack.function].frameSize
        stack.entryPointer = stack.bottom - pointerBytes
        try enter(function)
    }

    /// Calls a function with the arguments in `transfer` in place of the one that runs.
    mutating func tailCall(_ function: Int) throws(Stop) { try enter(function) }

    /// Makes the frame. Its base and entry pointer are set.
    private mutating func enter(_ function: Int) throws(Stop) {
        let code = program.functions[function]
        guard let start = code.start else {
            let name = module.functions[FunctionID(index: function)].name
            throw .unsupported("@\(name) has no body")
        }
        precondition(
            code.parameters.count == transfer.count,
            "Interpreter: a call with another number of arguments than parameters")
        let end = stack.base + code.frameSize
        if end > stack.values.count {
            guard end <= options.frameWordLimit else { throw .trap(.stackOverflow) }
            stack.values.append(
                contentsOf: repeatElement(0, count: max(end, stack.values.count * 2) - stack.values.count))
        }
        stack.function = function
        for place in code.variables { stack.values[stack.base + place] = 0 }
        for (index, operand) in code.parameters.enumerated() { stack[program.operands[operand]] = transfer[index] }
        try placeSlots(code)
        position = start
    }

    /// Slots at the top come first, their end at the entry pointer; the others follow downwards, each aligned.
    private mutating func placeSlots(_ code: FunctionCode) throws(Stop) {
        var bottom = stack.entryPointer
        for isTopRound in [true, false] where !code.slots.isEmpty {
            for (index, slot) in code.slots.enumerated() where program.slots[slot].isAtTop == isTopRound {
                let size = UInt64(program.slots[slot].size)
                guard bottom >= size, bottom - size >= stackLimit else { throw .trap(.stackOverflow) }
                bottom -= size
                if !isTopRound { bottom -= bottom % UInt64(max(program.slots[slot].alignment, 1)) }
                stack.values[stack.base + code.slotPlace + index] = bottom
            }
        }
        // The machine's words stay aligned.
        bottom -= bottom % 4
        guard bottom >= stackLimit else { throw .trap(.stackOverflow) }
        stack.bottom = bottom
    }

    /// Returns the operands of `step` to the caller.
    mutating func finishCall(_ step: Step) throws(Stop) {
        gather(step)
        guard let caller = stack.callers.popLast() else { throw Stop(.returned(transfer)) }
        stack.function = caller.function
        stack.base = caller.base
        stack.entryPointer = caller.entryPointer
        stack.bottom = caller.bottom
        position = caller.position + 1
        let place = program.steps[caller.position].result
        for (index, value) in transfer.enumerated() { stack[place + UInt32(index)] = value }
    }

    /// Copies the operand list of `step`, without its first `skipped` ones, to `transfer`.
    mutating func gather(_ step: Step, skipping skipped: Int = 0) {
        transfer.removeAll(keepingCapacity: true)
        for operand in Int(step.b) + skipped..<Int(step.b) + Int(step.c) {
            transfer.append(stack[program.operands[operand]])
        }
    }

    /// The callee of an indirect call, whose other operands go to `transfer`.
    mutating func indirectCallee(_ step: Step) throws(Stop) -> Int {
        gather(step, skipping: 1)
        let address = stack[program.operands[Int(step.b)]]
        guard let function = MemoryImage.function(at: address, count: program.addressedFunctions) else {
            throw .trap(.pcOutOfRange)
        }
        guard program.functions[function].signature == step.a else { throw .trap(.badCast) }
        return function
    }

    /// The callee of a closure call; `transfer` gets the captured values, then the arguments.
    mutating func closureCallee(_ step: Step) throws(Stop) -> Int {
        let value = DynamicValue(bits: stack[program.operands[Int(step.b)]])
        guard let place = value.object, case .closure(let function) = heap[place].kind else { throw .trap(.badCast) }
        gather(step, skipping: 1)
        transfer.insert(contentsOf: heap[place].words, at: 0)
        let signature = module.functions[function].signature
        let isDynamic = signature.parameters.allSatisfy { $0 == .any } && signature.results == [.any]
        guard isDynamic, signature.parameters.count == transfer.count else { throw .trap(.badCast) }
        return function.index
    }

    /// The method that a send runs; `transfer` gets the receiver and the arguments.
    mutating func method(_ step: Step) throws(Stop) -> Int {
        gather(step)
        let selector = module.selectors[SelectorID(rawValue: step.a)]
        let value = DynamicValue(bits: transfer[0])
        var receiver = Receiver.other
        if value.integer != nil {
            receiver = .integer
        } else if value == .nilValue {
            receiver = .null
        } else if let place = value.object {
            switch heap[place].kind {
            case .scalar(.i64): receiver = .integer
            case .scalar(.f64): receiver = .float
            case .closure: receiver = .closure
            case .record(let layout):
                guard let method = selector.function(for: layout, in: module.layouts) else { throw .trap(.badCast) }
                return method.index
            case .scalar, .array, .bytes, .cell: break
            }
        }
        guard let method = selector.function(for: receiver) ?? selector.function(for: .other) else {
            throw .trap(.badCast)
        }
        return method.index
    }

    /// Lets the host perform a service.
    mutating func performService(_ step: Step) throws(Stop) {
        gather(step)
        let service = module.services[ServiceID(rawValue: step.a)]
        let size = linearMemory.bytes.count
        let outcome = host.call(service, transfer, &linearMemory.bytes, steps)
        precondition(linearMemory.bytes.count == size, "Interpreter: a service changed the size of linear memory")
        switch outcome {
        case .results(let results):
            guard results.count == service.results.count else {
                throw .unsupported("service \(service.name) with \(results.count) results")
            }
            for (index, value) in results.enumerated() {
                stack[step.result + UInt32(index)] = value & service.results[index].integerMask
            }
        case .exit(let code): throw Stop(.exited(code))
        case .trap(let code): throw .trap(code)
        case .breakpoint(let number): throw Stop(.breakpoint(number))
        case .unsupported(let what): throw .unsupported(what)
        }
    }
}
