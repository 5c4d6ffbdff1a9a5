// The instructions of a program in order, each with its source line: what line tables and ordinals of debug files are
// made from.

import Support

/// The instructions of some code.
struct HSXInstructionMap {
    /// An instruction or a raw word.
    struct Entry {
        /// Byte offset in the code.
        let offset: UInt32
        /// In bytes, 4 or 8.
        let size: UInt32
        /// Its row of the line table; nil when nothing is known.
        let row: HSXLineRow?
        /// Whether a row of the table is about this very instruction and its line is the source's.
        let isMapped: Bool
    }

    private(set) var entries: [Entry] = []

    /// The instructions of `code`; lines reach up to the end of the function that they are in.
    init(_ code: [UInt32], _ table: HSXLineTable, _ functions: [HSXFunctionRange]) {
        let rows = table.rows
        let starts = functions.map(\.offset).sorted()
        var index = 0
        var next = 0
        var function = 0
        while index < code.count {
            let offset = UInt32(index) * 4
            while next < rows.count, rows[next].offset <= offset { next += 1 }
            while function < starts.count, starts[function] <= offset { function += 1 }
            let last = next > 0 ? rows[next - 1] : nil
            let isKnown = last.map { function == 0 || $0.offset >= starts[function - 1] } ?? false
            // A row in the middle says that these are two words, not one instruction.
            let isPair = next < rows.count && rows[next].offset == offset + 4
            let words = isPair ? 1 : HSXInstruction(code, at: index)?.wordCount ?? 1
            entries.append(
                Entry(
                    offset: offset, size: UInt32(words) * 4, row: isKnown ? last : nil,
                    isMapped: isKnown && last?.isGenerated == false))
            index += words
        }
    }

    /// The number of the first instruction at or behind `offset`.
    func ordinal(_ offset: UInt32) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
