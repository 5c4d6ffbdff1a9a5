// The .dbg file of an assembly module: which line made which instruction, in the schema of the reference compiler. A
// module written in
// assembly has no other source than itself, so the source line is the MVASM line.

import Support

/// Writes .dbg files.
public enum HSXDebugFile {
    public static func encode(_ object: HSXObject) -> [UInt8] {
        let table = object.lineTable
        let files = table.files.enumerated().map { index, path in
            JSONValue.object([
                ("id", .integer(index)), ("filename", .string(HSXLineTable.split(path).name)),
                ("directory", .string(HSXLineTable.split(path).directory)),
            ])
        }
        let lines = table.rows.enumerated().map { ordinal, row in line(object, row, ordinal) }
        let coverage = JSONValue.object([
            ("total_instructions", .integer(lines.count)), ("source_mapped", .integer(lines.count)),
            ("compiler_tagged", .integer(0)),
            ("unmapped", .integer(0)),
        ])
        return JSONWriter.pretty(
            .object([
                ("version", .integer(1)), ("files", .array(files)), ("functions", .array(functions(object))),
                ("line_map", .array(lines)), ("llvm_to_mvasm", .array([])), ("variables", .array([])),
                ("register_allocation_summary", .object([])), ("line_coverage", coverage),
            ]))
    }

    private static func line(_ object: HSXObject, _ row: HSXLineRow, _ ordinal: Int) -> JSONValue {
        let file = object.lineTable.files[Int(row.file)]
        let mnemonic = HSXInstruction(object.code, at: Int(row.offset / 4))?.opcode.mnemonic ?? ".word"
        return .object([
            ("mvasm_line", .integer(row.line)), ("mvasm_ordinal", .integer(ordinal)),
            ("instruction", .string(mnemonic)),
            ("source_kind", .string("source")), ("source_line", .integer(row.line)),
            ("source_column", .integer(row.column)),
            ("source_file", .string(HSXLineTable.split(file).name)),
            ("source_directory", .string(HSXLineTable.split(file).directory)),
            ("source_file_id", .integer(row.file)),
        ])
    }

    private static func functions(_ object: HSXObject) -> [JSONValue] {
        let rows = object.lineTable.rows
        var next = 0
        return object.functions.map { function in
            while next < rows.count, rows[next].offset < function.offset { next += 1 }
            let first = next
            var last = first
            while last + 1 < rows.count, rows[last + 1].offset < function.offset + function.size { last += 1 }
            let hasRows = first < rows.count
            let file =
                Int(function.file) < object.lineTable.files.count
                ? object.lineTable.files[Int(function.file)] : object.path
            return .object([
                ("function", .string(function.name)), ("name", .string(function.name)),
                ("linkage_name", .string(function.name)),
                ("file", .string(HSXLineTable.split(file).name)), ("line", .integer(function.line)),
                ("mvasm_start_line", .integer(hasRows ? rows[first].line : function.line)),
                ("mvasm_end_line", .integer(hasRows ? rows[last].line : function.line)),
                ("mvasm_start_ordinal", .integer(first)), ("mvasm_end_ordinal", .integer(hasRows ? last : first)),
                ("register_allocation", .object([])),
            ])
        }
    }
}
