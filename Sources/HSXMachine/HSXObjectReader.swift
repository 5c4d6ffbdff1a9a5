// Reads .hxo files: the reference's schema and hubc's optional keys. Everything is checked here, so that the linker may
// trust an object:
// offsets lie within their sections, relocations fit their fields, names are defined once.

import Support

/// The reader of .hxo files.
public struct HSXObjectReader {
    private struct Fault: Error {
        let place: Range<Int>
        let message: String
    }

    private var object: HSXObject
    private let file: SourceFileID?

    /// The object in `bytes`; nil, with an error in `log`, when there is none. `file` is the text's id for spans, if it
    /// has one.
    public static func read(
        _ bytes: [UInt8], path: String, file: SourceFileID? = nil, log: inout DiagnosticLog
    ) -> HSXObject? {
        var reader = HSXObjectReader(object: HSXObject(path: path), file: file)
        do {
            let tree = try JSONReader.read(bytes, dialect: .hsx)
            do {
                try reader.read(tree)
                return reader.object
            } catch {
                let span = reader.span(error.place)
                log.report(.malformedObject(path, error.message, error.place.lowerBound, span))
            }
        } catch {
            log.report(.notJSON(path, error.message, error.start, reader.span(error.start..<error.end)))
        }
        return nil
    }

    private func span(_ place: Range<Int>) -> SourceSpan? {
        file.map { SourceSpan(file: $0, start: place.lowerBound, end: place.upperBound) }
    }

    private mutating func read(_ tree: JSONValue) throws(Fault) {
        guard tree.object != nil else {
            throw Fault(place: tree.range, message: "an object was expected, not \(tree.kindName)")
        }
        let version = try integer(tree, "version", 1...1_000_000)
        guard version == 1 else {
            throw Fault(place: tree["version"]?.range ?? tree.range, message: "version \(version) is not supported")
        }
        try readCode(tree)
        try readData(tree)
        if tree["bss"] != nil { object.bssSize = UInt32(try integer(tree, "bss", 0...HSXMemory.maximumSectionSize)) }
        try readAlignments(tree)
        try readSymbols(tree, "symbols", isExported: true)
        try readSymbols(tree, "local_symbols", isExported: false)
        object.externs = try readNames(tree, "externs")
        object.imports = try readNames(tree, "imports")
        for element in try array(tree, "relocs") { object.relocations.append(try relocation(element)) }
        try orderRelocations()
        try readEntry(tree)
        try readMetadata(tree)
        try readDebugInfo(tree)
    }

    // MARK: Parts

    private mutating func readCode(_ tree: JSONValue) throws(Fault) {
        for element in try array(tree, "code") {
            guard let value = element.integer, let word = UInt32(exactly: value) else {
                throw Fault(place: element.range, message: "a code word must be from 0 to 4294967295")
            }
            object.code.append(word)
        }
        guard object.code.count < 1 << 28 else { throw Fault(place: tree.range, message: "too much code") }
    }

    private mutating func readData(_ tree: JSONValue) throws(Fault) {
        guard let value = tree["rodata"], !value.isNull else { return }
        guard let text = value.string else {
            throw Fault(place: value.range, message: "'rodata' must be a string")
        }
        var high: Int?
        for byte in text.utf8 {
            guard let digit = byte.hexDigitValue else {
                throw Fault(place: value.range, message: "'rodata' must be hexadecimal digits")
            }
            if let first = high {
                object.data.append(UInt8(first << 4 | digit))
                high = nil
            } else {
                high = digit
            }
        }
        if high != nil { throw Fault(place: value.range, message: "'rodata' has an odd number of digits") }
    }

    private mutating func readAlignments(_ tree: JSONValue) throws(Fault) {
        guard let alignments = tree["align"] else { return }
        let range = 1...HSXMemory.maximumSectionSize
        if alignments["text"] != nil { object.codeAlignment = max(4, UInt32(try integer(alignments, "text", range))) }
        if alignments["data"] != nil { object.dataAlignment = UInt32(try integer(alignments, "data", range)) }
        if alignments["bss"] != nil { object.bssAlignment = UInt32(try integer(alignments, "bss", range)) }
    }

