// Writes the .sym file beside an image: names, source lines, variables and memory regions for debuggers, in the
// reference's schema with sorted keys. Unlike the reference's, every program counter is right: LDI32 takes eight bytes.

import Support

extension HSXSymbolFile {
    /// The text for `image`, which was made from `program`. `imageName` is the image's file name, without a folder.
    public static func encode(
        _ program: LinkedProgram, _ image: HSXImage, imageName: String, checksum: UInt32
    ) -> [UInt8] {
        HSXSymbolWriter(program, image).encoded(imageName, checksum)
    }
}

private struct HSXSymbolWriter {
    private let program: LinkedProgram
    private let image: HSXImage
    private let json: HSXDebugJSON
    private let data: [HSXDataSize]
    private let stack: HSXStackReport

    init(_ program: LinkedProgram, _ image: HSXImage) {
        self.program = program
        self.image = image
        data = HSXDataSize.items(of: program)
        json = HSXDebugJSON(
            table: program.lineTable,
            data: data.filter { $0.kind == HSXDataItem.Kind.global.rawValue }
                .map { ($0.address, $0.address + $0.size, $0.name) })
        stack = HSXStackReport(program, code: image.code)
    }

    func encoded(_ imageName: String, _ checksum: UInt32) -> [UInt8] {
        let tree = JSONValue.object([
            ("version", .integer(1)),
            ("hxe_path", .string(imageName)),
            ("hxe_crc", .integer(checksum)),
            ("symbols", symbols()),
            ("instructions", .array(instructions())),
            ("memory_regions", .array(regions())),
        ])
        return JSONWriter.pretty(tree, sortedKeys: true)
    }

    private func symbols() -> JSONValue {
        let functions = HSXFunctionSize.functions(of: program, stack).map(\.json)
        var labels: [UInt32: [String]] = [:]
        for id in program.symbols.ids where program.symbols[id].section == .text {
            labels[program.symbols[id].offset, default: []].append(program.name(id))
        }
        let labelMembers = labels.keys.sorted().map { address in
            let key = "0x" + Hexadecimal.digits(address, width: 8, uppercase: true)
            return (key, JSONValue.array((labels[address] ?? []).sorted().map { .string($0) }))
        }
        var members: [(String, JSONValue)] = [
            ("functions", .array(functions)), ("variables", .array(data.map(\.json))),
            ("locals", .array(program.variables.map(local))), ("labels", .object(labelMembers)),
        ]
        if !program.lineTable.calls.isEmpty { members.append(("inlined_calls", json.inlinedCalls())) }
        return .object(members)
    }

    private func local(_ variable: HSXVariable) -> JSONValue {
        let locations = variable.ranges.map { range in
            JSONValue.object([
                ("start", .integer(range.start)), ("end", .integer(range.end)),
                ("location", json.location(range.pieces, size: variable.size)),
            ])
        }
        var members: [(String, JSONValue)] = [
            ("name", .string(variable.name)), ("function", .string(variable.function)),
            ("line", .integer(variable.line)), ("scope", .string(variable.isParameter ? "parameter" : "local")),
            ("type", .string(variable.type)), ("size", .integer(variable.size)), ("locations", .array(locations)),
        ]
        members += json.place(variable.file)
        if variable.call != 0 { members.append(("inlined_call", .integer(variable.call))) }
        return .object(members)
    }

    private func instructions() -> [JSONValue] {
        let map = HSXInstructionMap(image.code, program.lineTable, program.functions)
        let functions = program.functions.sorted { $0.offset < $1.offset }
        var next = 0
        return map.entries.enumerated().map { ordinal, entry in
            while next < functions.count, functions[next].offset <= entry.offset { next += 1 }
            let owner = next > 0 ? functions[next - 1] : nil
            let isOwned = owner.map { entry.offset < $0.offset + $0.size } ?? false
            var members: [(String, JSONValue)] = [
                ("pc", .integer(entry.offset)), ("word", .integer(image.code[Int(entry.offset / 4)])),
                ("ordinal", .integer(ordinal)),
                ("function", isOwned ? owner.map { .string($0.name) } ?? .null : .null),
                ("source_kind", .string(entry.isMapped ? "source" : "compiler")),
            ]
            guard let row = entry.row else {
                let unknown = ["mvasm_line", "file", "directory", "file_id", "line", "column"]
                return .object(members + unknown.map { ($0, .null) })
            }
            members.append(("mvasm_line", json.isAssembly(row.file) ? .integer(row.line) : .null))
            members += json.place(row.file)
            members += [
                ("file_id", .integer(row.file)), ("line", .integer(row.line)), ("column", .integer(row.column)),
            ]
            if row.call != 0 { members.append(("inlined_call", .integer(row.call))) }
            return .object(members)
        }
    }

    private func regions() -> [JSONValue] {
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
}
