// Statements that use memory, the stack and services.

extension FunctionWriter {
    /// Bytes of the data buffer that any access may touch; the buffer has room on both sides.
    static let bufferSize = 96

    /// Loads or stores in the data buffer: word, half or byte, aligned or not.
    mutating func memoryAccess() {
        if features.mayFault, random.oneIn(12) { return wildAccess() }
        let offset = random.oneIn(3) ? random.number(0...Self.bufferSize - 4) : random.number(0...23) * 4
        if let base, random.oneIn(2) { return access(base, offset) }
        if random.oneIn(4) {
            // An index that is computed.
            let mask = destination()
            let index = destination(besides: RegisterMask(mask))
            emit("LDI R\(mask), \(random.pick([60, 63, 28, 15]))", writes: mask)
            emit("AND R\(index), R\(source()), R\(mask)", writes: index)
            emit("LDI32 R\(mask), buf+16", writes: mask)
            emit("ADD R\(index), R\(mask), R\(index)", writes: index)
            return access(index, random.number(-16...15))
        }
        let register = destination()
        let place = random.number(0...Self.bufferSize)
        switch random.number(0...5) {
        case 0: emit("LDI32 R\(register), \(0x10000 * random.number(1...3) + 0x4000 + place)", writes: register)
        case 1:
            emit("LDI32 R\(register), \(random.pick([0x6000, 0x100, 0x2FFC]))", writes: register)
            return access(register, random.number(0...40))
        default: emit("LDI32 R\(register), buf\(place == 0 ? "" : "+\(place)")", writes: register)
        }
        access(register, offset - place)
        if random.oneIn(4) { access(register, offset - place) }
    }

    /// A load or store of any width; the register of the address keeps its value.
    private mutating func access(_ base: Int, _ offset: Int) {
        let kind = random.pick(["", "", "H", "B"])
        if random.oneIn(2) {
            emit("ST\(kind) [R\(base)+\(offset)], R\(source())")
        } else {
            let result = destination(besides: RegisterMask(base))
            emit("LD\(kind) R\(result), [R\(base)+\(offset)]", writes: result)
        }
    }

    /// An access that runs past the end of memory, or wraps.
    private mutating func wildAccess() {
        let register = destination()
        let result = destination()
        emit(
            "LDI32 R\(register), \(random.pick(["0xFFFE", "0xFFFF", "0xFFFD", "0xFFFC", "0x1FFFE"]))", writes: register)
        if random.oneIn(2) {
            emit("LD R\(result), [R\(register)+0]", writes: result)
        } else {
            emit("ST [R\(register)+0], R\(source())")
        }
    }

    /// A value saved around some code; now and then it comes back in another register.
    mutating func pushPop() {
        guard pushedHere < 4 else { return arithmetic() }
        let pushed = (0..<random.number(1...3)).map { _ in source() }.filter { $0 != 15 }
        for register in pushed { emit("PUSH R\(register)") }
        pushedHere += pushed.count
        statements(random.number(0...3))
        pushedHere -= pushed.count
        for register in pushed.reversed() {
            let isFree = !reserved.contains(RegisterMask(register))
            let target = isFree && !random.oneIn(4) ? register : destination()
            emit("POP R\(target)", writes: target)
        }
    }

    /// Loads or stores a local below the frame pointer.
    mutating func localAccess() {
        guard locals > 0 else { return arithmetic() }
        let offset = random.oneIn(4) ? random.number(1...locals * 4 - 3) : random.number(1...locals) * 4
        let kind = offset % 4 == 0 ? random.pick(["", "H", "B"]) : "B"
        let address = "[R7+-\(offset)]"
        if random.oneIn(2) {
            emit("ST\(kind) \(address), R\(source())")
        } else {
            let result = destination()
            emit("LD\(kind) R\(result), \(address)", writes: result)
        }
    }

    // MARK: Calls

    /// Calls a function that has been written already, with whatever the registers hold.
    mutating func call() {
        let affordable = callees.filter { multiplier * $0.cost < 20_000 && cost + multiplier * $0.cost < 60_000 }
        guard !affordable.isEmpty else { return arithmetic() }
        var callee = random.pick(affordable)
        if callee.shape == .stackArgument, !features.mayKeep,
            let other = affordable.first(where: { $0.shape != .stackArgument })
        {
            callee = other
        }
        call(callee)
    }

    /// Calls `callee`; what it would change of the reserved registers is saved on the stack.
    mutating func call(_ callee: GeneratedFunction) {
        let saved = callee.clobbers.intersection(reserved).numbers
        guard saved.count <= 5, pushedHere < 6 else { return arithmetic() }
        for register in saved { emit("PUSH R\(register)") }
        var popsArgument = false
        switch callee.shape {
        case .plain: break
        case .pointer: preparePointer()
        case .recursive(let depth):
            // The depth is set behind the pushes, so it may be one of the saved registers.
            loadConstant(depth, UInt32(random.number(0...4)))
        case .stackArgument:
            emit("PUSH R\(source())")
            popsArgument = true
        }
        if callee.shape == .plain, random.oneIn(2) { loadConstantArgument(saved) }
        if features.mayKeep, random.oneIn(6), isFree(5), callee.shape == .plain {
            emit("LDI32 R5, \(callee.name)", writes: 5)
            emit("CALL R5")
            // Lifting does not move kept code, but what it calls may not look at its address.
        } else {
            emit("CALL \(callee.name)")
        }
        cost += multiplier * callee.cost
        written.formUnion(callee.clobbers)
        if popsArgument {
            let target = destination()
            emit("POP R\(target)", writes: target)
        }
        for register in saved.reversed() { emit("POP R\(register)", writes: register) }
        // R1 may hold an address of the stack, whose number must not be looked at.
        if callee.shape == .pointer, !saved.contains(1) { loadConstant(1, random.word()) }
    }

