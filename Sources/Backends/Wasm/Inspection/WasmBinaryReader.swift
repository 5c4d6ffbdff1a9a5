// Reads the outline of a WebAssembly module: what it imports, defines and exports, and how large its parts are. The
// bodies of functions are measured, not read. Source: the WebAssembly core specification, "Binary Format".

import Support

/// Why bytes are no WebAssembly module.
struct WasmFormatError: Error {
    let offset: Int
    let message: String
}

/// The parts of a module.
struct WasmOutline {
    struct External {
        let module: String
        let name: String
        let kind: String
    }

    struct CustomSection {
        let name: String
        let size: Int
    }

    struct Limits {
        let minimum: UInt64
        let maximum: UInt64?
    }

    fileprivate(set) var imports: [External] = []
    fileprivate(set) var exports: [External] = []
    fileprivate(set) var typeCount = 0
    fileprivate(set) var tableCount = 0
    fileprivate(set) var globalCount = 0
    /// In pages of 64 KiB.
    fileprivate(set) var memories: [Limits] = []
    /// The size of each function body in bytes, in order.
    fileprivate(set) var bodySizes: [Int] = []
    /// Bytes of the data segments, with their headers.
    fileprivate(set) var dataSize = 0
    fileprivate(set) var customSections: [CustomSection] = []
    /// By number of the function, imported ones first.
    fileprivate(set) var functionNames: [Int: String] = [:]

    var importedFunctionCount: Int { imports.count { $0.kind == "function" } }

    /// The outline of the module in `bytes`.
    static func read(_ bytes: [UInt8]) throws(WasmFormatError) -> WasmOutline {
        var outline = WasmOutline()
        var reader = WasmBinaryReader(bytes)
        guard bytes.starts(with: [0x00, 0x61, 0x73, 0x6D]) else {
            throw WasmFormatError(offset: 0, message: "the file does not begin as a WebAssembly module does")
        }
        guard bytes.count >= 8, bytes[4..<8].elementsEqual([1, 0, 0, 0]) else {
            throw WasmFormatError(offset: 4, message: "the file is not of version 1 of the format")
        }
        reader.offset = 8
        while reader.offset < bytes.count {
            let start = reader.offset
            let id = try reader.byte()
            let size = try reader.count()
            let end = reader.offset + size
            guard end <= bytes.count else {
                throw WasmFormatError(offset: start, message: "a section of \(size) bytes runs past the end")
            }
            reader.end = end
            try outline.readSection(id, &reader)
            reader.end = bytes.count
            reader.offset = end
        }
        return outline
    }

    private mutating func readSection(_ id: UInt8, _ reader: inout WasmBinaryReader) throws(WasmFormatError) {
        switch id {
        case 0: try readCustom(&reader)
        case 1: typeCount = try reader.count()
        case 2:
            for _ in 0..<(try reader.count()) {
                let entry = try readImport(&reader)
                imports.append(entry)
            }
        case 4: tableCount += try reader.count()
        case 5:
            for _ in 0..<(try reader.count()) {
                let limits = try reader.limits()
                memories.append(limits)
            }
        case 6: globalCount += try reader.count()
        case 7:
            for _ in 0..<(try reader.count()) {
                let name = try reader.name()
                let kind = try reader.kind()
                _ = try reader.count()
                exports.append(External(module: "", name: name, kind: kind))
            }
        case 10:
            for _ in 0..<(try reader.count()) {
                let size = try reader.count()
                bodySizes.append(size)
                try reader.skip(size)
            }
        case 11: dataSize = reader.end - reader.offset
        case 3, 8, 9, 12, 13: break
        default: throw WasmFormatError(offset: reader.offset, message: "there is no section of kind \(id)")
        }
    }

    private func readImport(_ reader: inout WasmBinaryReader) throws(WasmFormatError) -> External {
        let module = try reader.name()
        let name = try reader.name()
        let kind = try reader.kind()
        switch kind {
        case "function": _ = try reader.count()
        case "table":
            try reader.skipType()
            _ = try reader.limits()
        case "memory": _ = try reader.limits()
        case "global":
            try reader.skipType()
            _ = try reader.byte()
        default:
            _ = try reader.byte()
            _ = try reader.count()
        }
        return External(module: module, name: name, kind: kind)
    }

    private mutating func readCustom(_ reader: inout WasmBinaryReader) throws(WasmFormatError) {
        let start = reader.offset
        let name = try reader.name()
        customSections.append(CustomSection(name: name, size: reader.end - start))
        guard name == "name" else { return }
        while reader.offset < reader.end {
            let kind = try reader.byte()
            let next = try reader.count() + reader.offset
            if kind == 1 {
                for _ in 0..<(try reader.count()) {
                    let number = try reader.count()
                    let name = try reader.name()
                    functionNames[number] = name
                }
            }
            reader.offset = min(next, reader.end)
        }
    }
}

/// Takes bytes apart, up to `end`.
struct WasmBinaryReader {
    let bytes: [UInt8]
    var offset = 0
    var end: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count
    }

    mutating func byte() throws(WasmFormatError) -> UInt8 {
        guard offset < end else { throw WasmFormatError(offset: offset, message: "a section ends too early") }
        offset += 1
        return bytes[offset - 1]
    }

    /// An unsigned number in LEB128 of at most 64 bits.
    mutating func number() throws(WasmFormatError) -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        let start = offset
        while shift < 64 {
            let part = try byte()
            value |= UInt64(part & 0x7F) << shift
            if part & 0x80 == 0 { return value }
            shift += 7
        }
        throw WasmFormatError(offset: start, message: "a number takes more than 64 bits")
    }

    /// A number that counts bytes or entries, each of which takes a byte at least.
    mutating func count() throws(WasmFormatError) -> Int {
        let start = offset
        let value = try number()
        guard value <= UInt64(bytes.count) else {
            throw WasmFormatError(offset: start, message: "the number \(value) is larger than the file")
        }
        return Int(value)
    }

    mutating func skip(_ count: Int) throws(WasmFormatError) {
        guard count <= end - offset else { throw WasmFormatError(offset: offset, message: "a section ends too early") }
        offset += count
    }

    mutating func name() throws(WasmFormatError) -> String {
        let length = try count()
        let start = offset
        try skip(length)
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func kind() throws(WasmFormatError) -> String {
        let start = offset
        let kinds = ["function", "table", "memory", "global", "tag"]
        let number = Int(try byte())
        guard number < kinds.count else {
            throw WasmFormatError(offset: start, message: "there is no kind \(number) of imports and exports")
        }
        return kinds[number]
    }

    mutating func limits() throws(WasmFormatError) -> WasmOutline.Limits {
        let flags = try byte()
        let minimum = try number()
        if flags & 1 == 0 { return WasmOutline.Limits(minimum: minimum, maximum: nil) }
        let maximum = try number()
        return WasmOutline.Limits(minimum: minimum, maximum: maximum)
    }

    /// A value type: one byte, or two with a heap type behind.
    mutating func skipType() throws(WasmFormatError) {
        let first = try byte()
        if first == 0x63 || first == 0x64 { _ = try number() }
    }
}
