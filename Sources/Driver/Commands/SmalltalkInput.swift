// Smalltalk images that commands look at: read from a file, or assembled from a program.

import FrontendSmalltalk
import Support

enum SmalltalkInput {
    /// The image in a file, or of the program in a file whose name ends in '.stasm'; nil when there is none, which has been
    /// reported then.
    static func load(_ path: String, _ context: inout CommandContext) -> SmalltalkImage? {
        guard Path.suffix(path).lowercased() == ".stasm" else {
            guard let bytes = context.read(path) else { return nil }
            return SmalltalkImage.read(bytes, path: path, log: &context.log)
        }
        guard let id = context.load(path) else { return nil }
        return StasmAssembler.assemble([(id, context.sources[id].text)], log: &context.log)
    }
}