    private func isFree(_ register: Int) -> Bool {
        !reserved.contains(RegisterMask(register)) && !hidden.contains(RegisterMask(register))
    }

    private mutating func loadConstantArgument(_ saved: [Int]) {
        let register = random.pick([1, 2, 3])
        if isFree(register) || saved.contains(register) { loadConstant(register, random.word()) }
    }

    /// R1 becomes the address of sixteen bytes: in the buffer, or of locals.
    private mutating func preparePointer() {
        if locals >= 4, random.oneIn(2) {
            let step = destination(besides: RegisterMask(1))
            emit("MOV R1, R7", writes: 1)
            emit("LDI R\(step), -\(random.number(4...locals) * 4)", writes: step)
            emit("ADD R1, R1, R\(step)", writes: 1)
        } else {
            emit("LDI32 R1, buf+\(random.number(0...Self.bufferSize - 16))", writes: 1)
        }
    }

    /// Flags that are set before a call and used behind it, or by the callee.
    mutating func flagsOverCall() {
        let result = destination()
        if random.oneIn(2) {
            emit("CMP R\(source()), R\(source())")
        } else {
            emit("\(random.pick(["ADD", "SUB", "MUL", "LSL"])) R\(result), R\(source()), R\(source())", writes: result)
        }
        call()
        if random.oneIn(2) {
            emit("ADC R\(result), R\(result), R\(source())", writes: result)
        } else {
            let skip = newLabel()
            emit("\(random.pick(["JZ", "JNZ"])) \(skip)")
            arithmetic()
            label(skip)
        }
    }

    // MARK: Services

    /// Writes words that are on the stack to the serial line.
    mutating func stackBuffer() {
        let argument = RegisterMask(rawValue: 0b111)
        guard pushedHere < 4, reserved.intersection(argument).isEmpty, hidden.intersection(argument).isEmpty else {
            return arithmetic()
        }
        let count = random.number(1...2)
        for _ in 0..<count { emit("PUSH R\(random.pick(RegisterMask.general.subtracting(hidden).numbers))") }
        emit("MOV R1, R15", writes: 1)
        emit("LDI R2, \(count * 4)", writes: 2)
        emit("SVC 1, 1", writes: 0)
        loadConstant(1, random.word())
        for _ in 0..<count {
            let target = destination()
            emit("POP R\(target)", writes: target)
        }
    }

    mutating func service() {
        let inputs = RegisterMask(rawValue: 0b11_1111)
        guard reserved.intersection(inputs).isEmpty, hidden.intersection(inputs).isEmpty else { return memoryAccess() }
        switch random.number(0...11) {
        case 0...4:
            emit("LDI32 R1, buf+\(random.number(0...Self.bufferSize))", writes: 1)
            loadConstant(2, UInt32(random.number(0...12)))
            emit("SVC 1, 1", writes: 0)
        case 5, 6: mailbox()
        case 7:
            loadConstant(0, UInt32(random.number(0...9)))
            emit("SVC 6, 0", writes: 0)
        case 8:
            emit("LDI32 R2, buf", writes: 2)
            emit("LDI R3, 4", writes: 3)
            emit("SVC 2, 0", writes: 0)
        case 9: emit("SVC \(random.pick([7, 8])), \(random.number(0...3))")
        case 10: emit("SVC \(random.pick([3, 9, 12, 15])), \(random.number(0...255))")
        default:
            guard features.mayExit, random.oneIn(3) else { return memoryAccess() }
            let skip = newLabel()
            emit("CMP R\(source()), R\(source())")
            emit("\(random.pick(["JZ", "JNZ"])) \(skip)")
            emit("SVC 1, 0")
            label(skip)
        }
        for register in 0...5 where random.oneIn(6) { loadConstant(register, random.word()) }
        written.formUnion(inputs)
    }

    private mutating func mailbox() {
        emit("LDI32 R1, box", writes: 1)
        switch random.number(0...4) {
        case 0:
            loadConstant(2, UInt32(random.pick([0, 16, 64])))
            loadConstant(3, UInt32(random.pick([0, 3, 11])))
            emit("SVC 5, 1", writes: 0)
        case 1:
            loadConstant(2, UInt32(random.number(0...3)))
            emit("SVC 5, 0", writes: 0)
        default:
            loadConstant(2, 0)
            emit("SVC 5, 0", writes: 0)
            if random.oneIn(2) { arithmeticOnResults() }
            emit("LDI32 R2, buf+\(random.number(0...32))", writes: 2)
            loadConstant(3, UInt32(random.number(0...20)))
            loadConstant(4, 0)
            emit("LDI32 R5, \(random.pick(["0", "buf+40"]))", writes: 5)
            emit("SVC 5, \(random.pick([2, 2, 3, 3, 4]))", writes: 0)
        }
    }

    private mutating func arithmeticOnResults() {
        let result = destination(besides: RegisterMask(rawValue: 0b10))
        emit("ADD R\(result), R0, R1", writes: result)
    }
}