    private var places: [Symbol: Int] = [:]

    private init(object: HSXObject, file: SourceFileID?) {
        self.object = object
        self.file = file
    }

    private mutating func readSymbols(_ tree: JSONValue, _ key: String, isExported: Bool) throws(Fault) {
        guard let table = tree[key], !table.isNull else { return }
        guard let members = table.object else {
            throw Fault(place: table.range, message: "'\(key)' must be an object")
        }
        for member in members {
            let value = member.value
            guard let section = HSXSection.allCases.first(where: { $0.name == value["section"]?.string }) else {
                throw Fault(place: value.range, message: "the section of '\(member.key)' must be text or data")
            }
            let offset = UInt32(try integer(value, "offset", 0...Int(object.size(section))))
            let name = object.names.intern(member.key)
            if let place = places[name] {
                let known = object.symbols[place]
                guard known.isExported != isExported, known.section == section, known.offset == offset else {
                    throw Fault(place: member.keyRange, message: "'\(member.key)' is defined twice")
                }
                continue
            }
            places[name] = object.symbols.count
            object.symbols.append(
                HSXSymbol(
                    name: name, section: section, offset: offset, isExported: isExported, span: span(member.keyRange)))
        }
    }

    private mutating func readNames(_ tree: JSONValue, _ key: String) throws(Fault) -> [HSXExternalName] {
        var names: [HSXExternalName] = []
        for element in try array(tree, key) {
            guard let text = element.string else {
                throw Fault(place: element.range, message: "a name must be a string")
            }
            names.append(HSXExternalName(name: object.names.intern(text), span: span(element.range)))
        }
        return names
    }

    private mutating func relocation(_ tree: JSONValue) throws(Fault) -> HSXRelocation {
        guard let type = tree["type"]?.string.flatMap(HSXRelocationType.init(rawValue:)) else {
            throw Fault(place: tree.range, message: "a relocation has no known 'type'")
        }
        guard let kind = HSXRelocationKind(rawValue: tree["kind"]?.string ?? HSXRelocationKind.symbol.rawValue)
        else {
            throw Fault(place: tree.range, message: "a relocation has no known 'kind'")
        }
        guard let name = tree["symbol"]?.string else {
            throw Fault(place: tree.range, message: "a relocation has no 'symbol'")
        }
        let expected = type.isInCode ? "code" : "rodata"
        if let section = tree["section"]?.string, section != expected {
            throw Fault(
                place: tree.range, message: "a relocation of type \(type.rawValue) must be in section \(expected)")
        }
        let offset: Int
        if type.isInCode {
            offset = 4 * (try integer(tree, "index", 0...max(0, object.code.count - 1)))
            guard !object.code.isEmpty else {
                throw Fault(place: tree.range, message: "a relocation lies outside the code")
            }
        } else {
            offset = try integer(tree, "offset", 0...max(0, object.data.count - 1))
            guard offset + Int(type.byteCount) <= object.data.count else {
                throw Fault(place: tree.range, message: "a relocation lies outside the data")
            }
        }
        var addend: Int32 = 0
        if tree["addend"] != nil { addend = Int32(try integer(tree, "addend", Int(Int32.min)...Int(Int32.max))) }
        return HSXRelocation(
            section: type.isInCode ? .text : .data, type: type, kind: kind,
            isPCRelative: type == .jump && tree["pc_relative"]?.bool == true, offset: UInt32(offset),
            symbol: object.names.intern(name), addend: addend, span: span(tree.range))
    }

    /// Puts code before data and each by rising offset; two for one place are a mistake.
    private mutating func orderRelocations() throws(Fault) {
        object.relocations.sort { ($0.section.rawValue, $0.offset) < ($1.section.rawValue, $1.offset) }
        for (one, two) in zip(object.relocations, object.relocations.dropFirst())
        where one.section == two.section && one.offset == two.offset {
            throw Fault(
                place: Int(two.span?.start ?? 0)..<Int(two.span?.end ?? 0), message: "two relocations for one place")
        }
    }

