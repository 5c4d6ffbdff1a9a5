// The .dbg file of a module or program: which line made which instruction, and where variables are, in the schema of
// the reference compiler. A module written in assembly has no other source than itself, so the source line is the MVASM
// line.

import Support

/// Writes .dbg files.
public struct HSXDebugFile {
    private let code: [UInt32]
    private let table: HSXLineTable
    private let functions: [HSXFunctionRange]
    private let variables: [HSXVariable]
    private let path: String
    private let json: HSXDebugJSON
    private let map: HSXInstructionMap

    private init(
        _ code: [UInt32], _ table: HSXLineTable, _ functions: [HSXFunctionRange], _ variables: [HSXVariable],
        path: String
    ) {
        self.code = code
        self.table = table
        self.functions = functions
        self.variables = variables
        self.path = path
        json = HSXDebugJSON(table: table)
        map = HSXInstructionMap(code, table, functions)
    }

    /// The file of one object.
    public static func encode(_ object: HSXObject) -> [UInt8] {
        HSXDebugFile(object.code, object.lineTable, object.functions, object.variables, path: object.path).encoded()
    }

    /// The file of a whole program, whose image is `image`.
    public static func encode(_ program: LinkedProgram, _ image: HSXImage) -> [UInt8] {
        HSXDebugFile(image.code, program.lineTable, program.functions, program.variables, path: "").encoded()
    }

    private func encoded() -> [UInt8] {
        let files = table.files.enumerated().map { index, path in
            JSONValue.object([
                ("id", .integer(index)), ("filename", .string(HSXLineTable.split(path).name)),
                ("directory", .string(HSXLineTable.split(path).directory)),
            ])
        }
        let lines = map.entries.enumerated().map { ordinal, entry in line(entry, ordinal) }
        let mapped = map.entries.count(where: \.isMapped)
        let generated = map.entries.count { $0.row?.isGenerated == true }
        let coverage = JSONValue.object([
            ("total_instructions", .integer(lines.count)), ("source_mapped", .integer(mapped)),
            ("compiler_tagged", .integer(generated)),
            ("unmapped", .integer(lines.count - mapped - generated)),
        ])
        var members: [(String, JSONValue)] = [
            ("version", .integer(1)), ("files", .array(files)), ("functions", .array(functions.map(function))),
            ("line_map", .array(lines)), ("llvm_to_mvasm", .array([])),
            ("variables", .array(variables.enumerated().map(variable))),
            ("register_allocation_summary", .object([])), ("line_coverage", coverage),
        ]
        if !table.calls.isEmpty { members.append(("inlined_calls", json.inlinedCalls())) }
        return JSONWriter.pretty(.object(members))
    }

    /// The line of the assembly; compiled code has none.
    private func assemblyLine(_ row: HSXLineRow?) -> JSONValue {
        row.map { json.isAssembly($0.file) ? .integer($0.line) : .null } ?? .null
    }

    private func line(_ entry: HSXInstructionMap.Entry, _ ordinal: Int) -> JSONValue {
        let row = entry.row
        let mnemonic = HSXInstruction(code, at: Int(entry.offset / 4))?.opcode.mnemonic ?? ".word"
        var members: [(String, JSONValue)] = [
            ("mvasm_line", assemblyLine(row)), ("mvasm_ordinal", .integer(ordinal)),
            ("instruction", .string(mnemonic)),
            ("source_kind", .string(entry.isMapped ? "source" : "compiler")),
        ]
        let path = row.map { HSXLineTable.split(json.fileName($0.file)) }
        members.append(("source_line", row.map { .integer($0.line) } ?? .null))
        members.append(("source_column", row.map { .integer($0.column) } ?? .null))
        members.append(("source_file", path.map { .string($0.name) } ?? .null))
        members.append(("source_directory", path.map { .string($0.directory) } ?? .null))
        members.append(("source_file_id", row.map { .integer($0.file) } ?? .null))
        if let row, row.call != 0 { members.append(("inlined_call", .integer(row.call))) }
        return .object(members)
    }

    private func function(_ function: HSXFunctionRange) -> JSONValue {
        let first = map.ordinal(function.offset)
        let last = max(first, map.ordinal(function.offset + function.size) - 1)
        let file = Int(function.file) < table.files.count ? table.files[Int(function.file)] : path
        func assemblyLine(_ ordinal: Int) -> JSONValue {
            guard ordinal < map.entries.count, let row = map.entries[ordinal].row else {
                return .integer(function.line)
            }
            return self.assemblyLine(row)
        }
        return .object([
            ("function", .string(function.name)), ("name", .string(function.name)),
            ("linkage_name", .string(function.name)),
            ("file", .string(HSXLineTable.split(file).name)), ("line", .integer(function.line)),
            ("mvasm_start_line", assemblyLine(first)), ("mvasm_end_line", assemblyLine(last)),
            ("mvasm_start_ordinal", .integer(first)), ("mvasm_end_ordinal", .integer(last)),
            ("register_allocation", .object([])),
        ])
    }

    private func variable(_ id: Int, _ variable: HSXVariable) -> JSONValue {
        let locations = variable.ranges.map { range in
            JSONValue.object([
                ("start_ordinal", .integer(map.ordinal(range.start))),
                ("end_ordinal", .integer(map.ordinal(range.end) - 1)),
                ("location", json.location(range.pieces, size: variable.size)),
            ])
        }
        var members: [(String, JSONValue)] = [
            ("id", .integer(id)), ("name", .string(variable.name)), ("function", .string(variable.function)),
            ("scope", .string(variable.isParameter ? "parameter" : "local")),
        ]
        members += json.place(variable.file)
        members += [
            ("line", .integer(variable.line)), ("type", .string(variable.type)), ("size", .integer(variable.size)),
        ]
        if variable.call != 0 { members.append(("inlined_call", .integer(variable.call))) }
        members.append(("locations", .array(locations)))
        return .object(members)
    }
}
