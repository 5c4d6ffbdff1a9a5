// Random MVASM programs that end: several functions that call each other, then the program's first function, then data.

/// What a program may contain; most have little of the rare things, so that the rest is tested deeply.
struct ProgramFeatures: Sendable {
    /// Divisions by zero and accesses outside memory.
    var mayFault = false
    /// Things that make a function be kept as written: computed calls, arguments on the stack.
    var mayKeep = false
    /// The EXIT service in the middle.
    var mayExit = false
    /// The first function looks at R15 as a number.
    var readsStackPointer = false
    /// R7 is a frame pointer and nothing else.
    var usesFrames = false
    /// The program's first function is called by itself.
    var callsStart = false

    init(_ random: inout FuzzRandom) {
        mayFault = random.oneIn(8)
        mayKeep = random.oneIn(10)
        mayExit = random.oneIn(6)
        readsStackPointer = random.oneIn(6)
        usesFrames = random.oneIn(3)
        callsStart = random.oneIn(15)
    }
}

/// Makes programs.
public struct ProgramGenerator {
    private var random: FuzzRandom
    private var features: ProgramFeatures
    private var functions: [GeneratedFunction] = []

    /// The text of program number `index` of the run with `seed`.
    public static func program(seed: UInt64, index: UInt64) -> String {
        var generator = ProgramGenerator(FuzzRandom(seed: seed, index: index))
        return generator.run()
    }

    private init(_ random: FuzzRandom) {
        self.random = random
        features = ProgramFeatures(&self.random)
    }

    private mutating func run() -> String {
        for _ in 0..<random.pick([0, 1, 2, 2, 3, 4, 6]) { addFunction() }
        let start = startFunction()
        return (directives() + layout(start) + data()).joined(separator: "\n") + "\n"
    }

    // MARK: Functions

    private mutating func writer(_ name: String) -> FunctionWriter {
        var writer = FunctionWriter(
            random: FuzzRandom(seed: random.next()), callees: functions, name: name, features: features)
        if features.usesFrames { writer.hidden = RegisterMask(7) }
        return writer
    }

    private mutating func addFunction() {
        let name = "f\(functions.count)"
        switch random.number(0...11) {
        case 0, 1: addRecursive(name)
        case 2: addPointer(name)
        case 3: addTailPair(name)
        case 4 where features.mayKeep: addStackArgument(name)
        case 5: addMutual(name)
        case 6, 7, 8: addSaving(name)
        default: addPlain(name)
        }
    }

    private mutating func finish(
        _ name: String, _ writer: FunctionWriter, shape: GeneratedShape = .plain, keeping saved: RegisterMask = [],
        factor: Int = 1, follower: String? = nil
    ) {
        functions.append(
            GeneratedFunction(
                name: name, shape: shape, clobbers: writer.written.subtracting(saved), cost: writer.cost * factor + 4,
                lines: ["\(name):"] + writer.lines, follower: follower))
    }

    /// Ends a function: a return, a tail jump to a function written before, or running into it.
    private mutating func end(_ writer: inout FunctionWriter) -> String? {
        let plain = functions.filter { $0.shape == .plain && $0.cost < 5000 }
        guard !plain.isEmpty, random.oneIn(6) else {
            writer.emit("RET")
            return nil
        }
        let target = random.pick(plain)
        writer.written.formUnion(target.clobbers)
        writer.cost += target.cost
        let isTaken = functions.contains { $0.follower == target.name }
        if !isTaken, random.oneIn(3) { return target.name }
        writer.emit("JMP \(target.name)")
        return nil
    }

    private mutating func addPlain(_ name: String) {
        var writer = writer(name)
        writer.statements(random.number(1...7))
        let follower = end(&writer)
        finish(name, writer, follower: follower)
    }

    /// A function that saves registers, perhaps with a frame pointer and locals.
    private mutating func addSaving(_ name: String) {
        var writer = writer(name)
        if features.usesFrames, random.oneIn(2) {
            let count = random.number(1...6)
            writer.emit("PUSH R7")
            writer.emit("MOV R7, R15")
            for _ in 0..<count { writer.emit("PUSH R\(writer.source())") }
            writer.locals = count
            let junk = random.pick([12, 13, 14, 3])
            writer.epilogue = (0..<count).map { _ in "    POP R\(junk)" } + ["    POP R7"]
            writer.written.insert(RegisterMask(junk))
            writer.statements(random.number(2...8))
            writer.lines += writer.epilogue
            writer.emit("RET")
            finish(name, writer)
            return
        }
        let candidates = RegisterMask.general.subtracting(writer.hidden).numbers
        var saved: [Int] = []
        for register in [4, 5, 6, 7, 8, 9, 10] where candidates.contains(register) && random.oneIn(2) {
            saved.append(register)
        }
        for register in saved { writer.emit("PUSH R\(register)") }
        writer.epilogue = saved.reversed().map { "    POP R\($0)" }
        if !saved.isEmpty, random.oneIn(2) {
            let base = random.pick(saved)
            writer.emit("LDI32 R\(base), buf", writes: base)
            writer.base = base
            writer.reserved.insert(RegisterMask(base))
        }
        writer.statements(random.number(2...8))
        writer.lines += writer.epilogue
        let follower = end(&writer)
        var kept = RegisterMask(rawValue: 0)
        // What runs behind the pops may change them again.
        if follower == nil, writer.lines.last == "    RET" {
            for register in saved { kept.insert(RegisterMask(register)) }
        }
        finish(name, writer, keeping: kept, follower: follower)
    }

