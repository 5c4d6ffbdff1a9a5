import IR
import Support
import Testing

/// SplitMix64: the same numbers on every machine.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Damaged texts never trap: they give diagnostics, verifier errors, or modules that keep their text.
@Suite struct MutationTests {
    private static let small = """
        module "m"
        memory size 65536 stack 32768 pointer 4
        file 0 "a"
        layout $p { a: any, b: $p }
        service @s = 1 (i32) -> (i32) reads
        global @g size 8 align 4 = hex "0102" reloc 4 @g + 1
        root @o = int 5
        root @e
        root @n constant = $p(@o, @e)
        root @a = array(@n, @o)
        import func @c (i32) -> (i32) regs((1) -> (0) clobbers 0x3)
        func @f (i32, i64) -> (i32) export {
          var x0: i32 "n"
          slot ss0 size 8 align 4 top
        block0(v0: i32, v1: i64):
            v2 = iconst.i32 -1 !0:1:2
            v20 = iconst.i1 1
            v3, v4 = add_carry.i32 v0, v2, v20 !0:1:2 in @q at !0:9:9
            v5 = load.i32 v3 + 4
            br_if v4, block1(v5), block2
        block1(v6: i32):
            v9 = icmp.i32 slt v6, v0
            switch.i32 v6 { 1: block2, -1: block1(v6), default: block3 }
        block2:
            v7 = call @c(v2)
            v8 = call_indirect (i32) -> (i32) (v0, v7)
            var_set.i32 x0, v8
            tail_call @f(v8, v1)
        block3:
            v10 = fconst.f64 1.5
            v11 = alloc.$p
            v13 = field_get.any v11, 0
            root_set @o, v13
            v14 = root_get @n
            v12 = send "at:"(v13)
            ret v0
        }

        """

    private static let pieces = [
        "v4294967295", "block4294967295", "0xffffffffffffffff", "-9223372036854775808", "4294967295", "i1", "any", "$p",
        "@f", "@g", "@c", "@o", "@a", "root @z = @o\n", "root_get @z",
        "\"", "\\", "{", "}", "(", ")", "\n", "; ", "!0:0:0", "!9:1:1 at !0:1:1", "-> ", "default: block1", "ret",
        "tail_call", "unbox.$p v13",
        "block0:", "func @z () -> () {\n", "import func @z () -> ()\n", "entry", "var x1: any \"\"\n", "\u{0}", "é",
        "inf", "1e9", "v0", "v5", "v9",
    ]

