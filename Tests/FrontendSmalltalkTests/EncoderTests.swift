// What is encoded decodes to the same, in no more bytes than it came from.

import FrontendSmalltalk
import Support
import Testing

@Suite struct EncoderTests {
    /// Every first byte with many operands.
    private static func strings(_ rows: [UInt8]) -> [[UInt8]] {
        let samples: [UInt8] = [0, 1, 7, 8, 15, 31, 32, 63, 64, 100, 127, 128, 131, 160, 192, 200, 223, 255]
        return rows.flatMap { first in
            samples.flatMap { second in samples.map { third in [first, second, third, 5] } }
        }
    }

    @Test func v3() {
        var seen: Set<BytecodeOperation> = []
        for bytes in Self.strings(Array(0...255)) {
            guard let instruction = try? BytecodeTable.v3.instruction(at: 0, in: bytes[...]),
                seen.insert(instruction.operation).inserted
            else { continue }
            check(instruction, V3Encoder.bytes(instruction.operation), .v3)
        }
        #expect(seen.count > 1000)
    }

    @Test func sista() {
        var seen: Set<BytecodeOperation> = []
        let prefixes: [[UInt8]] = [
            [], [0xE0, 1], [0xE0, 200], [0xE0, 3, 0xE0, 9], [0xE1, 1], [0xE1, 0x7F], [0xE1, 0xFF], [0xE1, 2, 0xE1, 5],
            [0xE0, 2, 0xE1, 3], [0xE1, 70], [0xE0, 4, 0xE1, 67],
        ]
        for prefix in prefixes {
            for bytes in Self.strings(Array(0...255)) where bytes[0] != 0xE0 && bytes[0] != 0xE1 {
                guard let instruction = try? BytecodeTable.sista.instruction(at: 0, in: (prefix + bytes)[...]),
                    seen.insert(instruction.operation).inserted
                else { continue }
                check(instruction, SistaEncoder.bytes(instruction.operation), .sista)
            }
        }
        #expect(seen.count > 5000)
    }

    private func check(_ instruction: BytecodeInstruction, _ encoded: [UInt8]?, _ table: BytecodeTable) {
        guard let encoded else {
            Issue.record("nothing for \(instruction)")
            return
        }
        let decoded = try? table.instruction(at: 0, in: encoded[...])
        #expect(decoded?.operation == instruction.operation)
        #expect(decoded?.length == encoded.count)
        #expect(encoded.count <= instruction.length, "\(instruction)")
    }
}
