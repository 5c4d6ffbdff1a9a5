// hubc disasm: disassembles an HSX image, or prints the methods of a Smalltalk image.

import FrontendSmalltalk
import HSXMachine
import Support

extension Command {
    static let disasm = Command(
        "disasm", "FILE", summary: "disassembles an HSX image or the methods of a Smalltalk image",
        details: """
            Functions and source lines are shown when a .sym file lies beside an HSX image; the text of the lines too
            where the sources are found: from the image's folder, the one above it, or the current one.
            A Smalltalk image, and a .st or .stasm program as it is compiled, is printed as .stasm text; of programs only what
            is their own.
            """,
        operands: 1...1, options: [.className, .method, .output],
        wording: [
            .output: "write to this file instead of standard output",
            .className: "print a class of a Smalltalk image with its methods",
            .method: "print a method of a Smalltalk image",
        ],
        run: DisasmCommand.run)
}

enum DisasmCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        let path = context.options.path
        switch Path.suffix(path).lowercased() {
        case ".image", ".stasm", ".st": return smalltalk(path, &context)
        default: return machineCode(path, &context)
        }
    }

    private static func smalltalk(_ path: String, _ context: inout CommandContext) -> ExitStatus {
        guard let program = SmalltalkInput.load(path, &context) else { return .failure }
        let image = program.image
        if let name = context.options.method {
            if let text = StasmDisassembler.text(image, method: name) { return context.show(text) }
            return context.fail(.missingInImage("method", name, path))
        }
        if let name = context.options.className {
            if let text = StasmDisassembler.text(image, className: name) { return context.show(text) }
            return context.fail(.missingInImage("class", name, path))
        }
        return context.show(StasmDisassembler.text(image, without: program.kernel))
    }

    private static func machineCode(_ path: String, _ context: inout CommandContext) -> ExitStatus {
        guard context.expect(".hxe", at: path, hint: "'hubc build' makes images from sources"),
            let bytes = context.read(path, allowEmpty: false),
            let image = HSXImage.read(bytes, path: path, log: &context.log)
        else { return .failure }
        let symbols = ImageSymbols.read(beside: path, &context) ?? HSXSymbolFile()
        guard !context.log.hasErrors else { return .failure }
        let sources = symbols.lineTable.files.map { lines(of: $0, besides: Path.folder(path)) }
        let listing = HSXListing.listing(image, symbols: symbols) { file, line in
            let text = sources[Int(file)]
            return line >= 1 && Int(line) <= text.count ? text[Int(line) - 1] : nil
        }
        return context.show(listing)
    }

    /// The lines of a source file, found as the image's build recorded it; none when it is nowhere.
    private static func lines(of file: String, besides folder: String) -> [String] {
        for place in [folder, Path.join(folder, ".."), "."] {
            let path = Path.join(place, file)
            guard FileSystem.exists(path), let bytes = try? FileSystem.read(path, allowEmpty: true) else { continue }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map {
                $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
            }
        }
        return []
    }
}
