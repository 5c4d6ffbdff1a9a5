// Damages sound inputs: flipped bytes, cut ends, pieces of other inputs, doubled words, extreme numbers.

import Support

/// A damaged input.
struct Mutant: Sendable {
    let kind: InputKind
    let bytes: [UInt8]
}

/// Makes damaged inputs.
struct Mutator {
    private var random: FuzzRandom
    private let corpus: Corpus

    /// Damaged input number `index` of the run with `seed`, of one of these kinds.
    static func mutant(of corpus: Corpus, _ kinds: [InputKind], seed: UInt64, index: UInt64) -> Mutant {
        var mutator = Mutator(random: FuzzRandom(seed: seed, index: index), corpus: corpus)
        return mutator.run(kinds)
    }

    private init(random: FuzzRandom, corpus: Corpus) {
        self.random = random
        self.corpus = corpus
    }

    private mutating func run(_ kinds: [InputKind]) -> Mutant {
        let kind = random.pick(kinds.filter { !corpus.entries(of: $0).isEmpty })
        let places = corpus.entries(of: kind)
        var bytes = corpus.entries[random.pick(places)].bytes
        for _ in 0..<random.pick([1, 1, 1, 1, 1, 2, 3, 9]) { mutate(&bytes, kind) }
        if kind == .hxe, bytes.count >= 96, !random.oneIn(4) { repairChecksum(&bytes) }
        return Mutant(kind: kind, bytes: bytes)
    }

