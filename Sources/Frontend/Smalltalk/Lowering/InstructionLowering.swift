// Each bytecode.

import IR

extension ScopeLowering {
    /// Lowers an instruction; answers whether the next one was lowered with it.
    mutating func lower(
        _ instruction: BytecodeInstruction, next: BytecodeInstruction?, previous: BytecodeInstruction?
    ) -> Bool {
        let image = program.world.image
        switch instruction.operation {
        case .push(let variable): push(get(variable))
        case .store(let variable):
            if MethodCode.storesErrorCode(instruction, behind: previous) {
                setVariable(variable, emitter.null())
            } else {
                setVariable(variable, top())
            }
        case .pop(let variable): setVariable(variable, pop())
        case .pushLiteral(let index): push(literal(image.literal(method, code, index)))
        case .pushConstant(let constant): pushConstant(constant)
        case .pushReceiver: push(receiver)
        case .pushThisContext:
            guard isResumable(instruction.pc) else {
                stack.append(.context)
                break
            }
            let mark = program.capture(emitter.root(program.layout.trueRoot), &emitter)
            push(resumed(mark))
            describe(top())
        case .pushNewArray(let count):
            let values = (0..<count).map { _ in emitter.null() }
            push(program.array(values, &emitter))
        case .popIntoNewArray(let count):
            let values = pop(count)
            push(program.array(values, &emitter))
        case .pushClosure(_, let copied, _):
            let values = pop(copied)
            push(makeClosure(at: instruction.end, copied: values))
        case .pushFullClosure(_, let copied, let hasReceiver, _):
            let values = pop(copied)
            let own = hasReceiver ? pop() : receiver
            guard let scope = code.literalScopes[instruction.pc] else { return trap() }
            push(makeClosure(scope, copied: values, receiver: own))
        case .drop: stack.removeLast()
        case .duplicate: push(top())
        case .nop, .callPrimitive: break
        case .send(let index, let count):
            sendMessage(selector(index), count)
        case .superSend(let index, let count):
            sendSuper(selector(index), above: program.world.superclass(of: method), count)
        case .directedSuperSend(let index, let count):
            guard let start = program.world.directedClass(method, code, instruction.pc) else { return trap() }
            _ = pop()
            sendSuper(selector(index), above: program.world.image.classes[start].superclass, count)
        case .sendSpecial(let index): return lowerSpecial(index, instruction, next)
        case .jump(let distance):
            spill()
            emitter.builder.jump(block(instruction.end + distance))
        case .jumpIf(let condition, let distance): jump(if: condition, to: instruction.end + distance, instruction.end)
        case .returnReceiver: returnFromMethod(receiver)
        case .returnConstant(let constant):
            pushConstant(constant)
            returnFromMethod(pop())
        case .returnTop: returnFromMethod(pop())
        case .blockReturnTop:
            let value = pop()
            emitter.ret(value)
        case .blockReturnNil:
            let value = emitter.null()
            emitter.ret(value)
        case .trap: emitter.builder.trap(.user)
        }
        return false
    }

    /// Code that the analysis of programs has refused.
    private mutating func trap() -> Bool {
        emitter.builder.trap(.illegalInstruction)
        return false
    }

    // MARK: Values

    private mutating func pushConstant(_ constant: BytecodeConstant) {
        switch constant {
        case .nil: push(emitter.null())
        case .true: push(emitter.root(program.layout.trueRoot))
        case .false: push(emitter.root(program.layout.falseRoot))
        case .integer(let value): push(emitter.integer(Int64(value)))
        case .character(let code): push(emitter.root(program.root(of: .character(UInt32(code)))))
        }
    }

    /// An object of the image, or a number.
    private mutating func literal(_ value: ImageValue?) -> ValueID {
        switch value {
        case .integer(let integer): return emitter.integer(integer)
        case .float(let number): return emitter.float(number)
        case .object(let object):
            if let number = program.world.float(object) { return emitter.float(number) }
            return program.layout.root(object).map { emitter.root($0) } ?? emitter.null()
        case .character(let code): return emitter.root(program.root(of: .character(code)))
        case nil: return emitter.null()
        }
    }

    private func selector(_ index: Int) -> String {
        guard case .object(let object) = program.world.image.literal(method, code, index) else { return "" }
        return program.world.image.memory.text(object) ?? ""
    }

    private mutating func get(_ variable: BytecodeVariable) -> ValueID {
        switch variable {
        case .receiver(let index): return program.variable(index, of: receiver, owner, &emitter)
        case .temporary(let index): return self.variable(index)
        case .literal(let index): return binding(index)
        case .remote(let index, let vector):
            let array = self.variable(vector)
            return program.remote(array, index, &emitter)
        }
    }

    private mutating func setVariable(_ variable: BytecodeVariable, _ value: ValueID) {
        switch variable {
        case .receiver(let index): program.setVariable(index, of: receiver, owner, value, &emitter)
        case .temporary(let index): self.setVariable(index, value)
        case .literal(let index): setBinding(index, value)
        case .remote(let index, let vector):
            let array = self.variable(vector)
            program.setRemote(array, index, value, &emitter)
        }
    }

    /// The value of an association that is a literal; classes are what they are bound to.
    private mutating func binding(_ index: Int) -> ValueID {
        let (world, layout) = (program.world, program.layout)
        guard case .object(let object) = world.image.literal(method, code, index) else { return emitter.null() }
        if let value = world.image.memory.object(object, 1), world.classID(object: value) != nil {
            return layout.root(value).map { emitter.root($0) } ?? emitter.null()
        }
        guard let owner = world.classID(of: .object(object)), let id = layout.layout(owner),
            let root = layout.root(object)
        else { return emitter.null() }
        let association = emitter.unbox(.ref(id), emitter.root(root))
        return emitter.fieldGet(.any, association, layout.field(1))
    }

    private mutating func setBinding(_ index: Int, _ value: ValueID) {
        let (world, layout) = (program.world, program.layout)
        guard case .object(let object) = world.image.literal(method, code, index),
            let owner = world.classID(of: .object(object)), let id = layout.layout(owner),
            let root = layout.root(object)
        else { return }
        let association = emitter.unbox(.ref(id), emitter.root(root))
        emitter.fieldSet(.any, association, layout.field(1), value)
    }

    // MARK: Jumps

    private mutating func jump(if condition: Bool, to target: Int, _ end: Int) {
        let entry = stack[stack.count - 1]
        var value: ValueID?
        if case .flag = entry { stack.removeLast() } else { value = pop() }
        spill()
        let taken = block(target), behind = blockBehind(end)
        let (yes, no) = condition ? (taken, behind) : (behind, taken)
        if case .flag(let flag) = entry {
            emitter.builder.branch(flag, yes, else: no)
        } else if let value {
            branch(value, yes, no)
        }
        goOn(behind, at: end)
    }

    /// Goes to `yes` for true, to `no` for false; anything else is told that it must be one of them.
    mutating func branch(_ value: ValueID, _ yes: BlockID, _ no: BlockID) {
        let isTrue = emitter.isSame(value, emitter.root(program.layout.trueRoot))
        emitter.leave(if: isTrue, to: yes)
        let isFalse = emitter.isSame(value, emitter.root(program.layout.falseRoot))
        emitter.leave(if: isFalse, to: no)
        if let selector = program.layout.selector(program.facts.mustBeBoolean) {
            let answer = emitter.send(selector, [value])
            program.refuseCapture(&emitter)
            _ = checked(answer)
        }
        program.stop(&emitter)
    }
}
