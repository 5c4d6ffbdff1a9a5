// The instructions of a method of an image as statements: with labels where jumps go, blocks around their code, and
// bytes where nothing leads.

import Support

struct StasmImageBody {
    private let bytes: ArraySlice<UInt8>
    private let instructions: [BytecodeInstruction]
    private let isSista: Bool
    private let selectors: SpecialSelectors
    /// Whether the code of closures stands within them.
    private let isNested: Bool
    /// Whether jumps have their bytes in any case.
    private let keepsJumps: Bool
    /// How deep the code itself is in others.
    private let depth: Int
    private var labels: [Int: String] = [:]
    private var next = 0
    private var pc = 0
    /// Whether the last instruction was `blockCopy:`.
    private var isBlockCopied = false

    init(
        _ bytes: ArraySlice<UInt8>, _ instructions: [BytecodeInstruction], _ isSista: Bool,
        _ selectors: SpecialSelectors, isNested: Bool, keepsJumps: Bool, depth: Int
    ) {
        self.bytes = bytes
        self.instructions = instructions
        self.isSista = isSista
        self.selectors = selectors
        self.isNested = isNested
        self.depth = depth
        self.keepsJumps = keepsJumps
        let starts = Set(instructions.map(\.pc))
        let targets = Set(instructions.compactMap(\.target)).intersection(starts).sorted()
        for (number, target) in targets.enumerated() { labels[target] = "L\(number + 1)" }
    }

    /// All statements, and the bytes behind them.
    mutating func run() -> ([StasmStatement], [UInt8]) {
        let body = statements(to: nil, depth)
        return (body, Array(bytes.dropFirst(pc)))
    }

    /// The instructions from the start of code that may not be sound.
    static func row(_ bytes: ArraySlice<UInt8>, _ table: BytecodeTable) -> [BytecodeInstruction] {
        var result: [BytecodeInstruction] = []
        var pc = 0, reached = 0
        while pc < bytes.count, let instruction = try? table.instruction(at: pc, in: bytes) {
            result.append(instruction)
            reached = max(reached, instruction.target ?? 0)
            pc = instruction.end
            if instruction.endsPath, pc > reached { break }
        }
        return result
    }

    private mutating func statements(to end: Int?, _ depth: Int) -> [StasmStatement] {
        var result: [StasmStatement] = []
        while next < instructions.count, instructions[next].pc < end ?? .max {
            let instruction = instructions[next]
            fill(to: instruction.pc, &result)
            if let label = labels[instruction.pc] { result.append(StasmStatement(.label(label), .nowhere)) }
            next += 1
            pc = instruction.end
            var operation = operation(instruction)
            let kept = keptBytes(instruction)
            if isNested, case .pushClosure(let arguments, let copied, let size) = instruction.operation,
                depth + 2 < StasmParser.deepestBlock
            {
                let body = statements(to: pc + size, depth + 1)
                operation = .closure(arguments: arguments, copied: copied, body)
            }
            isBlockCopied = false
            if case .sendSpecial(_, SpecialSelectors.blockCopy) = operation { isBlockCopied = true }
            result.append(StasmStatement(.instruction(operation, bytes: kept), .nowhere))
        }
        if let end { fill(to: end, &result) }
        return result
    }

    /// Adds the bytes that nothing leads to.
    private mutating func fill(to end: Int, _ statements: inout [StasmStatement]) {
        guard pc < end, end <= bytes.count else { return }
        let gap = bytes[bytes.startIndex + pc..<bytes.startIndex + end]
        statements.append(StasmStatement(.bytes(Array(gap)), .nowhere))
        pc = end
    }

    private func operation(_ instruction: BytecodeInstruction) -> StasmOperation {
        switch instruction.operation {
        case .jump(let distance): jump(nil, instruction, distance)
        case .jumpIf(let condition, let distance): jump(condition, instruction, distance)
        case .sendSpecial(let index):
            .sendSpecial(
                index, name: StasmSelector.isKnown(selectors.names[index], index) ? selectors.names[index] : nil)
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil,
            .callPrimitive, .trap:
            .plain(instruction.operation)
        }
    }

    private func jump(_ condition: Bool?, _ instruction: BytecodeInstruction, _ distance: Int) -> StasmOperation {
        guard let label = labels[instruction.end + distance] else { return .plain(instruction.operation) }
        return .jump(condition, label: label)
    }

    // MARK: Bytes

    /// The bytes of an instruction when they are not those that it would get.
    private func keptBytes(_ instruction: BytecodeInstruction) -> [UInt8]? {
        var encoded = isSista ? SistaEncoder.bytes(instruction.operation) : V3Encoder.bytes(instruction.operation)
        if isBlockCopied, !isSista, labels[instruction.target ?? -1] != nil,
            case .jump(let distance) = instruction.operation
        {
            encoded = V3Encoder.longJump(distance)
        }
        if keepsJumps, instruction.target != nil { return kept(instruction, nil) }
        return kept(instruction, encoded)
    }

    private func kept(_ instruction: BytecodeInstruction, _ encoded: [UInt8]?) -> [UInt8]? {
        let start = bytes.startIndex + instruction.pc
        let own = Array(bytes[start..<start + instruction.length])
        return own == encoded ? nil : own
    }
}

extension StasmSelector {
    /// Whether text can name the special selector of a number.
    static func isKnown(_ name: String, _ index: Int) -> Bool {
        SpecialSelectors.standard.names[index] == name
            || index == SpecialSelectors.blockCopyIndex && name == SpecialSelectors.blockCopy
    }
}
