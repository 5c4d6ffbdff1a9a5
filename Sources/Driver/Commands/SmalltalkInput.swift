// Smalltalk that commands look at and build: images read from files, or made of programs.

import FrontendSmalltalk
import Support

enum SmalltalkInput {
    /// The suffixes of files that hold programs.
    static let programs = [SourceKind.smalltalk.rawValue, SourceKind.smalltalkBytecode.rawValue]

    /// The image in a file, or of the program in a file whose name ends in '.st' or '.stasm'; nil when there is none,
    /// which has been reported then.
    static func load(_ path: String, _ context: inout CommandContext) -> SmalltalkImage? {
        guard programs.contains(Path.suffix(path).lowercased()) else {
            guard let bytes = context.read(path) else { return nil }
            return SmalltalkImage.read(bytes, path: path, log: &context.log)
        }
        return assemble([path], &context)
    }

    /// The image of a program in several files, with hubc's kernel unless it is a system of its own.
    static func assemble(_ paths: [String], _ context: inout CommandContext) -> SmalltalkImage? {
        var texts: [SmalltalkText] = []
        for path in paths {
            guard let id = context.load(path) else { return nil }
            let isSource = SourceKind(path: path) == .smalltalk
            texts.append(SmalltalkText(file: id, bytes: context.sources[id].text, isSource: isSource))
        }
        var sources = context.sources
        let image = StasmAssembler.assemble(texts, kernel: { kernel(&sources) }, log: &context.log)
        context.sources = sources
        return image
    }

    private static func kernel(_ sources: inout SourceMap) -> [SmalltalkText] {
        RuntimeFiles.smalltalk.map { file in
            let id = sources.add(SourceFile(name: "kernel/" + file.path, text: file.bytes))
            return SmalltalkText(file: id, bytes: file.bytes, isSource: true)
        }
    }
}
