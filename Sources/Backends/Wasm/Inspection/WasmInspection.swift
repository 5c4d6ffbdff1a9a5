// What `hubc inspect` says about a WebAssembly module.

import Support

/// Describes modules.
public enum WasmInspection {
    /// A description of the module in `bytes`; nil, with an error in `log`, when they are none.
    public static func describe(_ bytes: [UInt8], path: String, log: inout DiagnosticLog) -> JSONValue? {
        do throws(WasmFormatError) {
            return tree(try WasmOutline.read(bytes))
        } catch {
            log.report(
                .error("E4404", "this is no WebAssembly module: \(error.message), at byte \(error.offset)", path: path))
            return nil
        }
    }

    /// The functions that the module in `bytes` imports from WASI, by name; none when the bytes are no module.
    public static func systemCalls(_ bytes: [UInt8]) -> [String] {
        guard let outline = try? WasmOutline.read(bytes) else { return [] }
        return outline.imports.filter { $0.module == "wasi_snapshot_preview1" }.map(\.name)
    }

    /// Whether the module in `bytes` is of a program with dynamic values, which an engine needs objects for.
    public static func hasObjects(_ bytes: [UInt8]) -> Bool {
        guard let outline = try? WasmOutline.read(bytes) else { return false }
        return outline.customSections.contains { $0.name == ObjectProgram.sectionName }
    }

    private static func tree(_ outline: WasmOutline) -> JSONValue {
        let imports = outline.imports.map { entry in
            JSONValue.object([
                ("module", .string(entry.module)), ("name", .string(entry.name)), ("kind", .string(entry.kind)),
            ])
        }
        let exports = outline.exports.map { entry in
            JSONValue.object([("name", .string(entry.name)), ("kind", .string(entry.kind))])
        }
        let memories = outline.memories.map { limits in
            JSONValue.object([
                ("pages", .integer(Int(clamping: limits.minimum))),
                ("maximum", limits.maximum.map { .integer(Int(clamping: $0)) } ?? .null),
            ])
        }
        let first = outline.importedFunctionCount
        let functions = outline.bodySizes.enumerated().map { number, size in
            JSONValue.object([
                ("number", .integer(first + number)),
                ("name", outline.functionNames[first + number].map { .string($0) } ?? .null),
                ("size", .integer(size)),
            ])
        }
        let custom = outline.customSections.map { section in
            JSONValue.object([("name", .string(section.name)), ("size", .integer(section.size))])
        }
        return .object([
            ("format", .string("wasm")), ("version", .integer(1)), ("types", .integer(outline.typeCount)),
            ("tables", .integer(outline.tableCount)), ("globals", .integer(outline.globalCount)),
            ("code_size", .integer(outline.bodySizes.reduce(0, +))), ("data_size", .integer(outline.dataSize)),
            ("memories", .array(memories)), ("imports", .array(imports)), ("exports", .array(exports)),
            ("functions", .array(functions)), ("custom_sections", .array(custom)),
        ])
    }
}