    /// A function that gets a pointer in R1 and uses it as nothing else.
    private mutating func addPointer(_ name: String) {
        var writer = writer(name)
        writer.hidden.insert(RegisterMask(1))
        for _ in 0..<random.number(1...5) {
            let offset = random.number(0...3) * 4
            let kind = random.pick(["", "H", "B"])
            if random.oneIn(2) {
                writer.emit("ST\(kind) [R1+\(offset)], R\(writer.source())")
            } else {
                let result = writer.destination()
                writer.emit("LD\(kind) R\(result), [R1+\(offset)]", writes: result)
            }
            if random.oneIn(2) { writer.arithmetic() }
        }
        writer.emit("RET")
        writer.written.insert(RegisterMask(1))
        finish(name, writer, shape: .pointer)
    }

    /// A function that calls itself once or twice until the depth is used up.
    private mutating func addRecursive(_ name: String) {
        var writer = writer(name)
        let depth = random.pick([1, 2, 4, 5, 9])
        let zero = random.pick([0, 3, 8, 12])
        let go = writer.newLabel()
        writer.emit("LDI R\(zero), 0", writes: zero)
        writer.emit("CMP R\(depth), R\(zero)")
        writer.emit("JNZ \(go)")
        if random.oneIn(2) { writer.arithmetic() }
        writer.emit("RET")
        writer.label(go)
        let others = [4, 5, 6, 10, 11].filter { $0 != depth && random.oneIn(3) }
        for register in others { writer.emit("PUSH R\(register)") }
        writer.emit("PUSH R\(depth)")
        writer.pushedHere = 2
        writer.reserved.insert(RegisterMask(depth))
        writer.multiplier = 4
        writer.statements(random.number(0...3))
        let isDouble = random.oneIn(3)
        for round in 0..<(isDouble ? 2 : 1) {
            writer.emit("LDI R\(zero), 1", writes: zero)
            writer.emit("SUB R\(depth), R\(depth), R\(zero)", writes: depth)
            writer.emit("CALL \(name)")
            if round == 0 { writer.emit("POP R\(depth)", writes: depth) }
            if random.oneIn(2) { writer.arithmetic() }
        }
        writer.reserved.remove(RegisterMask(depth))
        writer.multiplier = 1
        for register in others.reversed() { writer.emit("POP R\(register)", writes: register) }
        writer.emit("RET")
        finish(name, writer, shape: .recursive(depth: depth), factor: isDouble ? 12 : 2)
    }

    /// Two functions that call each other.
    private mutating func addMutual(_ name: String) {
        let depth = random.pick([2, 3, 5])
        let other = name + "m"
        var first = writer(name)
        let go = first.newLabel()
        first.emit("LDI R12, 0", writes: 12)
        first.emit("CMP R\(depth), R12")
        first.emit("JNZ \(go)")
        first.emit("RET")
        first.label(go)
        first.emit("LDI R12, 1")
        first.emit("SUB R\(depth), R\(depth), R12", writes: depth)
        let isTail = random.oneIn(3)
        first.emit(isTail ? "JMP \(other)" : "CALL \(other)")
        if !isTail {
            first.statements(random.number(0...2))
            first.emit("RET")
        }
        var second = writer(other)
        second.reserved.insert(RegisterMask(depth))
        second.multiplier = 5
        second.statements(random.number(1...3))
        second.emit(random.oneIn(2) ? "JMP \(name)" : "CALL \(name)")
        if second.lines.last?.contains("CALL") == true {
            second.reserved.remove(RegisterMask(depth))
            second.arithmetic()
            second.emit("RET")
        }
        second.label("\(other)_end")
        second.emit("RET")
        first.lines += ["\(other):"] + second.lines
        first.written = .general.subtracting(first.hidden)
        first.cost = first.cost * 6 + second.cost * 2
        finish(name, first, shape: .recursive(depth: depth))
    }

