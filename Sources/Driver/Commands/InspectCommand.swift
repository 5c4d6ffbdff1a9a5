// hubc inspect: describes an artifact: .hxe, .hxo, .wasm, .sym, .image, .st or .stasm.

import BackendWasm
import FrontendSmalltalk
import HSXMachine
import Support

extension Command {
    static let inspect = Command(
        "inspect", "FILE", summary: "describes an artifact: .hxe, .hxo, .wasm, .sym, .image, .st or .stasm",
        details: """
            With --sizes: a tree of what takes the code, data and stack of an image, by source file and function. Names
            and files come from the .sym file beside it; 'hubc build -g' writes one.
            With --class or --method: that part of a Smalltalk image. A .st or .stasm program is described as the image
            that it becomes.
            """,
        operands: 1...1, options: [.json, .sizes, .className, .method],
        run: InspectCommand.run)
}

enum InspectCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        let path = context.options.path
        if context.options.sizes { return SizesReport.run(path, &context) }
        guard let bytes = context.read(path, allowEmpty: false), let tree = describe(bytes, path, &context) else {
            return .failure
        }
        if context.options.json {
            context.print(JSONWriter.pretty(tree))
        } else {
            context.print(HSXInspection.text(tree), terminator: "")
        }
        return .success
    }

    private static func describe(_ bytes: [UInt8], _ path: String, _ context: inout CommandContext) -> JSONValue? {
        switch Path.suffix(path).lowercased() {
        case ".hxe": return HSXImage.read(bytes, path: path, log: &context.log).map(HSXInspection.describe)
        case ".hxo":
            let id = context.sources.add(SourceFile(name: path, text: bytes))
            return HSXObjectReader.read(bytes, path: path, file: id, log: &context.log).map(HSXInspection.describe)
        case ".sym": return HSXSymbolFile.read(bytes, path: path, log: &context.log).map(HSXInspection.describe)
        case ".wasm": return WasmInspection.describe(bytes, path: path, log: &context.log)
        case ".image":
            guard let image = SmalltalkImage.read(bytes, path: path, log: &context.log) else { return nil }
            return describe(image, path, &context)
        case ".stasm", ".st":
            guard let image = SmalltalkInput.load(path, &context)?.image else { return nil }
            return describe(image, path, &context)
        default:
            context.log.report(.unknownArtifact(path))
            return nil
        }
    }
}

extension InspectCommand {
    private static func describe(
        _ image: SmalltalkImage, _ path: String, _ context: inout CommandContext
    ) -> JSONValue? {
        if let name = context.options.method {
            if let tree = SmalltalkInspection.describe(image, method: name) { return tree }
            context.log.report(.missingInImage("method", name, path))
        } else if let name = context.options.className {
            if let tree = SmalltalkInspection.describe(image, className: name) { return tree }
            context.log.report(.missingInImage("class", name, path))
        } else {
            return SmalltalkInspection.describe(image)
        }
        return nil
    }
}

extension Diagnostic {
    static func missingInImage(_ kind: String, _ name: String, _ path: String) -> Diagnostic {
        .error("E2701", "the image has no \(kind) '\(name)'", path: path)
    }

    fileprivate static func unknownArtifact(_ path: String) -> Diagnostic {
        .error(
            "E9308", "this is no artifact of a known kind", path: path,
            notes: [DiagnosticNote("the suffixes are '.hxe', '.hxo', '.sym', '.wasm', '.image', '.st', '.stasm'")])
    }
}
