// What stack analysis knows of a program: its code, where functions begin, and which code addresses are data.

import Support

/// A program whose stack use is wanted.
struct HSXStackProgram {
    let code: [UInt32]
    /// Where it starts; a return from there ends it, whatever lies on the stack.
    let entry: UInt32
    /// Code addresses where functions begin.
    private(set) var functions: Set<UInt32> = []
    /// Those of them by rising address.
    private var sorted: [UInt32] = []
    /// Functions whose address is taken.
    private var named: [UInt32] = []
    /// Other places in the code whose address stands in the data: what jump tables lead to.
    private var labels: [UInt32] = []
    /// The functions that calls through an address may reach, by address of the call.
    private var targets: [UInt32: [UInt32]] = [:]
    /// Whether all addresses that the program takes are known.
    private let knowsAddresses: Bool

    /// A linked program, whose image holds `code`.
    init(_ program: LinkedProgram, _ code: [UInt32]) {
        self.code = code
        entry = program.entry
        knowsAddresses = true
        var taken: Set<UInt32> = []
        var inData: Set<UInt32> = []
        for relocation in program.dataRelocations where program.symbols[relocation.target].section == .text {
            let target = program.symbols[relocation.target].offset &+ UInt32(bitPattern: relocation.addend)
            if relocation.addend == 0 { taken.insert(target) } else { inData.insert(target) }
        }
        for relocation in program.codeRelocations where program.symbols[relocation.target].section == .text {
            guard relocation.type == .imm32 || relocation.type == .imm12, relocation.addend == 0,
                relocation.offset >= 4,
                let load = HSXInstruction(code, at: Int(relocation.offset / 4) - (relocation.type == .imm32 ? 1 : 0)),
                load.opcode == .ldi32 || load.opcode == .ldi, load.rd != .stackShadow
            else { continue }
            taken.insert(program.symbols[relocation.target].offset)
        }
        for id in program.symbols.ids where program.symbols[id].section == .text && program.symbols[id].isExported {
            add(function: program.symbols[id].offset)
        }
        for command in program.metadata.commands {
            if case .offset(let offset) = command.handler { add(function: offset) }
        }
        add(function: program.entry)
        findCallTargets()
        labels = inData.sorted()
        // In assembly any label may be a function; what is taken and never called is one all the same.
        named = taken.sorted()
        for offset in named { add(function: offset) }
        for call in program.indirectCalls { targets[call.offset] = call.targets }
        sorted = functions.sorted()
    }

    /// An image of which nothing else is known.
    init(_ image: HSXImage) {
        code = image.code
        entry = image.entry
        knowsAddresses = false
        add(function: image.entry)
        findCallTargets()
        sorted = functions.sorted()
    }

    private mutating func add(function offset: UInt32) { if isCode(offset) { functions.insert(offset) } }

    /// Everything that a CALL names is a function.
    private mutating func findCallTargets() {
        var index = 0
        while index < code.count {
            guard let instruction = HSXInstruction(code, at: index) else {
                index += 1
                continue
            }
            let offset = UInt32(index) * 4
            if instruction.opcode == .call, instruction.rs1 == .r0, computedJump(at: offset) == nil {
                add(function: offset &+ UInt32(bitPattern: instruction.imm << 2))
            } else if instruction.opcode == .ldi32, let next = HSXInstruction(code, at: index + 2),
                next.opcode == .call,
                next.rs1 == instruction.rd, next.imm == 0
            {
                add(function: UInt32(bitPattern: instruction.imm))
            }
            index += instruction.wordCount
        }
    }

    func isCode(_ offset: UInt32) -> Bool { offset % 4 == 0 && Int(offset / 4) < code.count }
    func isFunction(_ offset: UInt32) -> Bool { functions.contains(offset) }

    /// The functions by rising address.
    var order: [UInt32] { sorted }

    /// The functions that a call or jump through an address may reach, where the compiler says so.
    func knownTargets(at offset: UInt32) -> [UInt32]? { targets[offset] }

    /// The functions whose address the program takes; nil when that is not known.
    var addressTaken: [UInt32]? { knowsAddresses ? named : nil }

    /// The places in the function at `start` that jump tables may lead to.
    func labels(inFunctionAt start: UInt32) -> [UInt32] {
        let end = sorted.first { $0 > start } ?? .max
        return labels.filter { $0 > start && $0 < end }
    }

    /// Whether the instruction at `offset` goes to `target` and nowhere else.
    func jumps(at offset: UInt32, to target: UInt32) -> Bool {
        guard let instruction = HSXInstruction(code, at: Int(offset / 4)) else { return false }
        if instruction.opcode == .jmp { return UInt32(instruction.imm) == target }
        guard instruction.opcode == .ldi32 else { return false }
        return UInt32(bitPattern: instruction.imm) == target && computedJump(at: offset + 8) != nil
    }

    /// A jump by the way of the stack at `offset`: CALL .+4, then maybe LDI32 r, target, then ST [R15], r and RET.
    func computedJump(at offset: UInt32) -> (register: HSXRegister, literal: UInt32?)? {
        var index = Int(offset / 4)
        guard let call = HSXInstruction(code, at: index), call.opcode == .call, call.rs1 == .r0, call.imm == 1 else {
            return nil
        }
        index += 1
        var literal: (register: HSXRegister, value: UInt32)?
        if let load = HSXInstruction(code, at: index), load.opcode == .ldi32 {
            literal = (load.rd, UInt32(bitPattern: load.imm))
            index += 2
        }
        guard let store = HSXInstruction(code, at: index), store.opcode == .st, store.rs1 == .stackShadow,
            store.imm == 0,
            let ret = HSXInstruction(code, at: index + 1), ret.opcode == .ret
        else { return nil }
        guard let literal else { return (store.rs2, nil) }
        return literal.register == store.rs2 ? (store.rs2, literal.value) : nil
    }
}
