// Writes the body of one random function: straight code, branches, bounded loops, calls, memory, services. What it
// writes keeps to what the lifter assumes of a program: pushes and pops balance, nobody looks at return addresses or
// below the stack pointer, and the numbers of stack addresses are looked at in the program's first function only.

/// One function being written.
struct FunctionWriter {
    var random: FuzzRandom
    /// The functions that can be called.
    let callees: [GeneratedFunction]
    /// What labels of this function begin with.
    let name: String
    let features: ProgramFeatures
    /// Whether it is the program's first function and nothing calls it, so that it may look at R15 and fault.
    let isStart: Bool

    var lines: [String] = []
    /// Registers that must keep their value here: loop counters, bases.
    var reserved: RegisterMask = []
    /// Registers whose values must not be looked at: pointers into the stack.
    var hidden: RegisterMask = []
    /// Every register written so far, by calls too.
    var written: RegisterMask = []
    /// A register that holds the address of the data buffer.
    var base: Int?
    /// Words of locals below R7, 0 without a frame.
    var locals = 0
    /// What must run before RET: the pops.
    var epilogue: [String] = []
    /// Words pushed inside the body at this place.
    var pushedHere = 0
    var cost = 0
    /// How often the current place runs, about.
    var multiplier = 1
    var loopDepth = 0
    private var labelCount = 0

    init(
        random: FuzzRandom, callees: [GeneratedFunction], name: String, features: ProgramFeatures, isStart: Bool = false
    ) {
        self.random = random
        self.callees = callees
        self.name = name
        self.features = features
        self.isStart = isStart
    }

    // MARK: Text

    mutating func emit(_ text: String, writes register: Int? = nil) {
        lines.append("    " + text)
        cost += multiplier
        if let register { written.insert(RegisterMask(register)) }
    }

    mutating func label(_ label: String) { lines.append("\(label):") }

    mutating func newLabel() -> String {
        labelCount += 1
        return "\(name)_\(labelCount)"
    }

    // MARK: Registers

    /// A register that may be written.
    mutating func destination() -> Int {
        let free = RegisterMask.general.subtracting(reserved).subtracting(hidden).numbers
        return random.pick(free)
    }

    /// A register to read.
    mutating func source() -> Int {
        if isStart, features.readsStackPointer, random.oneIn(40) { return 15 }
        return random.pick(RegisterMask.general.subtracting(hidden).numbers)
    }

    /// A register to write that is none of `others`.
    mutating func destination(besides others: RegisterMask) -> Int {
        let saved = reserved
        reserved.formUnion(others)
        defer { reserved = saved }
        return destination()
    }

    var freeCount: Int { RegisterMask.general.subtracting(reserved).subtracting(hidden).numbers.count }

    mutating func loadConstant(_ register: Int, _ value: UInt32) {
        let signed = Int32(bitPattern: value)
        if (-2048...2047).contains(signed) {
            emit("LDI R\(register), \(signed)", writes: register)
        } else {
            let text = random.oneIn(2) ? "\(value)" : "0x" + String(value, radix: 16, uppercase: true)
            emit("LDI32 R\(register), \(text)", writes: register)
        }
    }

    // MARK: Statements

    /// Writes about `count` statements.
    mutating func statements(_ count: Int) {
        var left = count
        while left > 0 {
            statement()
            left -= 1
        }
    }

    private mutating func statement() {
        switch random.number(0...99) {
        case 0..<22: arithmetic()
        case 22..<32: loadConstant(destination(), random.word())
        case 32..<46: memoryAccess()
        case 46..<53: carryChain()
        case 53..<60: floatArithmetic()
        case 60..<64: division()
        case 64..<74: conditional()
        case 74..<80: loop()
        case 80..<88: call()
        case 88..<92: pushPop()
        case 92..<95: service()
        case 95: farJump()
        case 96: earlyReturn()
        case 97: localAccess()
        case 98: flagsOverCall()
        default: stackBuffer()
        }
    }

