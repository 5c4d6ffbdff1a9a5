import Foundation
import IR
import Testing

/// docs/ir.md holds what the opcode table says; HUBC_BLESS=1 rewrites that part.
@Suite struct ReferenceTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/ir.md")
    private static let (start, end) = ("<!-- opcodes -->\n", "<!-- end of opcodes -->\n")

    @Test func thePageHoldsTheOpcodeTable() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let head = try #require(text.range(of: Self.start))
        let tail = try #require(text.range(of: Self.end))
        let table = "\n" + IRReference.opcodeTable() + "\n"
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] == "1" {
            let blessed = text[..<head.upperBound] + table + text[tail.lowerBound...]
            if blessed != text { try blessed.write(to: Self.page, atomically: true, encoding: .utf8) }
        } else {
            #expect(text[head.upperBound..<tail.lowerBound] == table, "HUBC_BLESS=1 swift test --filter ReferenceTests")
        }
    }

    @Test func everyOpcodeHasItsRow() {
        let table = IRReference.opcodeTable()
        for opcode in Opcode.allCases {
            let name = opcode.info.mnemonic
            let rows = table.split(separator: "\n").filter {
                $0.hasPrefix("| `\(name)`") || $0.hasPrefix("| `\(name).") || $0.hasPrefix("| `\(name) ")
            }
            #expect(rows.count == 1, "\(name)")
        }
    }

    /// The example at the top of the page is a valid module in its printed form.
    @Test func theExampleReadsBack() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let example = try #require(text.components(separatedBy: "```").dropFirst().first).dropFirst()
        let module = try #require(parsed(String(example)))
        #expect(Verifier.verify(module) == [])
        #expect(IRPrinter.print(module) == example)
    }
}