    /// Two functions with a common end.
    private mutating func addTailPair(_ name: String) {
        let tail = "\(name)_tail"
        let saved = random.oneIn(2) ? random.pick([4, 5, 6]) : nil
        var first = writer(name)
        if let saved {
            first.emit("PUSH R\(saved)")
            first.pushedHere = 1
        }
        first.statements(random.number(1...3))
        first.emit("JMP \(tail)")
        var second = writer(name + "b")
        if let saved {
            second.emit("PUSH R\(saved)")
            second.pushedHere = 1
        }
        second.statements(random.number(0...3))
        second.label(tail)
        var end = writer(name + "t")
        if saved != nil { end.pushedHere = 1 }
        end.arithmetic()
        end.statements(random.number(0...2))
        if let saved { end.emit("POP R\(saved)", writes: saved) }
        end.emit("RET")
        let keeping = saved.map { RegisterMask($0) } ?? []
        first.written.formUnion(end.written)
        first.cost += end.cost
        second.written.formUnion(end.written)
        second.cost += end.cost
        finish(name, first, keeping: keeping)
        second.lines += end.lines
        finish(name + "b", second, keeping: keeping)
    }

    /// A function that takes an argument from the stack, which keeps it and its callers as written.
    private mutating func addStackArgument(_ name: String) {
        var writer = writer(name)
        let result = writer.destination()
        writer.emit("LD R\(result), [R15+4]", writes: result)
        writer.statements(random.number(1...3))
        writer.emit("RET")
        finish(name, writer, shape: .stackArgument)
    }

    // MARK: The first function

    private mutating func startFunction() -> GeneratedFunction {
        var writer = FunctionWriter(
            random: FuzzRandom(seed: random.next()), callees: functions, name: "main", features: features,
            isStart: !features.callsStart)
        if features.usesFrames { writer.hidden = RegisterMask(7) }
        if features.callsStart {
            writer.emit("LDI32 R1, count")
            writer.emit("LD R2, [R1+0]")
            writer.emit("LDI R3, 1")
            writer.emit("SUB R2, R2, R3")
            writer.emit("ST [R1+0], R2")
            writer.emit("JZ main_done")
            writer.multiplier = 3
        } else {
            for register in 0..<15 where random.oneIn(3) && !writer.hidden.contains(RegisterMask(register)) {
                writer.loadConstant(register, random.word())
            }
        }
        if random.oneIn(2) {
            let base = random.pick([8, 9, 10, 11])
            writer.emit("LDI32 R\(base), buf", writes: base)
            writer.base = base
            writer.reserved.insert(RegisterMask(base))
        }
        writer.statements(random.number(3...18))
        for callee in functions where random.oneIn(2) { writer.call(callee) }
        writer.statements(random.number(0...5))
        if features.callsStart {
            writer.emit("CALL main")
            writer.label("main_done")
        }
        finishProgram(&writer)
        return GeneratedFunction(
            name: "main", shape: .plain, clobbers: .general, cost: writer.cost, lines: ["main:"] + writer.lines,
            follower: nil)
    }

    /// Mixes registers into R0, perhaps shows the memory, and ends.
    private mutating func finishProgram(_ writer: inout FunctionWriter) {
        if random.oneIn(2) {
            for register in 1..<15 where !random.oneIn(3) && !writer.hidden.contains(RegisterMask(register)) {
                writer.emit("\(random.pick(["ADD", "XOR", "SUB", "ADC"])) R0, R0, R\(register)", writes: 0)
            }
        }
        if random.oneIn(2) {
            writer.emit("MOV R8, R0", writes: 8)
            writer.emit("LDI32 R1, buf")
            writer.emit("LDI R2, \(FunctionWriter.bufferSize + 16)")
            writer.emit("SVC 1, 1")
            writer.emit("MOV R0, R8")
        }
        switch random.number(0...19) {
        case 0 where !features.callsStart: writer.emit("SVC 1, 0")
        case 1 where features.mayFault: writer.emit("BRK 3")
        default: writer.emit("RET")
        }
    }

    // MARK: The file

    private mutating func directives() -> [String] {
        var lines = [".entry main"]
        if random.oneIn(3) { lines.append(".export main") }
        for function in functions where random.oneIn(12) && function.shape == .plain {
            lines.append(".export \(function.name)")
        }
        lines.append(".text")
        return lines
    }

    /// The functions in some order, each follower behind the function that runs into it.
    private mutating func layout(_ start: GeneratedFunction) -> [String] {
        var chains: [[GeneratedFunction]] = []
        let followers = Set(functions.compactMap(\.follower))
        for function in functions where !followers.contains(function.name) {
            var chain = [function]
            while let name = chain.last?.follower, let next = functions.first(where: { $0.name == name }) {
                chain.append(next)
            }
            chains.append(chain)
        }
        chains.append([start])
        chains.shuffle(using: &random)
        return chains.flatMap { $0.flatMap(\.lines) }
    }

    private mutating func data() -> [String] {
        var lines = [".data", "buf:"]
        for _ in 0..<9 {
            let words = (0..<4).map { _ in "0x" + String(random.word(), radix: 16, uppercase: true) }
            lines.append("    .word " + words.joined(separator: ", "))
        }
        lines += ["count:", "    .word 3", "box:", "    .asciz \"app:fuzz\""]
        return lines
    }
}
