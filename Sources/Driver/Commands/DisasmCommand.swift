// hubc disasm: disassembles an HSX image.

import HSXMachine

extension Command {
    static let disasm = Command(
        "disasm", "FILE.hxe", summary: "disassembles an HSX image",
        details: """
            Source lines are shown when a .sym file lies beside the image.
            """,
        operands: 1...1, options: [.output],
        wording: [.output: "write to this file instead of standard output"],
        run: DisasmCommand.run)
}

enum DisasmCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        let path = context.options.path
        guard context.expect(".hxe", at: path, hint: "'hubc build' makes images from sources"),
            let bytes = context.read(path, allowEmpty: false),
            let image = HSXImage.read(bytes, path: path, log: &context.log)
        else { return .failure }
        let symbolPath = Path.join(Path.folder(path), Path.stem(path) + ".sym")
        var symbols = HSXSymbolFile()
        if FileSystem.exists(symbolPath) {
            guard let bytes = context.read(symbolPath),
                let read = HSXSymbolFile.read(bytes, path: symbolPath, log: &context.log)
            else { return .failure }
            symbols = read
        }
        return context.show(HSXListing.listing(image, symbols: symbols))
    }
}
