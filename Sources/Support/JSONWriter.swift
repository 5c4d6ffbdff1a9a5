// Writes JSON into a byte buffer, front to back, without building a tree first. The caller gives the order of the
// keys, so the output is as deterministic as the caller; `value(_:)` can sort.

/// How the text is laid out.
public enum JSONLayout: Hashable, Sendable {
    /// `{"a":1,"b":[2]}`
    case compact
    /// `{"a": 1, "b": [2]}`
    case spaced
    /// One item a line, each level indented by so many spaces; empty arrays and objects stay on one line.
    case indented(Int)
}

/// Appends JSON values to `bytes`. Requires: keys are given inside objects only, and every `begin` has its `end`.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private let layout: JSONLayout
    private let asciiOnly: Bool
    /// For each open array or object, whether it has items.
    private var open: [Bool] = []
    private var afterKey = false

    /// `asciiOnly` writes everything above ASCII as `\u` escapes.
    public init(_ layout: JSONLayout = .compact, asciiOnly: Bool = false) {
        self.layout = layout
        self.asciiOnly = asciiOnly
    }

    /// Makes room for `count` more bytes.
    public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of `value` in ASCII, two spaces a level, with a final newline.
    public static func pretty(_ value: JSONValue, sortedKeys: Bool = false) -> [UInt8] {
        var writer = JSONWriter(.indented(2), asciiOnly: true)
        writer.value(value, sortedKeys: sortedKeys)
        writer.newline()
        return writer.bytes
    }

    /// The text of `value` in ASCII, on one line without spaces.
    public static func compact(_ value: JSONValue, sortedKeys: Bool = false) -> [UInt8] {
        var writer = JSONWriter(asciiOnly: true)
        writer.value(value, sortedKeys: sortedKeys)
        return writer.bytes
    }

    // MARK: Structure

    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes an object whose members `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }

    /// Writes an array whose elements `body` writes.
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        beginArray()
        body(&self)
        endArray()
    }

    /// Starts a member; its value must follow.
    public mutating func key(_ key: String) {
        startItem()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        if layout != .compact { bytes.append(UInt8(ascii: " ")) }
        afterKey = true
    }

    // MARK: Values

    public mutating func null() { item("null") }
    public mutating func bool(_ value: Bool) { item(value ? "true" : "false") }
    public mutating func integer(_ value: some BinaryInteger) {
        if let value = Int(exactly: value) { integer(value) } else { item(String(value)) }
    }

    public mutating func integer(_ value: Int) {
        startItem()
        var magnitude = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
            magnitude /= 10
        } while magnitude > 0
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes[start...].reverse()
    }

    /// Writes the shortest text that reads back as `value`; JSON has no infinities and no NaN, so those become null.
    public mutating func number(_ value: Double) { item(value.isFinite ? String(value) : "null") }

    public mutating func string(_ value: String) {
        startItem()
        quote(value)
    }

    /// Writes a tree; with `sortedKeys` the members of every object stand in the order of their keys' UTF-8 bytes.
    public mutating func value(_ value: JSONValue, sortedKeys: Bool = false) {
        switch value.kind {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element, sortedKeys: sortedKeys) }
            endArray()
        case .object(let members):
            beginObject()
            let sorted = sortedKeys ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
            for member in sorted {
                key(member.key)
                self.value(member.value, sortedKeys: sortedKeys)
            }
            endObject()
        }
    }

    /// Ends a line, which the formats that are written this way want after the last value.
    public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    // MARK: Members in one call

    public mutating func member(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    public mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        integer(value)
    }

    public mutating func member(_ key: String, _ value: some BinaryInteger) {
        self.key(key)
        integer(value)
    }

    public mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    // MARK: Bytes

    private mutating func begin(_ bracket: UInt8) {
        startItem()
        bytes.append(bracket)
        open.append(false)
    }

    private mutating func end(_ bracket: UInt8) {
        if open.popLast() == true { breakLine() }
        bytes.append(bracket)
    }

    private mutating func item(_ text: String) {
        startItem()
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes what stands between the previous item of the list and this one.
    private mutating func startItem() {
        if afterKey {
            afterKey = false
            return
        }
        guard let hasItems = open.last else { return }
        if hasItems { bytes.append(UInt8(ascii: ",")) }
        if hasItems, layout == .spaced { bytes.append(UInt8(ascii: " ")) }
        open[open.count - 1] = true
        breakLine()
    }

    private mutating func breakLine() {
        guard case .indented(let width) = layout else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<width * open.count { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy(Self.isPlain) {
            bytes.append(contentsOf: text.utf8)
        } else if asciiOnly, !text.utf8.allSatisfy({ $0 < 0x7F }) {
            for unit in text.utf16 {
                if unit < 0x7F { quoteByte(UInt8(unit)) } else { escape(unit) }
            }
        } else {
            for byte in text.utf8 { quoteByte(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether the byte stands for itself in every string.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func quoteByte(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case 0x0D: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        case 0x08: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
        case 0x0C: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
        case 0..<0x20: escape(UInt16(byte))
        default: bytes.append(byte)
        }
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = Array("0123456789abcdef".utf8)
        bytes += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift)) & 15]) }
    }
}
