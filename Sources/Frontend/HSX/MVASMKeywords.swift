// Looks up mnemonics and directives by their bytes, without building a string: up to eight letters packed into an
// integer, then a small hash table.

import HSXMachine

/// A closed set of words of at most eight bytes, each with a number.
struct MVASMKeywords {
    private var keys: [UInt64] = Array(repeating: 0, count: 256)
    private var values: [UInt8] = Array(repeating: 0, count: 256)

    /// Mnemonics with their opcodes.
    static let mnemonics = MVASMKeywords(HSXOpcode.allCases.map { ($0.mnemonic, $0.rawValue) })
    /// Directives with their places among all cases.
    static let directives = MVASMKeywords(MVASMDirective.allCases.enumerated().map { ($1.rawValue, UInt8($0)) })

    private init(_ words: [(String, UInt8)]) {
        for (word, value) in words {
            let bytes = Array(word.utf8)
            let key = Self.key(bytes, 0, bytes.count)
            precondition(key != 0, "MVASMKeywords: '\(word)' is longer than eight bytes")
            var slot = Self.slot(key)
            while keys[slot] != 0 { slot = (slot + 1) & 255 }
            keys[slot] = key
            values[slot] = value
        }
    }

    /// The number of the word `start ..< end` of `text`, upper and lower case alike.
    @inline(__always)
    func find(_ text: [UInt8], _ start: Int, _ end: Int) -> UInt8? {
        let key = Self.key(text, start, end)
        if key == 0 { return nil }
        var slot = Self.slot(key)
        while keys[slot] != 0 {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & 255
        }
        return nil
    }

    /// The bytes with letters in capitals, packed; 0 when there are more than eight.
    @inline(__always)
    private static func key(_ text: [UInt8], _ start: Int, _ end: Int) -> UInt64 {
        guard end - start <= 8 else { return 0 }
        var key: UInt64 = 0
        for index in start..<end {
            let byte = text[index]
            let isLower = byte &- UInt8(ascii: "a") < 26
            key = key << 8 | UInt64(isLower ? byte & 0xDF : byte)
        }
        return key
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 56) }
}