    private mutating func mutate(_ bytes: inout [UInt8], _ kind: InputKind) {
        guard !bytes.isEmpty else { return bytes.append(UInt8(random.number(0...255))) }
        let isText = kind.isText
        switch random.number((isText && !random.oneIn(3) ? 6 : 0)...13) {
        case 0: bytes[random.number(0...bytes.count - 1)] ^= 1 << UInt8(random.number(0...7))
        case 1: bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255))
        case 2: bytes.removeSubrange(random.number(0...bytes.count - 1)...)
        case 3:
            let start = random.number(0...bytes.count - 1)
            bytes.removeSubrange(start..<min(bytes.count, start + random.number(1...24)))
        case 4:
            let other = corpus.entries[random.pick(corpus.entries(of: kind))].bytes
            let start = random.number(0...other.count - 1)
            let piece = other[start..<min(other.count, start + random.number(1...200))]
            bytes.insert(contentsOf: piece, at: random.number(0...bytes.count))
        case 5:
            let start = random.number(0...bytes.count - 1)
            let piece = Array(bytes[start..<min(bytes.count, start + random.number(1...60))])
            bytes.insert(contentsOf: piece, at: random.number(0...bytes.count))
        case 6 where isText, 7 where isText: changeNumber(&bytes)
        case 8 where isText: exchangeWords(&bytes)
        case 12 where isText, 13 where isText: takeSimilarWord(&bytes)
        case 9 where isText: doubleLine(&bytes)
        case 10 where isText: insertWord(&bytes, kind)
        default:
            if isText { return changeWord(&bytes) }
            // A field of the header or of a table becomes extreme.
            let place = random.number(0...max(0, min(bytes.count - 4, random.oneIn(2) ? 110 : bytes.count)))
            let word = random.word()
            for byte in 0..<4 where place + byte < bytes.count {
                bytes[place + byte] = UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32(byte)))
            }
        }
    }

    // MARK: Words

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "$"):
            true
        default: false
        }
    }

    /// A word near a random place; nil when there is none.
    private mutating func word(_ bytes: [UInt8], where isWanted: (UInt8) -> Bool = { _ in true }) -> Range<Int>? {
        let origin = random.number(0...bytes.count - 1)
        var start = origin
        while start < bytes.count {
            let isStart = Mutator.isWordByte(bytes[start]) && (start == 0 || !Mutator.isWordByte(bytes[start - 1]))
            if isStart, isWanted(bytes[start]) { break }
            start += 1
        }
        guard start < bytes.count else { return nil }
        var end = start
        while end < bytes.count, Mutator.isWordByte(bytes[end]) { end += 1 }
        return start..<end
    }

    private mutating func changeNumber(_ bytes: inout [UInt8]) {
        guard let range = word(bytes, where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return }
        let texts = [
            "0", "-1", "1", "2047", "2048", "-2048", "-2049", "4095", "4096", "65535", "65536", "2147483647",
            "2147483648",
            "-2147483648", "4294967295", "4294967296", "9223372036854775807", "-9223372036854775808",
            "18446744073709551615",
            "99999999999999999999999", "0x7FFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFFF", "1e999", "-0", "0.5", "nan", "inf",
            "0x", "\(random.word())",
            "\(random.number(0...40))", "\(random.number(0...40))",
        ]
        bytes.replaceSubrange(range, with: Array(random.pick(texts).utf8))
    }

    private mutating func changeWord(_ bytes: inout [UInt8]) {
        guard let target = word(bytes), let source = word(bytes) else { return }
        let text = Array(bytes[source])
        bytes.replaceSubrange(target, with: text)
    }

    /// A word becomes another one of its kind, so that more than the parser sees the damage.
    private mutating func takeSimilarWord(_ bytes: inout [UInt8]) {
        guard let target = word(bytes) else { return }
        let shape = Mutator.shape(bytes[target])
        for _ in 0..<40 {
            guard let source = word(bytes), source != target, Mutator.shape(bytes[source]) == shape else { continue }
            let text = Array(bytes[source])
            bytes.replaceSubrange(target, with: text)
            return
        }
    }

    /// What words of a kind have in common: all capitals, or the same text but for digits, or the same end behind a
    /// full stop.
    private static func shape(_ word: ArraySlice<UInt8>) -> [UInt8] {
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        if word.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) { return [UInt8(ascii: "A")] }
        if let stop = word.lastIndex(of: UInt8(ascii: ".")), stop != word.startIndex { return Array(word[stop...]) }
        let letters = word.filter { !isDigit($0) }
        return letters.count == word.count ? [UInt8(ascii: "a")] : Array(letters) + [UInt8(ascii: "0")]
    }

    private mutating func exchangeWords(_ bytes: inout [UInt8]) {
        guard let one = word(bytes), let two = word(bytes), !one.overlaps(two) else { return }
        let (first, second) = one.lowerBound < two.lowerBound ? (one, two) : (two, one)
        let (left, right) = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: left)
        bytes.replaceSubrange(first, with: right)
    }

    private mutating func doubleLine(_ bytes: inout [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = Array(lines[random.number(0...lines.count - 1)])
        var copy = lines.map { Array($0) }
        let place = random.number(0...copy.count)
        copy.insert(line, at: place)
        if random.oneIn(3) { copy.swapAt(random.number(0...copy.count - 1), random.number(0...copy.count - 1)) }
        bytes = Array(copy.joined(separator: [UInt8(ascii: "\n")]))
    }

    private mutating func insertWord(_ bytes: inout [UInt8], _ kind: InputKind) {
        let texts: [String]
        switch kind {
        case .mvasm:
            texts = [
                ".org 65532", ".zero 1048576", ".align 65536", "R15", "\"", "'", "[", ".include \"x\"", ".equ a, a",
                "CALL R1+2047",
                ".word", ";", "(", "((((((((", "-", "..", ".entry x", "LDI32", "\u{0}", "é", ".bss", ".data", ".text",
            ]
        case .hxo:
            texts = ["null", "[[[[[[[[", "{", "}", "\"a\":", "true", "-", "\\u0000", "\\uD800", "1e400", ",", "\"\""]
        case .hir:
            texts = [
                "i1", "i64", "f16", "any", "ptr", "ref", "jump", "ret", "call", "block", "%v0", "@f", "{", "}", "(",
                ")", "\"", "load", "store",
                "trap", "unreachable", "entry", "export", "import",
            ]
        case .ll:
            texts = [
                "i1", "i7", "i128", "half", "double", "ptr", "null", "undef", "poison", "zeroinitializer", "volatile",
                "<4 x i32>", "[9 x i8]", "{ i32, ptr }", "%1", "@f", "!0", "!{}", "metadata", "nsw", "inbounds",
                "musttail", "align 8", "addrspace(3)", "inrange", "x86_fp80", "token", "blockaddress(@main, %1)",
                "splat (i8 1)", "atomic", "acquire", "asm \"\", \"\"()", "byval(i32)", "distinct", "{", "}", "(", ")",
                "\"",
            ]
        case .valk:
            texts = [
                "(", ")", "{", "}", "'", "`", ",", ",@", "\"", ";", "\\", "&", "=", "def", "fun", "eval", "read",
                "load", "if",
                "do", "select", "penv", "quote", "quasiquote", "(\\ {x} {x})", "{}", "()", "-", "--1", "-0", "%", ".",
                "\u{0}",
                "é", "\"\\x\"", "(load \"src/prelude.valk\")", "aio/let", "aio/do", "ctx/with", ":then", "<-", "unpack",
                "case",
                "let", "9223372036854775808", String(repeating: "(", count: 300), String(repeating: "x", count: 300),
            ]
        case .stasm: texts = StasmSeeds.words
        case .st: texts = StSeeds.words
        case .hxe, .bc, .image: texts = ["\0"]
        }
        bytes.insert(contentsOf: Array((" " + random.pick(texts) + " ").utf8), at: random.number(0...bytes.count))
    }

    private func repairChecksum(_ bytes: inout [UInt8]) {
        var checksum = CRC32()
        checksum.update(bytes[..<0x1C])
        checksum.update(bytes[96...])
        for place in 0..<4 {
            bytes[0x1C + place] = UInt8(truncatingIfNeeded: checksum.value >> (24 - 8 * UInt32(place)))
        }
    }
}
