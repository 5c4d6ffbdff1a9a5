// The C runtime's services as a host: the same code answers SVC in the virtual machine and `service` in the
// interpreter.

import HSXMachine
import HSXRuntime
import IR
import Interpreter

/// The world around an HSX program: where its output goes, its mailboxes and its sandbox folder.
///
/// A class, because it owns a C handle that the runtime calls back with; the handle is freed when it goes.
public final class HSXHost {
    /// The C handle; it stays valid as long as this object.
    let handle: OpaquePointer
    private let sink: OutputSink
    /// The clock of programs that run here: what they have slept, in microseconds, and one for each look.
    private var clock: UInt64 = 0
    /// What is left of the file that a program reads; nil before it has opened one.
    private var file: ArraySlice<UInt8>?

    /// Collects or forwards what the program prints; a class, because the C callback holds its address.
    private final class OutputSink {
        let write: ([UInt8]) -> Void
        init(_ write: @escaping ([UInt8]) -> Void) { self.write = write }
    }

    /// A host whose program output goes to `output`; nil when memory is short or the sandbox folder cannot be opened.
    public init?(sandbox: String? = nil, output: @escaping ([UInt8]) -> Void) {
        sink = OutputSink(output)
        var config = hub_hsx_host_config()
        config.user = Unmanaged.passUnretained(sink).toOpaque()
        config.output = { user, bytes, count in
            guard let user, let bytes else { return }
            let sink = Unmanaged<OutputSink>.fromOpaque(user).takeUnretainedValue()
            sink.write(Array(UnsafeBufferPointer(start: bytes, count: count)))
        }
        func create(_ path: UnsafePointer<CChar>?) -> OpaquePointer? {
            config.sandbox = path
            return hub_hsx_host_create(&config)
        }
        let created = sandbox.map { $0.withCString(create) } ?? create(nil)
        guard let created else { return nil }
        handle = created
    }

    deinit { hub_hsx_host_destroy(handle) }

    /// This host for the interpreter: arguments and results travel in the registers that the service table names.
    /// Services numbered from `RuntimeSources.keptCode` on run `keptCode`, the bytes of an image's code section. In
    /// memory of another size than the machine's there are only the end, output, steps, sleep and a clock
    /// that only these move, so that a program gives the same output whenever it runs.
    public func serviceHost(keptCode: [UInt8] = []) -> ServiceHost {
        var machine: KeptMachine?
        return ServiceHost { [self] service, arguments, memory, steps in
            if service.number >= RuntimeSources.keptCode {
                if machine == nil { machine = KeptMachine(keptCode, self) }
                guard let machine else { return .unsupported("so much kept machine code") }
                hub_hsx_host_set_steps(handle, steps)
                return machine.call(service.number, arguments, results: service.results.count, &memory)
            }
            let number = Int(service.number)
            if [RuntimeSources.clock, RuntimeSources.time].contains(service.number), memory.count != Int(HUB_HSX_MEMORY_SIZE) {
                clock += 1
                return .results(service.results.map { _ in clock })
            }
            if memory.count != Int(HUB_HSX_MEMORY_SIZE), let outcome = files(service.number, arguments, &memory) {
                return outcome
            }
            let facts = HSXService.at(number: number)
            guard facts.inputs.registers.count == arguments.count,
                facts.outputs.registers.count == service.results.count
            else { return .unsupported("service \(service.name) with another shape than the machine's") }
            guard memory.count == Int(HUB_HSX_MEMORY_SIZE) else { return hosted(number, arguments, memory, steps) }
            var registers = [UInt32](repeating: 0, count: 16)
            for (register, value) in zip(facts.inputs.registers, arguments) {
                registers[Int(register.number)] = UInt32(truncatingIfNeeded: value)
            }
            var outcome = hub_hsx_outcome()
            hub_hsx_host_set_steps(handle, steps)
            memory.withUnsafeMutableBufferPointer { bytes in
                hub_hsx_service(
                    handle, UInt32(number >> 8), UInt32(number & 0xFF), &registers, bytes.baseAddress, &outcome)
            }
            if outcome.kind == HUB_HSX_EXIT { return .exit(outcome.value) }
            return .results(facts.outputs.registers.map { UInt64(registers[Int($0.number)]) })
        }
    }

    /// The services that bring in files; nil for others.
    private func files(_ number: UInt32, _ arguments: [UInt64], _ memory: inout [UInt8]) -> ServiceOutcome? {
        guard number == RuntimeSources.openFile || number == RuntimeSources.readFile, arguments.count == 2 else {
            return nil
        }
        let (address, count, size) = (arguments[0], UInt64(UInt32(truncatingIfNeeded: arguments[1])), memory.count)
        guard address <= size, count <= UInt64(size) - address else { return .trap(.memoryFault) }
        let (start, failure) = (Int(address), UInt64(UInt32.max))
        if number == RuntimeSources.openFile {
            let path = String(decoding: memory[start..<start + Int(count)], as: UTF8.self)
            file = (try? FileSystem.read(path)).map { $0[...] }
            return .results([file == nil ? failure : 0])
        }
        guard let rest = file else { return .results([failure]) }
        let next = rest.prefix(Int(count))
        memory.replaceSubrange(start..<start + next.count, with: next)
        file = rest.isEmpty ? nil : rest.dropFirst(next.count)
        return .results([UInt64(next.count)])
    }

    /// What `hub_service_wide` of the hosted runtime does.
    private func hosted(_ number: Int, _ arguments: [UInt64], _ memory: [UInt8], _ steps: UInt64) -> ServiceOutcome {
        switch number {
        case 0x000: return .results([steps])
        case 0x100: return .exit(UInt32(truncatingIfNeeded: arguments[0]))
        case 0x101:
            let (address, count) = (arguments[0], arguments[1])
            let size = UInt64(memory.count)
            guard address <= size, count <= size - address else { return .trap(.memoryFault) }
            if count > 0 { sink.write(Array(memory[Int(address)..<Int(address + count)])) }
            return .results([count])
        case 0x600:
            clock += UInt64(UInt32(truncatingIfNeeded: arguments[0])) * 1000
            return .results([0])
        default:
            let outputs = HSXService.at(number: number).outputs.registers
            let inputs = HSXService.at(number: number).inputs.registers
            return .results(
                outputs.map { output in
                    if output.number == 0 { return 0xFFFF_FF01 }
                    return inputs.firstIndex { $0.number == output.number }.map { arguments[$0] } ?? 0
                })
        }
    }
}
