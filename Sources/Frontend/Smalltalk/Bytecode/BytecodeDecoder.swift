// From bytes to instructions. Every string of bytes decodes or says where it does not.

/// A place that holds no instruction.
package struct BytecodeError: Error, Hashable {
    package enum Kind: Hashable {
        /// A byte, or operands, that mean nothing in this set.
        case undefined
        /// The code ends within the instruction.
        case truncated
    }

    package let kind: Kind
    /// Where the byte is that means nothing, or where the instruction starts that is cut off.
    package let pc: Int
}

extension BytecodeTable {
    /// The instruction at `pc`, counted from the start of `code`. Requires: pc is in the code.
    package func instruction(at pc: Int, in code: ArraySlice<UInt8>) throws(BytecodeError) -> BytecodeInstruction {
        var place = code.startIndex + pc
        var extensionA = 0, extensionB = 0
        var hasB = false
        while let prefixes, place < code.endIndex, code[place] == prefixes.a || code[place] == prefixes.b {
            guard place + 1 < code.endIndex else { throw BytecodeError(kind: .truncated, pc: pc) }
            let byte = Int(code[place + 1])
            if code[place] == prefixes.a {
                extensionA = (extensionA << 8 | byte) & 0xFFFF_FFFF
            } else {
                // The first byte has the sign.
                extensionB =
                    hasB
                    ? Int(Int32(truncatingIfNeeded: extensionB << 8 | byte)) : Int(Int8(bitPattern: code[place + 1]))
                hasB = true
            }
            place += 2
        }
        guard place < code.endIndex else { throw BytecodeError(kind: .truncated, pc: pc) }
        guard let row = row(of: code[place]) else { throw BytecodeError(kind: .undefined, pc: place - code.startIndex) }
        let end = place + 1 + row.operandBytes
        guard end <= code.endIndex else { throw BytecodeError(kind: .truncated, pc: pc) }
        let operands = BytecodeOperands(
            index: Int(code[place] - row.codes.lowerBound), bytes: code[place + 1..<end].map(Int.init),
            extensionA: extensionA, extensionB: extensionB)
        guard let operation = row.operation(operands) else {
            throw BytecodeError(kind: .undefined, pc: place - code.startIndex)
        }
        return BytecodeInstruction(pc: pc, length: end - code.startIndex - pc, operation: operation)
    }

    /// The instructions from the start of `code` up to the first that ends a path and behind which no jump leads.
    package func instructions(in code: ArraySlice<UInt8>) throws(BytecodeError) -> [BytecodeInstruction] {
        var result: [BytecodeInstruction] = []
        var pc = 0, reached = 0
        while pc < code.count {
            let instruction = try instruction(at: pc, in: code)
            result.append(instruction)
            if let target = instruction.target { reached = max(reached, target) }
            if case .pushClosure(_, _, let size) = instruction.operation {
                reached = max(reached, instruction.end + size)
            }
            pc = instruction.end
            if instruction.endsPath, pc > reached { break }
        }
        return result
    }
}
