// Compiles modules with the back end and runs them on the virtual machine.

import BackendHXE
import Foundation
import HSXMachine
import HSXRuntime
import IR
import Support

/// How a program ended on the machine.
struct MachineRun: Equatable {
    var status: String
    var r0: UInt32
    var steps: UInt64
    var output: [UInt8]
    var memory: [UInt8]
}

/// Collects what a program writes; a class because a C callback fills it.
final class OutputRecorder {
    var bytes: [UInt8] = []
}

enum Machine {
    static func parse(_ text: String) throws -> Module {
        let (module, log) = IRParser.parse(SourceFile(name: "test.hir", text), id: SourceFileID(rawValue: 0))
        guard let module, !log.hasErrors else {
            throw TestError(log.diagnostics.map(\.message).joined(separator: "\n"))
        }
        let errors = Verifier.verify(module)
        guard errors.isEmpty else { throw TestError("\(errors)") }
        return module
    }

    /// The image of a module.
    static func link(_ module: Module, codeBase: UInt32 = 0) throws -> HSXImage {
        let options = HXEOptions(codeBase: codeBase, debug: true, checksAllocation: true)
        let (object, log) = HXEBackend.emit(module, options: options)
        guard let object else { throw TestError(log.diagnostics.map(\.message).joined(separator: "\n")) }
        var linkLog = DiagnosticLog()
        guard let (image, _) = HSXImage.link([object], options: HSXLinkOptions(), log: &linkLog) else {
            throw TestError(linkLog.diagnostics.map(\.message).joined(separator: "\n"))
        }
        return image
    }

    static func run(_ module: Module, stepLimit: UInt64 = 10_000_000) throws -> MachineRun {
        try run(link(module), stepLimit: stepLimit)
    }

    static func run(_ image: HSXImage, stepLimit: UInt64 = 10_000_000) -> MachineRun {
        let recorder = OutputRecorder()
        var config = hub_hsx_host_config()
        config.user = Unmanaged.passUnretained(recorder).toOpaque()
        config.output = { user, bytes, count in
            Unmanaged<OutputRecorder>.fromOpaque(user!).takeUnretainedValue().bytes += UnsafeBufferPointer(
                start: bytes, count: count)
        }
        let host = hub_hsx_host_create(&config)!
        let vm = hub_hsx_vm_create(host)!
        defer {
            hub_hsx_vm_destroy(vm)
            hub_hsx_host_destroy(host)
        }
        let code = image.code.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
        precondition(hub_hsx_load(vm, code, code.count, image.data, image.data.count, image.entry))
        let status = hub_hsx_run(vm, stepLimit)
        return MachineRun(
            status: String(cString: hub_hsx_status_name(status)), r0: hub_hsx_registers(vm)[0],
            steps: hub_hsx_retired(vm),
            output: recorder.bytes, memory: Array(UnsafeBufferPointer(start: hub_hsx_memory(vm), count: 0x10000)))
    }

    static func listing(_ image: HSXImage) -> String {
        var text = ""
        var index = 0
        while index < image.code.count {
            let address = String(index * 4, radix: 16)
            if let instruction = HSXInstruction(image.code, at: index) {
                text +=
                    "\(address): \(instruction.opcode.mnemonic) \(instruction.rd) \(instruction.rs1) \(instruction.rs2) \(instruction.imm)\n"
                index += instruction.wordCount
            } else {
                text += "\(address): ??? \(image.code[index])\n"
                index += 1
            }
        }
        return text
    }
}

struct TestError: Error, CustomStringConvertible {
    let description: String
    init(_ text: String) { description = text }
}
