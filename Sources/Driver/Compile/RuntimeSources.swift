// The C sources of the hosted runtime, put together as programs need them: one header for C programs, one file for
// the native link. Both are the files of Runtime/hosted and Runtime/hsx in one fixed order, each once, with the
// includes of each other resolved.

import BackendKit
import IR
import RuntimeBundle

/// What a program needs of the runtime besides its start, its end, output and sleep.
package struct RuntimeParts: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Files and mailboxes.
    package static let devices = RuntimeParts(rawValue: 1)
    /// The virtual machine, for machine code kept as written.
    package static let keptCode = RuntimeParts(rawValue: 2)

    /// What the services of `module` ask for.
    package init(_ module: Module) {
        self = []
        for id in module.services.ids {
            let number = module.services[id].number
            if number >= RuntimeSources.keptCode { formUnion([.devices, .keptCode]) }
            if number >> 8 == 4 || number >> 8 == 5 { formUnion(.devices) }
        }
    }

    /// The macros that make the runtime's sources have these parts.
    package var macros: [String] {
        (contains(.devices) ? ["HUB_USES_DEVICES"] : []) + (contains(.keptCode) ? ["HUB_USES_KEPT_CODE"] : [])
    }
}

/// The hosted runtime as sources.
package enum RuntimeSources {
    /// Services from this number on run kept machine code: HUB_KEPT_CODE of hub_runtime.h.
    package static let keptCode: UInt32 = 0x8000_0000

    /// The name that C programs include `header` by.
    package static let headerName = "hub_program.h"

    /// The header of C programs: declarations and definitions of the whole runtime, private to the file that includes
    /// it. A program defines the macros of its `RuntimeParts` before. The same for every program.
    package static func header() -> Artifact {
        let api = """
            #if defined(__GNUC__)
            #define HUB_API static __attribute__((unused))
            #else
            #define HUB_API static
            #endif

            """
        let text =
            "// The runtime of C programs made by hubc, in one file. Programs include it first of all, and define\n"
            + "// HUB_USES_DEVICES before when they use files or mailboxes, HUB_USES_KEPT_CODE for HSX machine code.\n\n"
            + "#ifndef HUB_PROGRAM_H\n#define HUB_PROGRAM_H\n\n" + api + prologue + base
            + "\n#ifdef HUB_USES_DEVICES\n" + devices + "\n#endif\n"
            + "\n#ifdef HUB_USES_KEPT_CODE\n" + machine + "\n#endif\n\n#endif\n"
        return Artifact(name: headerName, kind: .cHeader, bytes: Array(text.utf8))
    }

    /// The one C file that a native program is linked with.
    package static func unit(_ parts: RuntimeParts) -> Artifact {
        let macros = parts.macros.map { "#define \($0)\n" }.joined()
        let text = "// The runtime of a program made by hubc.\n\n" + macros + "\n" + prologue + base
            + (parts.contains(.devices) ? devices : "") + (parts.contains(.keptCode) ? machine : "")
        return Artifact(name: "hub_runtime.c", kind: .cSource, bytes: Array(text.utf8))
    }

    /// What must stand before the first system header, and what keeps to the C standard.
    private static let prologue = """
        #if !defined(_XOPEN_SOURCE) && !defined(__APPLE__)
        #define _XOPEN_SOURCE 700
        #endif
        #define HUB_HSX_SWITCH

        """

    /// What every program needs; the devices; the virtual machine, which comes behind them.
    private static let (base, devices, machine): (String, String, String) = {
        var text = Amalgamation()
        return (
            text.join([
                "hosted/hub_runtime.h", "hosted/process.h", "hosted/output.c", "hosted/faults.c", "hosted/program.c",
                "hosted/services.c",
            ]),
            text.join(["hsx/queue.c", "hsx/mailbox.c", "hsx/files.c", "hsx/services.c", "hosted/devices.c"]),
            text.join(["hsx/decode.c", "hsx/vm.c", "hsx/run.c", "hosted/kept.c"])
        )
    }()
}

/// Files joined to one, each header once.
private struct Amalgamation {
    private var text = ""
    private var added: Set<String> = []

    /// The files at `paths`, without the headers that earlier calls have given.
    mutating func join(_ paths: [String]) -> String {
        text = ""
        for path in paths { add(path) }
        return text
    }

    /// Appends a file of the bundle with what it includes of the bundle; nothing when it is a header that is there.
    private mutating func add(_ path: String) {
        guard let content = RuntimeFiles.text(path) else { preconditionFailure("RuntimeBundle: \(path) is missing") }
        // loop.h is a template without a guard: each include of it counts.
        let isHeader = path.hasSuffix(".h") && content.contains("\n#ifndef HUB_")
        if isHeader, !added.insert(path).inserted { return }
        text += "\n// ---- Runtime/\(path)\n\n"
        for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#include \""), let included = Amalgamation.path(String(line.dropFirst(10).dropLast())) {
                add(included)
            } else {
                text += line + "\n"
            }
        }
    }

    /// The file of the bundle that an include names; names are unique but for the folder.
    private static func path(_ name: String) -> String? {
        ["hosted/", "hsx/", "hsx/include/"].map { $0 + name }.first { RuntimeFiles.text($0) != nil }
    }
}

/// The files below Runtime/ that hubc carries.
package enum RuntimeFiles {
    /// The bytes of the file at `path`, such as "wasm/hsx.wasm"; nil when there is none.
    package static func bytes(_ path: String) -> [UInt8]? {
        var count = 0
        let files = UnsafeBufferPointer(start: hub_bundled_files(&count), count: count)
        return files.first { String(cString: $0.path) == path }.map {
            Array(UnsafeBufferPointer(start: $0.bytes, count: $0.size))
        }
    }

    /// The same as text.
    package static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }
}
