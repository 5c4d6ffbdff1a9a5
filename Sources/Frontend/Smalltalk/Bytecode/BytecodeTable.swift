// How a set of bytecodes is described: rows of first bytes with what they mean. A decoder is a walk over such a table, so
// that a set is written down once.

/// What an instruction is made of.
package struct BytecodeOperands {
    /// How far the first byte is from the first one of its row.
    package let index: Int
    /// The bytes behind the first one.
    package let bytes: [Int]
    /// What prefixes have collected; 0 in sets without them.
    package let extensionA: Int
    package let extensionB: Int
}

/// First bytes that mean the same but for a number.
package struct BytecodeRow: Sendable {
    package let codes: ClosedRange<UInt8>
    /// How many bytes follow the first.
    package let operandBytes: Int
    /// Nil for operands that mean nothing.
    package let operation: @Sendable (BytecodeOperands) -> BytecodeOperation?

    package init(
        _ codes: ClosedRange<UInt8>, _ operandBytes: Int = 0,
        _ operation: @escaping @Sendable (BytecodeOperands) -> BytecodeOperation?
    ) {
        self.codes = codes
        self.operandBytes = operandBytes
        self.operation = operation
    }

    package init(_ code: UInt8, _ operation: BytecodeOperation) { self.init(code...code) { _ in operation } }
}

/// A set of bytecodes.
package struct BytecodeTable: Sendable {
    package let rows: [BytecodeRow]
    /// The first bytes of prefixes, which widen operands of what follows.
    package let prefixes: (a: UInt8, b: UInt8)?
    /// The row of each first byte; -1 for those that mean nothing.
    private let rowOfCode: [Int]

    package init(_ rows: [BytecodeRow], prefixes: (a: UInt8, b: UInt8)? = nil) {
        self.rows = rows
        self.prefixes = prefixes
        var rowOfCode = Array(repeating: -1, count: 256)
        for (place, row) in rows.enumerated() {
            for code in row.codes {
                precondition(rowOfCode[Int(code)] < 0, "BytecodeTable: two rows for byte \(code)")
                rowOfCode[Int(code)] = place
            }
        }
        self.rowOfCode = rowOfCode
    }

    package func row(of code: UInt8) -> BytecodeRow? { rowOfCode[Int(code)] < 0 ? nil : rows[rowOfCode[Int(code)]] }
}