    private mutating func readEntry(_ tree: JSONValue) throws(Fault) {
        if let value = tree["entry_symbol"], !value.isNull {
            guard let name = value.string else {
                throw Fault(place: value.range, message: "'entry_symbol' must be a string")
            }
            object.entry = .symbol(object.names.intern(name))
            object.entrySpan = span(value.range)
        } else if let value = tree["entry"], !value.isNull {
            object.entry = .offset(UInt32(try integer(tree, "entry", 0...HSXMemory.maximumSectionSize)))
            object.entrySpan = span(value.range)
        }
    }

    private mutating func readMetadata(_ tree: JSONValue) throws(Fault) {
        guard let metadata = tree["metadata"], !metadata.isNull else { return }
        do throws(HSXMetadataError) {
            for element in metadata["values"]?.array ?? [] {
                var value = try HSXMetadataReader.value(element)
                value.span = span(element.range)
                object.metadata.values.append(value)
            }
            for element in metadata["commands"]?.array ?? [] {
                var command = try HSXMetadataReader.command(element)
                command.span = span(element.range)
                object.metadata.commands.append(command)
            }
            for element in metadata["mailboxes"]?.array ?? [] {
                var mailbox = try HSXMetadataReader.mailbox(element)
                mailbox.span = span(element.range)
                object.metadata.mailboxes.append(mailbox)
            }
        } catch {
            throw Fault(place: error.place, message: error.message)
        }
    }

    private mutating func readDebugInfo(_ tree: JSONValue) throws(Fault) {
        guard let debug = tree["debug"], !debug.isNull else { return }
        for element in try array(debug, "files") { object.lineTable.files.append(element.string ?? "") }
        let lastFile = object.lineTable.files.count - 1
        guard lastFile >= 0 else { return }
        var last = -1
        for element in try array(debug, "lines") {
            let numbers = element.array?.compactMap(\.integer) ?? []
            guard numbers.count == 4, numbers[0] > last, numbers[0] < object.codeSize,
                (0...lastFile).contains(numbers[1]),
                let line = UInt32(exactly: numbers[2]), let column = UInt32(exactly: numbers[3])
            else { throw Fault(place: element.range, message: "malformed row of the line table") }
            last = numbers[0]
            object.lineTable.rows.append(
                HSXLineRow(offset: UInt32(numbers[0]), file: UInt32(numbers[1]), line: line, column: column))
        }
        for element in try array(debug, "functions") {
            guard let name = element["name"]?.string else {
                throw Fault(place: element.range, message: "a function has no 'name'")
            }
            let offset = try integer(element, "offset", 0...Int(object.codeSize))
            object.functions.append(
                HSXFunctionRange(
                    name: name, offset: UInt32(offset),
                    size: UInt32(try integer(element, "size", 0...Int(object.codeSize) - offset)),
                    file: UInt32(try integer(element, "file", 0...lastFile)),
                    line: UInt32(try integer(element, "line", 0...Int(UInt32.max)))))
        }
    }

    // MARK: Members

    private func integer(_ tree: JSONValue, _ key: String, _ range: ClosedRange<Int>) throws(Fault) -> Int {
        guard let member = tree[key] else { throw Fault(place: tree.range, message: "'\(key)' is missing") }
        guard let value = member.integer, range.contains(value) else {
            throw Fault(
                place: member.range,
                message: "'\(key)' must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private func array(_ tree: JSONValue, _ key: String) throws(Fault) -> [JSONValue] {
        guard let member = tree[key], !member.isNull else { return [] }
        guard let elements = member.array else {
            throw Fault(place: member.range, message: "'\(key)' must be an array")
        }
        return elements
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func notJSON(_ path: String, _ message: String, _ offset: Int, _ span: SourceSpan?) -> Diagnostic
    {
        .error("E2001", "this object is no JSON: \(message) (byte \(offset))", at: span, path: path)
    }

    fileprivate static func malformedObject(
        _ path: String, _ message: String, _ offset: Int, _ span: SourceSpan?
    ) -> Diagnostic {
        .error("E2002", "this is no HSX object: \(message) (byte \(offset))", at: span, path: path)
    }
}