    private func mutate(_ text: [UInt8], _ random: inout Random) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
            let place = Int.random(in: 0..<text.count, using: &random)
            let end = min(text.count, place + Int.random(in: 1...24, using: &random))
            switch Int.random(in: 0..<12, using: &random) {
            case 0: text[place] = UInt8.random(in: 0...255, using: &random)
            case 1: text.removeSubrange(place..<end)
            case 2:
                text.insert(contentsOf: Array(text[place..<end]), at: Int.random(in: 0...text.count, using: &random))
            case 3: text.insert(contentsOf: Array(MutationTests.pieces.randomElement(using: &random)!.utf8), at: place)
            case 4:
                let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
                var shuffled = lines
                shuffled.swapAt(
                    Int.random(in: 0..<lines.count, using: &random), Int.random(in: 0..<lines.count, using: &random))
                text = Array(shuffled.joined(separator: [UInt8(ascii: "\n")]))
            default:
                // Another number or name of the same form: the likeliest damage to parse.
                let digits = text.indices.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[$0]) }
                if let digit = digits.randomElement(using: &random) {
                    text[digit] = UInt8.random(in: UInt8(ascii: "0")...UInt8(ascii: "9"), using: &random)
                }
            }
        }
        return text
    }

    /// Runs the text through everything; answers how far it came.
    private func exercise(_ text: [UInt8]) -> (parses: Bool, verifies: Bool) {
        let (parsed, spans, log) = IRParser.parseWithSpans(
            SourceFile(name: "m.hir", text: text), id: SourceFileID(rawValue: 0))
        for diagnostic in log.diagnostics {
            if let span = diagnostic.span { #expect(span.start <= span.end && Int(span.end) <= text.count) }
        }
        guard let module = parsed else {
            #expect(log.hasErrors)
            return (false, false)
        }
        let errors = Verifier.verify(module)
        for error in errors { _ = error.diagnostic(module, spans) }
        let printed = IRPrinter.print(module)
        let again = IRParser.parse(SourceFile(name: "m.hir", printed), id: SourceFileID(rawValue: 0)).module
        #expect(again.map { IRPrinter.print($0) } == printed)
        if !errors.isEmpty { #expect(VerifierError.annotate(module, with: errors).contains("^ error: ")) }
        return (true, errors.isEmpty)
    }

    @Test func damagedTextsNeverTrap() {
        var random = Random(state: 1)
        var counts = (parsed: 0, verified: 0)
        let text = Array(MutationTests.small.utf8)
        for _ in 0..<3000 {
            let (parses, verifies) = exercise(mutate(text, &random))
            counts.parsed += parses ? 1 : 0
            counts.verified += verifies ? 1 : 0
        }
        // The damage is light enough to reach the verifier and the round trip.
        #expect(counts.parsed > 300 && counts.verified > 100, "\(counts)")
    }

    @Test func damagedCorpusNeverTraps() {
        var random = Random(state: 2)
        let text = Array(EveryOpcode.text.utf8)
        var counts = (parsed: 0, verified: 0)
        for _ in 0..<200 {
            let (parses, verifies) = exercise(mutate(text, &random))
            counts.parsed += parses ? 1 : 0
            counts.verified += verifies ? 1 : 0
        }
        #expect(counts.parsed > 5 && counts.verified > 0, "\(counts)")
    }

    @Test func noiseNeverTraps() {
        var random = Random(state: 3)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = exercise(bytes)
            let words = (0..<40).map { _ in MutationTests.pieces.randomElement(using: &random)! }
            _ = exercise(Array("module \"m\"\nfunc @f () -> () {\nblock0:\n\(words.joined(separator: " "))\n}\n".utf8))
        }
    }

    @Test func hugePiecesTakeLinearTimeAndLittleMemory() {
        let million = 1_000_000
        func body(_ line: String) -> [UInt8] {
            Array("module \"m\"\nfunc @f () -> () {\nblock0:\n\(line)\nret\n}\n".utf8)
        }
        _ = exercise(Array(String(repeating: "(", count: million).utf8))
        _ = exercise(body("v0 = iconst.i32 " + String(repeating: "9", count: million)))
        _ = exercise(body("v0 = fconst.f64 1." + String(repeating: "9", count: million)))
        _ = exercise(body(String(repeating: "!0:1:1 at ", count: 100)))
        _ = exercise(
            body(
                "v4294967295 = iconst.i32 1\nv4000000000 = neg.i32 v4294967295\njump block4294967295\nblock4294967295:")
        )
        _ = exercise(Array("module \"m\"\nglobal @g size 4294967295 align 1\n".utf8))
        let chain = String(repeating: "!0:1:1 at ", count: 20_000) + "!0:1:1"
        let (parses, verifies) = exercise(
            Array("module \"m\"\nfile 0 \"a\"\nfunc @f () -> () {\nblock0:\nret \(chain)\n}\n".utf8))
        #expect(parses && verifies)
    }

    @Test func layoutsAreLimited() throws {
        let lines = (0...Type.layoutLimit).map { "layout $l\($0) { }\n" }
        let (module, log) = IRParser.parse(
            SourceFile(name: "m.hir", "module \"m\"\n" + lines.joined()), id: SourceFileID(rawValue: 0))
        #expect(module == nil)
        #expect(log.diagnostics.map(\.code) == ["E3013"])
    }
}
