// hubc inspect --sizes: what takes the memory of an image.

import HSXMachine
import Support

enum SizesReport {
    static func run(_ path: String, _ context: inout CommandContext) -> ExitStatus {
        guard context.expect(".hxe", at: path, hint: "'hubc build' makes images from sources"),
            let bytes = context.read(path, allowEmpty: false),
            let image = HSXImage.read(bytes, path: path, log: &context.log)
        else { return .failure }
        let symbols = ImageSymbols.read(beside: path, &context)
        guard !context.log.hasErrors else { return .failure }
        let sizes = HSXSizes(image, symbols)
        if context.options.json {
            context.print(JSONWriter.pretty(sizes.json))
            return .success
        }
        context.print(table(sizes), terminator: "")
        let stack = sizes.stackText
        if !stack.isEmpty { context.print("\n" + stack, terminator: "") }
        if symbols == nil {
            context.print("\nwithout a .sym file beside the image names, files and data are not known")
        }
        return .success
    }

    private static func table(_ sizes: HSXSizes) -> String {
        var table = TextTable(["", "code", "data", "frame", "stack"], left: [0])
        for row in sizes.rows {
            let name = String(repeating: "  ", count: row.level) + row.name
            func cell(_ value: UInt32?) -> String { value.map { String($0) } ?? "" }
            table.add([name, cell(row.code), cell(row.data), cell(row.frame), row.stack ?? ""])
        }
        return table.text
    }
}

/// The symbol file of an image.
enum ImageSymbols {
    /// What the .sym file beside an image says; nil without one, and with errors in the log when it cannot be read.
    static func read(beside path: String, _ context: inout CommandContext) -> HSXSymbolFile? {
        let symbolPath = Path.join(Path.folder(path), Path.stem(path) + ".sym")
        guard FileSystem.exists(symbolPath), let bytes = context.read(symbolPath) else { return nil }
        return HSXSymbolFile.read(bytes, path: symbolPath, log: &context.log)
    }
}
