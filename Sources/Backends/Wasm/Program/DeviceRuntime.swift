// The prebuilt runtime for programs that use files, mailboxes or kept machine code: a WebAssembly module that the
// program's functions are added to. Runtime/wasm/runtime.c says what it offers and where it lies.

import BackendKit
import IR

/// The part of the prebuilt runtime that programs call.
struct DeviceRuntime {
    /// The runtime's data start here; the bytes between them and the program's memory are free.
    static let dataStart: UInt32 = 0x4_0000
    /// Services from this number on run kept machine code.
    static let keptCode: UInt32 = 0x8000_0000

    /// A group of services.
    enum Service: String {
        case files = "hub_service_files"
        case mailbox = "hub_service_mailbox"
        case kept = "hub_service_kept"
    }

    /// Binaryen's names of the functions, by the names of their exports.
    private let names: [String: String]

    /// Takes the exports of the runtime out of `wasm`, so that only what the program calls stays.
    init(_ wasm: WasmModule) {
        let exports = [
            Service.files.rawValue, Service.mailbox.rawValue, Service.kept.rawValue, "hub_registers", "hub_kept_code",
        ]
        var names: [String: String] = [:]
        for export in exports { names[export] = wasm.takeExport(export) }
        _ = wasm.takeExport("memory")
        self.names = names
    }

    func function(_ service: Service) -> String { function(named: service.rawValue) }

    /// Answers the address of 16 registers.
    var registers: String { function(named: "hub_registers") }

    /// Takes the address and the size of the kept code.
    var keptCode: String { function(named: "hub_kept_code") }

    private func function(named name: String) -> String {
        guard let function = names[name] else { preconditionFailure("DeviceRuntime: no export \(name)") }
        return function
    }

    /// Whether `module` uses any of its services.
    static func isNeeded(_ module: Module) -> Bool {
        module.services.values.contains { service in
            if case .runtime = ServicePlan(service.number, memorySize: module.memory.size) { true } else { false }
        }
    }
}