    mutating func arithmetic() {
        let (left, right, result) = (source(), source(), destination())
        switch random.number(0...11) {
        case 0: emit("NOT R\(result), R\(left)", writes: result)
        case 1: emit("MOV R\(result), R\(left)", writes: result)
        case 2: emit("CMP R\(left), R\(right)")
        default:
            let names = ["ADD", "SUB", "MUL", "AND", "OR", "XOR", "LSL", "LSR", "ASR", "ADC", "SBC", "ADD", "SUB"]
            emit("\(random.pick(names)) R\(result), R\(left), R\(right)", writes: result)
        }
    }

    private mutating func carryChain() {
        let (left, right, result) = (source(), source(), destination())
        let zero = destination()
        switch random.number(0...6) {
        case 0:
            // A sum or difference of two words.
            let second = destination()
            let isSum = random.oneIn(2)
            emit("\(isSum ? "ADD" : "SUB") R\(result), R\(left), R\(right)", writes: result)
            if random.oneIn(3) { loadConstant(destination(besides: [RegisterMask(second)]), random.word()) }
            emit("\(isSum ? "ADC" : "SBC") R\(second), R\(source()), R\(source())", writes: second)
        case 1, 2:
            // An unsigned comparison as a mask, perhaps followed by a branch on it.
            emit("CMP R\(left), R\(right)")
            emit("LDI R\(zero), 0", writes: zero)
            emit("SBC R\(result), R\(zero), R\(zero)", writes: result)
            if random.oneIn(3) {
                let skip = newLabel()
                emit("\(random.pick(["JZ", "JNZ"])) \(skip)")
                arithmetic()
                label(skip)
            }
        case 3:
            // The carry as a number.
            emit(
                "\(random.pick(["ADD", "MUL", "LSL", "LSR", "ASR", "SUB"])) R\(result), R\(left), R\(right)",
                writes: result)
            emit("LDI R\(zero), 0", writes: zero)
            let carry = destination()
            emit("ADC R\(carry), R\(zero), R\(zero)", writes: carry)
        case 4:
            // A signed comparison: both sides shifted into the unsigned order.
            let sign = destination()
            emit("LDI32 R\(sign), 0x80000000", writes: sign)
            emit("XOR R\(result), R\(left), R\(sign)", writes: result)
            let other = destination(besides: [RegisterMask(result)])
            emit("XOR R\(other), R\(right), R\(sign)", writes: other)
            emit("CMP R\(result), R\(other)")
            emit("SBC R\(other), R\(other), R\(other)", writes: other)
        case 5:
            emit("ADC R\(result), R\(left), R\(right)", writes: result)
            emit("SBC R\(zero), R\(result), R\(source())", writes: zero)
        default:
            let count = destination()
            loadConstant(count, UInt32(random.number(0...40)))
            emit("\(random.pick(["LSL", "LSR", "ASR"])) R\(result), R\(left), R\(count)", writes: result)
            if random.oneIn(2) { emit("ADC R\(result), R\(result), R\(result)", writes: result) }
        }
    }

    private mutating func floatArithmetic() {
        let (left, right, result) = (source(), source(), destination())
        switch random.number(0...7) {
        case 0, 1: emit("I2F R\(result), R\(left)", writes: result)
        case 2: emit("F2I R\(result), R\(left)", writes: result)
        case 3:
            loadConstant(
                result, random.pick([0x3C00, 0xBC00, 0x0001, 0x03FF, 0x0400, 0x7BFF, 0x7C00, 0xFC00, 0x7E00, 0x8000]))
        default:
            emit("\(random.pick(["FADD", "FSUB", "FMUL", "FDIV"])) R\(result), R\(left), R\(right)", writes: result)
        }
    }

