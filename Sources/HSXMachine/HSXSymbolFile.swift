// The .sym file beside an image: names, source lines and memory regions for debuggers, in the reference's schema with
// sorted keys.
// Unlike the reference's, every program counter is right: LDI32 takes eight bytes.

import Support

/// Writes and reads .sym files.
public struct HSXSymbolFile: Sendable {
    /// Names by code address.
    public var labels: [UInt32: [String]] = [:]
    public var lineTable = HSXLineTable()

    public init() {}

    /// The text for `image`, which was made from `program`. `imageName` is the image's file name, without a folder.
    public static func encode(
        _ program: LinkedProgram, _ image: HSXImage, imageName: String, checksum: UInt32
    ) -> [UInt8] {
        let tree = JSONValue.object([
            ("version", .integer(1)),
            ("hxe_path", .string(imageName)),
            ("hxe_crc", .integer(checksum)),
            ("symbols", symbols(program)),
            ("instructions", .array(instructions(program, image))),
            ("memory_regions", .array(regions(image))),
        ])
        return JSONWriter.pretty(tree, sortedKeys: true)
    }

    private static func symbols(_ program: LinkedProgram) -> JSONValue {
        let functions = program.functions.map { function in
            JSONValue.object([
                ("name", .string(function.name)), ("linkage_name", .string(function.name)),
                ("address", .integer(function.offset)),
                ("size", .integer(function.size)), ("file", .string(fileName(program, function.file))),
                ("line", .integer(function.line)),
            ])
        }
        let placed = program.symbols.ids.filter { program.symbols[$0].section != .text }.sorted { left, right in
            (program.address(of: left), left) < (program.address(of: right), right)
        }
        let variables = placed.enumerated().map { index, id in
            let symbol = program.symbols[id]
            let end =
                program.baseAddress(symbol.section)
                + (symbol.section == .data ? UInt32(program.data.count) : program.bssSize)
            let next = placed[(index + 1)...].first { program.address(of: $0) > program.address(of: id) }
            let limit = min(end, next.map { program.address(of: $0) } ?? end)
            return JSONValue.object([
                ("name", .string(program.name(id))), ("address", .integer(program.address(of: id))),
                ("size", .integer(max(limit, program.address(of: id)) - program.address(of: id))),
                ("scope", .string(symbol.isExported ? "global" : "local")), ("type", .string("bytes")),
            ])
        }
        var labels: [UInt32: [String]] = [:]
        for id in program.symbols.ids where program.symbols[id].section == .text {
            labels[program.symbols[id].offset, default: []].append(program.name(id))
        }
        let labelMembers = labels.keys.sorted().map { address in
            (key(address), JSONValue.array((labels[address] ?? []).sorted().map { .string($0) }))
        }
        return .object([
            ("functions", .array(functions)), ("variables", .array(variables)), ("locals", .array([])),
            ("labels", .object(labelMembers)),
        ])
    }

    private static func instructions(_ program: LinkedProgram, _ image: HSXImage) -> [JSONValue] {
        var function = 0
        return program.lineTable.rows.enumerated().map { ordinal, row in
            while function + 1 < program.functions.count, program.functions[function + 1].offset <= row.offset {
                function += 1
            }
            let owner = function < program.functions.count && program.functions[function].offset <= row.offset
            let path = HSXLineTable.split(fileName(program, row.file))
            return JSONValue.object([
                ("pc", .integer(row.offset)), ("word", .integer(image.code[Int(row.offset / 4)])),
                ("mvasm_line", .integer(row.line)), ("ordinal", .integer(ordinal)),
                ("function", owner ? .string(program.functions[function].name) : .null),
                ("file", .string(path.name)),
                ("directory", .string(path.directory)), ("file_id", .integer(row.file)),
                ("line", .integer(row.line)), ("column", .integer(row.column)), ("source_kind", .string("source")),
            ])
        }
    }

    private static func regions(_ image: HSXImage) -> [JSONValue] {
        func region(_ name: String, _ type: String, _ start: UInt32, _ size: Int) -> JSONValue? {
            size == 0
                ? nil
                : .object([
                    ("name", .string(name)), ("type", .string(type)), ("start", .integer(start)),
                    ("end", .integer(Int(start) + size - 1)),
                ])
        }
        let dataEnd = HSXMemory.dataBase + UInt32(image.data.count)
        return [
            region("code", "code", 0, image.code.count * 4),
            region("rodata", "data", HSXMemory.dataBase, image.data.count),
            region("bss", "bss", dataEnd, Int(image.bssSize)),
        ].compactMap { $0 }
    }

    private static func fileName(_ program: LinkedProgram, _ file: UInt32) -> String {
        Int(file) < program.lineTable.files.count ? program.lineTable.files[Int(file)] : ""
    }

    /// An address as the schema spells it: `0x%08X`.
    static func key(_ address: UInt32) -> String { "0x" + Hexadecimal.digits(address, width: 8, uppercase: true) }
}

// MARK: - Reading

extension HSXSymbolFile {
    /// The names and lines in `bytes`; nil, with an error in `log`, when it is no .sym file. Unknown and missing parts
    /// are passed over.
    public static func read(_ bytes: [UInt8], path: String, log: inout DiagnosticLog) -> HSXSymbolFile? {
        let tree: JSONValue
        do {
            tree = try JSONReader.read(bytes, dialect: .hsx)
        } catch {
            log.report(.badSymbolFile(path, "\(error.message) (byte \(error.start))"))
            return nil
        }
        guard tree.object != nil else {
            log.report(.badSymbolFile(path, "an object was expected, not \(tree.kindName)"))
            return nil
        }
        var file = HSXSymbolFile()
        for member in tree["symbols"]?["labels"]?.object ?? [] {
            guard member.key.hasPrefix("0x"), let address = UInt32(member.key.dropFirst(2), radix: 16) else { continue }
            file.labels[address, default: []] += (member.value.array ?? []).compactMap(\.string)
        }
        for function in tree["symbols"]?["functions"]?.array ?? [] {
            guard let name = function["name"]?.string, let address = Self.word(function, "address") else {
                continue
            }
            if file.labels[address]?.contains(name) != true { file.labels[address, default: []].insert(name, at: 0) }
        }
        file.readLines(tree["instructions"]?.array ?? [])
        return file
    }

    private mutating func readLines(_ instructions: [JSONValue]) {
        var indices: [String: UInt32] = [:]
        for instruction in instructions {
            guard let offset = Self.word(instruction, "pc"), let line = Self.word(instruction, "line"),
                let name = instruction["file"]?.string
            else { continue }
            let index = indices[name] ?? lineTable.index(ofFile: name)
            indices[name] = index
            let column = Self.word(instruction, "column") ?? 1
            lineTable.rows.append(HSXLineRow(offset: offset, file: index, line: line, column: column))
        }
        lineTable.rows.sort { $0.offset < $1.offset }
    }

    /// The member `key` as a 32-bit number. (A chain of optionals here stops the optimiser of Swift 6.3.1.)
    private static func word(_ tree: JSONValue, _ key: String) -> UInt32? {
        guard let member = tree[key], let value = member.integer else { return nil }
        return UInt32(exactly: value)
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func badSymbolFile(_ path: String, _ message: String) -> Diagnostic {
        .error("E2020", "this is no symbol file: \(message)", path: path)
    }
}
