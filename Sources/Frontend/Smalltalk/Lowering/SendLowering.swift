// Sends. Those of the special selectors have a short way for SmallIntegers and blocks that stands in the code itself.

import IR

extension ScopeLowering {
    mutating func sendMessage(_ name: String, _ count: Int) {
        let values = pop(count + 1)
        guard program.argumentCount(name) == count else { return push(sendUnknown(name, values)) }
        push(send(name, values))
    }

    mutating func send(_ name: String, _ values: [ValueID]) -> ValueID {
        guard let selector = program.selector(name, at: FlowOrigin(method: method, pc: pc)) else {
            return emitter.null()
        }
        return checked(emitter.send(selector, values))
    }

    /// A send that passes other arguments than its selector says: nobody understands it.
    private mutating func sendUnknown(_ name: String, _ values: [ValueID]) -> ValueID {
        checked(emitter.call(program.notUnderstood(name, values.count), values))
    }

    /// A send whose method does not depend on the receiver.
    mutating func sendSuper(_ name: String, above start: ClassID?, _ count: Int) {
        let values = pop(count + 1)
        guard let target = start.flatMap({ program.world.lookup(name, in: $0) }),
            program.world.image.methods[target].header.argumentCount == count,
            let function = program.function(target)
        else {
            return push(sendUnknown(name, values))
        }
        push(checked(emitter.call(function, values)))
    }

    // MARK: Special selectors

    /// Answers whether the next instruction was lowered too.
    mutating func lowerSpecial(
        _ index: Int, _ instruction: BytecodeInstruction, _ next: BytecodeInstruction?
    ) -> Bool {
        let selectors = program.world.image.selectors
        let name = selectors.names[index]
        if selectors.isBlockCopy(index) {
            stack.removeLast(2)
            // The jump over the block's code follows.
            push(makeClosure(at: next?.end ?? instruction.end, copied: []))
            return false
        }
        // The short ways are for selectors with the arguments that they have everywhere, and for calls that are not
        // left.
        guard !isResumable(instruction.pc), selectors.argumentCounts[index] == program.argumentCount(name) else {
            sendMessage(name, selectors.argumentCounts[index])
            return false
        }
        switch name {
        case "==", "~~":
            let values = pop(2)
            let isSame = program.identical(values[0], values[1], &emitter)
            stack.append(.flag(name == "==" ? isSame : emitter.builder.unary(.not, .i1, isSame)))
        case "class":
            let value = pop()
            push(emitter.call(program.classOf(), [value]))
        case "at:", "at:put:", "size": sendElement(name, selectors.argumentCounts[index])
        case "value", "value:": sendValue(name, selectors.argumentCounts[index])
        case "<", ">", "<=", ">=", "=", "~=": return compare(name, next)
        case "+", "-", "*", "//", "\\\\", "bitAnd:", "bitOr:": compute(name)
        default: sendMessage(name, selectors.argumentCounts[index])
        }
        return false
    }

    /// The answer of a short way, which goes to the block that it is given where it does not apply, else of the send.
    private mutating func pushAnswer(
        of name: String, _ values: [ValueID], _ shortWay: (inout ScopeLowering, BlockID) -> ValueID
    ) {
        let join = emitter.builder.makeBlock([.any])
        let other = emitter.makeBlock()
        let answer = shortWay(&self, other)
        emitter.builder.jump(join, [answer])
        emitter.begin(other)
        let sent = send(name, values)
        emitter.builder.jump(join, [sent])
        emitter.begin(join)
        push(emitter.builder.function.parameters(join)[0])
    }

    /// Elements and sizes of Arrays.
    private mutating func sendElement(_ name: String, _ count: Int) {
        guard let id = program.arrayLayout(for: name, FlowOrigin(method: method, pc: pc)) else {
            return sendMessage(name, count)
        }
        let values = pop(count + 1)
        pushAnswer(of: name, values) { lowering, other in
            lowering.emitter.require(lowering.emitter.flag(.isRef, .ref(id), values[0]), else: other)
            let array = lowering.emitter.unbox(.ref(id), values[0])
            let count = lowering.emitter.elementCount(array)
            if name == "size" {
                return lowering.emitter.box(.i64, lowering.emitter.builder.unary(.zext, .i64, count))
            }
            let index = lowering.emitter.index(values[1], below: count, else: other)
            if name == "at:" { return lowering.emitter.elementGet(.any, array, index) }
            lowering.emitter.elementSet(.any, array, index, values[2])
            return values[2]
        }
    }

    private mutating func sendValue(_ name: String, _ count: Int) {
        if isPlain(name, for: program.facts.blockClosure ?? program.facts.blockContext) {
            return sendMessage(name, count)
        }
        let values = pop(count + 1)
        pushAnswer(of: name, values) { lowering, other in
            let arity = lowering.emitter.arity(values[0])
            let wanted = lowering.emitter.word(Int64(count))
            let fits = lowering.emitter.builder.icmp(.eq, .i32, arity, wanted)
            lowering.emitter.require(fits, else: other)
            return lowering.checked(lowering.emitter.callClosure(values))
        }
    }

    /// The SmallIntegers in two values; goes to `other` when one is none.
    private mutating func integers(_ values: [ValueID], else other: BlockID) -> (ValueID, ValueID) {
        let left = emitter.smallInteger(values[0], else: other)
        let right = emitter.smallInteger(values[1], else: other)
        return (left, right)
    }

    /// Whether a SmallInteger can receive the send that is being lowered, so that a short way pays.
    private func mayBeInteger(_ name: String) -> Bool {
        if isPlain(name, for: program.facts.smallInteger) { return false }
        return program.closed.receivers(method, pc)?.contains(program.facts.smallInteger) != false
    }

    /// Whether a special selector is sent like any other: the code is compiled as it stands, and instances of a class
    /// have a method whose primitive does what the short way does.
    private func isPlain(_ name: String, for id: ClassID?) -> Bool {
        guard program.closed.isPlain(method), let id, let method = program.world.lookup(name, in: id) else {
            return false
        }
        return program.world.image.methods[method].header.primitive != 0
    }

    private mutating func compute(_ name: String) {
        guard mayBeInteger(name) else { return sendMessage(name, 1) }
        let values = pop(2)
        pushAnswer(of: name, values) { lowering, other in
            let (left, right) = lowering.integers(values, else: other)
            return IntegerOperations.compute(name, left, right, else: other, &lowering.emitter)
        }
    }

    /// A comparison, with the jump that looks at it where one follows.
    private mutating func compare(_ name: String, _ next: BytecodeInstruction?) -> Bool {
        guard mayBeInteger(name) else {
            sendMessage(name, 1)
            return false
        }
        let values = pop(2)
        let condition = IntegerOperations.condition(name)
        guard let next, case .jumpIf(let isTaken, _) = next.operation, let target = next.target,
            !isJumpTarget(next.pc)
        else {
            pushAnswer(of: name, values) { lowering, other in
                let (left, right) = lowering.integers(values, else: other)
                return lowering.emitter.truth(lowering.emitter.builder.icmp(condition, .i64, left, right))
            }
            return false
        }
        spill()
        let taken = block(target), behind = blockBehind(next.end)
        let (yes, no) = isTaken ? (taken, behind) : (behind, taken)
        let other = emitter.makeBlock()
        let (left, right) = integers(values, else: other)
        let flag = emitter.builder.icmp(condition, .i64, left, right)
        emitter.builder.branch(flag, yes, else: no)
        emitter.begin(other)
        let sent = send(name, values)
        branch(sent, yes, no)
        goOn(behind, at: next.end)
        return true
    }
}