    private mutating func division() {
        let (left, result) = (source(), destination())
        let divisor = destination()
        if features.mayFault, random.oneIn(4) {
            emit("DIV R\(result), R\(left), R\(source())", writes: result)
            return
        }
        switch random.number(0...2) {
        case 0: loadConstant(divisor, random.pick([1, 2, 3, 7, 10, 16, 255, 0xFFFF_FFFF, 0xFFFF_FFF9, 0x8000_0000]))
        case 1:
            let one = destination()
            emit("LDI R\(one), 1", writes: one)
            emit("OR R\(divisor), R\(source()), R\(one)", writes: divisor)
        default:
            // The zero is branched around.
            let (test, zero, skip) = (source(), destination(), newLabel())
            let copy = destination(besides: [RegisterMask(zero)])
            emit("MOV R\(copy), R\(test)", writes: copy)
            emit("LDI R\(zero), 0", writes: zero)
            emit("CMP R\(copy), R\(zero)")
            emit("JZ \(skip)")
            emit("DIV R\(result), R\(left), R\(copy)", writes: result)
            label(skip)
            return
        }
        emit("DIV R\(result), R\(left), R\(divisor)", writes: result)
    }

    // MARK: Control

    private mutating func condition() {
        switch random.number(0...3) {
        case 0: arithmetic()
        case 1: emit("CMP R\(source()), R\(source())")
        case 2:
            let bit = destination()
            loadConstant(bit, 1 << UInt32(random.number(0...7)))
            emit("AND R\(bit), R\(source()), R\(bit)", writes: bit)
        default: break
        }
    }

    private mutating func conditional() {
        condition()
        let (other, end) = (newLabel(), newLabel())
        emit("\(random.pick(["JZ", "JNZ"])) \(other)")
        statements(random.number(0...3))
        if random.oneIn(2) {
            emit("JMP \(end)")
            label(other)
            statements(random.number(0...3))
            label(end)
        } else {
            label(other)
        }
    }

    private mutating func loop() {
        guard loopDepth < 3, freeCount > 6, multiplier < 400 else { return arithmetic() }
        let count = random.number(1...(loopDepth == 0 ? 9 : 4))
        let counter = destination()
        loadConstant(counter, UInt32(count))
        let savedReserved = reserved
        let savedMultiplier = multiplier
        reserved.insert(RegisterMask(counter))
        loopDepth += 1
        multiplier *= count
        defer {
            reserved = savedReserved
            multiplier = savedMultiplier
            loopDepth -= 1
        }
        let (head, middle, end) = (newLabel(), newLabel(), newLabel())
        let shape = random.number(0...9)
        if shape == 0 {
            emit("JMP \(middle)")
        } else if shape == 1 {
            // Two ways in.
            emit("\(random.pick(["JZ", "JNZ"])) \(middle)")
        }
        label(head)
        if shape == 2 {
            let zero = destination()
            emit("LDI R\(zero), 0", writes: zero)
            emit("CMP R\(counter), R\(zero)")
            emit("JZ \(end)")
        }
        statements(random.number(1...4))
        if shape < 2 { label(middle) }
        if random.oneIn(5) {
            condition()
            emit("JZ \(end)")
        }
        statements(random.number(0...2))
        let step = destination()
        emit("LDI R\(step), \(shape == 3 ? -1 : 1)", writes: step)
        emit("\(shape == 3 ? "ADD" : "SUB") R\(counter), R\(counter), R\(step)", writes: counter)
        if shape == 2 {
            emit("JMP \(head)")
        } else {
            if random.oneIn(4) { loadConstant(destination(), random.word()) }
            emit("JNZ \(head)")
        }
        label(end)
    }

    /// `CALL .+4; LDI32; ST; RET`: the jump to any address.
    private mutating func farJump() {
        let register = destination()
        let (target, next) = (newLabel(), newLabel())
        emit("CALL \(next)")
        label(next)
        emit("LDI32 R\(register), \(target)", writes: register)
        emit("ST [R15+0], R\(register)")
        emit("RET")
        if random.oneIn(2) { arithmetic() }
        label(target)
        // The register holds an address of code now, which lifting moves.
        loadConstant(register, random.word())
    }

    private mutating func earlyReturn() {
        guard pushedHere == 0, !isStart || random.oneIn(4) else { return arithmetic() }
        let skip = newLabel()
        condition()
        emit("\(random.pick(["JZ", "JNZ"])) \(skip)")
        arithmetic()
        lines += epilogue
        emit("RET")
        label(skip)
    }
}
