// The JavaScript that loads a WebAssembly module: Runtime/wasm/loader.mjs with what it must know of the module in it.

import BackendKit
import BackendWasm
import Support

enum WasmLoader {
    /// The lines that differ from module to module: its name and that of its file, whether it has objects, and whether it
    /// says which functions it was in when a trap ends it.
    private static let nameLine = #"const name = "program";"#
    private static let fileLine = #"const file = "program.wasm";"#
    private static let objectsLine = "const hasObjects = false;"
    private static let tracesLine = "const tracesCalls = false;"

    /// NAME.mjs, the loader of `module`.
    static func artifact(_ name: String, _ module: Artifact, tracesCalls: Bool) -> Artifact {
        guard let text = RuntimeFiles.text("wasm/loader.mjs") else {
            preconditionFailure("WasmLoader: no loader")
        }
        let named = replace(nameLine, with: "const name = \(quoted(name));", in: text)
        let placed = replace(fileLine, with: "const file = \(quoted(module.name));", in: named)
        let hasObjects = WasmInspection.hasObjects(module.bytes)
        let typed = replace(objectsLine, with: "const hasObjects = \(hasObjects);", in: placed)
        let complete = replace(tracesLine, with: "const tracesCalls = \(tracesCalls);", in: typed)
        return Artifact(name: "\(name).mjs", kind: .loader, bytes: Array(complete.utf8))
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter(.compact)
        writer.string(text)
        return writer.text
    }

    private static func replace(_ line: String, with other: String, in text: String) -> String {
        guard let place = text.firstRange(of: line) else { preconditionFailure("WasmLoader: no line '\(line)'") }
        return String(text[..<place.lowerBound] + other + text[place.upperBound...])
    }
}
