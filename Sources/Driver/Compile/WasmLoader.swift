// The JavaScript that loads a WebAssembly module: Runtime/wasm/loader.mjs with the module's name in it.

import BackendKit
import Support

enum WasmLoader {
    /// The line that names the module, which is the only one that differs from module to module.
    private static let nameLine = #"const name = "program";"#

    /// The loader of NAME.wasm.
    static func artifact(_ name: String) -> Artifact {
        var writer = JSONWriter(.compact)
        writer.string(name)
        guard let text = RuntimeFiles.text("wasm/loader.mjs"), let line = text.firstRange(of: nameLine) else {
            preconditionFailure("WasmLoader: no loader with a line for the name")
        }
        let named = text[..<line.lowerBound] + "const name = \(writer.text);" + text[line.upperBound...]
        return Artifact(name: "\(name).mjs", kind: .loader, bytes: Array(named.utf8))
    }
}
