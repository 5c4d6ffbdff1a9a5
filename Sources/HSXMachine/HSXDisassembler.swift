// Code and data back to MVASM text. What it prints assembles to the same bytes: words that are no instruction, or that
// have bits set in
// fields the format does not use, are written as `.word`.

import Support

/// A line of disassembly: one instruction or one raw word.
public struct HSXDisassembledLine: Hashable, Sendable {
    /// Byte offset in the code.
    public let offset: UInt32
    /// The words, one or two.
    public let words: [UInt32]
    /// The labels that stand at the offset.
    public let labels: [String]
    /// Mnemonic and operands, or `.word`.
    public let text: String
    /// The name behind an address in the operands, for a comment.
    public let comment: String?
}

/// Takes code apart.
public struct HSXDisassembler {
    private let code: [UInt32]
    private let symbols: HSXSymbolFile
    /// What each instruction boundary is called; only offsets where an instruction or raw word begins can have a label.
    private var labels: [UInt32: [String]] = [:]
    private var starts: [(offset: UInt32, instruction: HSXInstruction?)] = []

    /// The lines of `code`; names come from `symbols`, other branch targets are called `L_` and their address.
    public static func lines(_ code: [UInt32], symbols: HSXSymbolFile = HSXSymbolFile()) -> [HSXDisassembledLine] {
        var disassembler = HSXDisassembler(code: code, symbols: symbols)
        disassembler.decode()
        disassembler.nameTargets()
        return disassembler.starts.map(disassembler.line)
    }

    private init(code: [UInt32], symbols: HSXSymbolFile) {
        self.code = code
        self.symbols = symbols
    }

    private mutating func decode() {
        var index = 0
        while index < code.count {
            var instruction = HSXInstruction(code, at: index)
            if HSXInstruction.hasStrayBits(code[index]) { instruction = nil }
            starts.append((UInt32(index) * 4, instruction))
            index += instruction?.wordCount ?? 1
        }
    }

    /// The code address that the instruction at `offset` names, if it names one.
    private func target(_ instruction: HSXInstruction, _ offset: UInt32) -> UInt32? {
        let effects = instruction.opcode.effects
        if effects.contains(.jumps) { return UInt32(bitPattern: instruction.imm) }
        guard effects.contains(.calls), instruction.rs1 == .r0 else { return nil }
        let target = Int(offset) + Int(instruction.imm) * 4
        return UInt32(exactly: target)
    }

    private mutating func nameTargets() {
        var isStart = [Bool](repeating: false, count: code.count + 1)
        for start in starts { isStart[Int(start.offset / 4)] = true }
        isStart[code.count] = true
        var taken: Set<String> = []
        for (address, names) in symbols.labels.sorted(by: { $0.key < $1.key }) {
            guard address % 4 == 0, Int(address / 4) < isStart.count, isStart[Int(address / 4)] else { continue }
            let usable = names.filter { Self.isName($0) && taken.insert($0).inserted }
            if !usable.isEmpty { labels[address] = usable }
        }
        for start in starts {
            guard let instruction = start.instruction, let target = target(instruction, start.offset), target % 4 == 0,
                Int(target / 4) < isStart.count, isStart[Int(target / 4)], labels[target] == nil
            else { continue }
            var name = "L_" + Hexadecimal.digits(target, width: 4)
            while !taken.insert(name).inserted { name += "_" }
            labels[target] = [name]
        }
    }

    /// Whether `text` can stand for a label in source.
    static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, isNameByte(first), !first.isDecimalDigit, first != UInt8(ascii: "$")
        else { return false }
        // R0...R15 would read as a register after CALL.
        if first | 0x20 == UInt8(ascii: "r"), bytes.count > 1,
            bytes.dropFirst().allSatisfy(\.isDecimalDigit)
        {
            return false
        }
        return text != "." && bytes.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIIWordByte || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$")
    }

    private func line(_ start: (offset: UInt32, instruction: HSXInstruction?)) -> HSXDisassembledLine {
        let index = Int(start.offset / 4)
        let names = labels[start.offset] ?? []
        guard let instruction = start.instruction else {
            return HSXDisassembledLine(
                offset: start.offset, words: [code[index]], labels: names,
                text: ".word 0x" + Hexadecimal.digits(code[index], width: 8), comment: nil)
        }
        let (operands, comment) = operands(instruction, start.offset)
        let mnemonic = instruction.opcode.mnemonic
        return HSXDisassembledLine(
            offset: start.offset, words: Array(code[index..<index + instruction.wordCount]), labels: names,
            text: operands.isEmpty ? mnemonic : mnemonic + " " + operands, comment: comment)
    }

    private func operands(_ instruction: HSXInstruction, _ offset: UInt32) -> (text: String, comment: String?) {
        let (rd, rs1, rs2, imm) = (instruction.rd, instruction.rs1, instruction.rs2, instruction.imm)
        switch instruction.opcode.format {
        case .none: return ("", nil)
        case .immediate: return ("\(rd), \(imm)", nil)
        case .immediate32: return ("\(rd), 0x\(Hexadecimal.digits(UInt32(bitPattern: imm), width: 8))", nil)
        case .load: return ("\(rd), [\(rs1)+\(imm)]", nil)
        case .store: return ("[\(rs1)+\(imm)], \(rs2)", nil)
        case .unary: return ("\(rd), \(rs1)", nil)
        case .binary: return ("\(rd), \(rs1), \(rs2)", nil)
        case .compare: return ("\(rs1), \(rs2)", nil)
        case .branch, .call:
            if instruction.opcode.effects.contains(.calls), rs1 != .r0 {
                return (imm == 0 ? "\(rs1)" : "\(rs1)\(imm < 0 ? "" : "+")\(imm)", nil)
            }
            if let target = target(instruction, offset), let name = labels[target]?.first, Int(target) < code.count * 4
            {
                return (name, "0x" + Hexadecimal.digits(target, width: 4))
            }
            return ("\(imm)", nil)
        case .service:
            return (
                "MOD=0x\(String(imm >> 8, radix: 16)), FN=0x\(String(imm & 0xFF, radix: 16))", instruction.service.name
            )
        case .push: return ("\(rs1)", nil)
        case .pop: return ("\(rd)", nil)
        case .breakpoint: return ("\(imm)", nil)
        }
    }
}
