// Smalltalk that commands look at and build: images read from files, or made of programs.

import FrontendSmalltalk
import Support

enum SmalltalkInput {
    /// The suffixes of files that hold programs.
    private static let programs = [SourceKind.smalltalk.rawValue, SourceKind.smalltalkBytecode.rawValue]

    /// The image in a file, or the program in a file whose name ends in '.st' or '.stasm'; nil when there is none,
    /// which has been reported then.
    static func load(_ path: String, _ context: inout CommandContext) -> SmalltalkProgram? {
        guard programs.contains(Path.suffix(path).lowercased()) else {
            guard let bytes = context.read(path) else { return nil }
            return SmalltalkImage.read(bytes, path: path, log: &context.log).map { SmalltalkProgram($0) }
        }
        return assemble([path], &context)
    }

    /// The program in several files, with hubc's kernel unless it is a system of its own.
    static func assemble(_ paths: [String], _ context: inout CommandContext) -> SmalltalkProgram? {
        var texts: [SmalltalkText] = []
        for path in paths {
            guard let id = context.load(path) else { return nil }
            let isSource = SourceKind(path: path) == .smalltalk
            texts.append(SmalltalkText(file: id, bytes: context.sources[id].text, isSource: isSource))
        }
        var sources = context.sources
        let program = StasmAssembler.program(texts, kernel: { kernel(&sources) }, log: &context.log)
        context.sources = sources
        return program
    }

    /// The texts of the kernel, whose files come into `sources`.
    package static func kernel(_ sources: inout SourceMap) -> [SmalltalkText] {
        RuntimeFiles.smalltalk.map { file in
            let id = sources.add(SourceFile(name: "kernel/" + file.path, text: file.bytes))
            return SmalltalkText(file: id, bytes: file.bytes, isSource: true)
        }
    }
}
