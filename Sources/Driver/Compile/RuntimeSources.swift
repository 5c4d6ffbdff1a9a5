// The C sources of the hosted runtime, put together as programs need them: one header for C programs, one file for
// the native link. Both are the files of Runtime/hosted and Runtime/hsx in one fixed order, each once, with the
// includes of each other resolved.

import BackendKit
import IR

/// What a program needs of the runtime besides its start, its end, output and sleep.
package struct RuntimeParts: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Files and mailboxes.
    package static let devices = RuntimeParts(rawValue: 1)
    /// The virtual machine, for machine code kept as written; it needs the devices.
    package static let keptCode = RuntimeParts(rawValue: 3)
    /// Dynamic values: the heap, its collector, and the stack that it looks through.
    package static let objects = RuntimeParts(rawValue: 4)
    /// Texts to evaluate, for `hubc repl`.
    package static let session = RuntimeParts(rawValue: 8)
    /// The functions that a program was in when it ended; for native code alone.
    package static let traces = RuntimeParts(rawValue: 16)

    /// What the services of `module` ask for.
    package init(_ module: Module) {
        self = module.hasDynamicValues ? .objects : []
        if module.tracesCalls { formUnion(.traces) }
        for id in module.services.ids {
            let number = module.services[id].number
            if number >= RuntimeSources.keptCode { formUnion(.keptCode) }
            if number >> 8 == 4 || number >> 8 == 5 { formUnion(.devices) }
            if number == RuntimeSources.sessionInput { formUnion(.session) }
        }
    }

    /// The macros that make the runtime's sources have these parts.
    package var macros: [String] {
        (contains(.devices) ? ["HUB_USES_DEVICES"] : []) + (contains(.keptCode) ? ["HUB_USES_KEPT_CODE"] : [])
            + (contains(.objects) ? ["HUB_USES_OBJECTS"] : []) + (contains(.session) ? ["HUB_USES_SESSION"] : [])
            + (contains(.traces) ? ["HUB_USES_TRACES"] : [])
    }
}

/// The hosted runtime as sources.
package enum RuntimeSources {
    /// Services from this number on run kept machine code: HUB_KEPT_CODE of hub_runtime.h.
    package static let keptCode: UInt32 = 0x8000_0000

    /// HUB_SESSION_INPUT of services.c.
    static let sessionInput: UInt32 = 0xF00
    /// HUB_CLOCK_US of services.c.
    static let clock: UInt32 = 0xF01
    /// HUB_FILE_OPEN and HUB_FILE_READ of services.c.
    static let openFile: UInt32 = 0xF02
    static let readFile: UInt32 = 0xF03
    /// HUB_TIME_US of services.c.
    static let time: UInt32 = 0xF04

    /// The name that C programs include `header` by.
    package static let headerName = "hub_program.h"

    /// The header of C programs: declarations and definitions of the whole runtime, private to the file that includes
    /// it. A program defines the macros of its `RuntimeParts` before. The same for every program.
    package static func header() -> Artifact { Artifact(name: headerName, kind: .cHeader, bytes: headerBytes) }

    private static let headerBytes: [UInt8] = {
        let (base, objects, devices, machine, _, _) = sections(behind: semantics)
        let text = """
            // The runtime of C programs made by hubc, in one file. Programs include it first of all, and define
            // HUB_USES_DEVICES before when they use files or mailboxes, HUB_USES_KEPT_CODE for HSX machine code,
            // HUB_USES_OBJECTS for dynamic values.

            #ifndef HUB_PROGRAM_H
            #define HUB_PROGRAM_H

            #if defined(__GNUC__)
            #define HUB_API static __attribute__((unused))
            #else
            #define HUB_API static
            #endif
            #define HUB_VARIABLE HUB_API
            \(prologue)\(base)
            #ifdef HUB_USES_OBJECTS
            \(objects)#endif

            #ifdef HUB_USES_DEVICES
            \(devices)#endif

            #ifdef HUB_USES_KEPT_CODE
            \(machine)#endif

            #endif

            """
        return Array(text.utf8)
    }()

    /// The one C file that a native program is linked with.
    package static func unit(_ parts: RuntimeParts) -> Artifact {
        let (base, objects, devices, machine, session, traces) = sections()
        let text = """
            // The runtime of a program made by hubc.

            \(parts.macros.map { "#define \($0)\n" }.joined())\(prologue)\(base)
            """
        let more =
            (parts.contains(.objects) ? objects : "") + (parts.contains(.devices) ? devices : "")
            + (parts.contains(.keptCode) ? machine : "") + (parts.contains(.session) ? session : "")
            + (parts.contains(.traces) ? traces : "")
        return Artifact(name: "hub_runtime.c", kind: .cSource, bytes: Array((text + more).utf8))
    }

    /// The operations on dynamic values as bitcode for native code; empty when the program has none.
    package static func operations(_ parts: RuntimeParts) -> [UInt8] {
        parts.contains(.objects) ? RuntimeFiles.bytes("core/core.bc") ?? [] : []
    }

    /// The runtime for WebAssembly as a module, of which a program takes what it needs; empty when it needs none.
    package static func wasm(_ parts: RuntimeParts) -> [UInt8] {
        parts.contains(.devices) ? RuntimeFiles.bytes("wasm/hsx.wasm") ?? [] : []
    }

    /// What must stand before the first system header, and what keeps to the C standard.
    private static let prologue = """
        #if !defined(_XOPEN_SOURCE) && !defined(__APPLE__)
        #define _XOPEN_SOURCE 700
        #define _DEFAULT_SOURCE
        #endif
        #define HUB_HSX_SWITCH

        """

    /// What C programs need besides: the meaning of the IR's operations.
    private static let semantics = ["hosted/hub_c.h"]

    /// The runtime behind `first`: what every program needs; dynamic values; the devices; the virtual machine, which
    /// needs the devices; sessions; traces.
    private static func sections(
        behind first: [String] = []
    ) -> (base: String, objects: String, devices: String, machine: String, session: String, traces: String) {
        var text = Amalgamation()
        let base = text.join(
            first + [
                "hosted/hub_runtime.h", "hosted/process.h", "hosted/output.c", "hosted/faults.c", "hosted/program.c",
                "hosted/services.c",
            ])
        let objects = text.join(["core/hub_core.h", "core/heap.c", "core/mark.c", "core/collect.c", "core/start.c"])
        let devices = text.join(
            ["hsx/queue.c", "hsx/mailbox.c", "hsx/files.c", "hsx/services.c", "hosted/devices.c"])
        let machine = text.join(["hsx/decode.c", "hsx/vm.c", "hsx/run.c", "hosted/kept.c"])
        let session = text.join(["hosted/session.c"])
        return (base, objects, devices, machine, session, text.join(["hosted/trace.c"]))
    }
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
        ["hosted/", "core/", "hsx/", "hsx/include/"].map { $0 + name }.first { RuntimeFiles.text($0) != nil }
    }
}
