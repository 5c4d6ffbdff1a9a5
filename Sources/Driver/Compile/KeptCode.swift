// Machine code kept as written, for everything that is not the machine: each kept function gets a body that asks a
// service to run its code, and the virtual machine of the runtime does so on the program's own memory.
//
// The service's number holds the code's address; its arguments are the 16 registers, its results R0 to R14, so that no
// target needs to know more of a kept function. The stack pointer is the address of an empty slot at the top of the
// body's frame: there the machine's would stand behind the CALL, below everything that callers keep on the stack, and
// the code may use all that is free. The body is never inlined, which would move the slot.

import HSXMachine
import IR

enum KeptCode {
    /// Added to the number of a service that runs kept code as the whole program, from the machine's initial state:
    /// HUB_KEPT_PROGRAM of hub_runtime.h.
    static let program: UInt32 = 0x4000_0000

    private static let stackPointer = 15

    /// The module with bodies for what is kept, and the code as bytes; `loaded` itself when nothing is.
    static func embed(in loaded: LoadedModule) -> LoadedModule {
        guard let object = loaded.verbatim else { return loaded }
        var embedded = LoadedModule(module: loaded.module)
        if loaded.isKeptWhole {
            addProgram(object, to: &embedded.module)
        } else {
            let module = loaded.module
            for symbol in object.symbols {
                guard let id = module.function(named: object.name(symbol.name)), !module.functions[id].isDefinition
                else { continue }
                addBody(id, at: symbol.offset, to: &embedded.module)
            }
        }
        for word in object.code { withUnsafeBytes(of: word.bigEndian) { embedded.keptCode.append(contentsOf: $0) } }
        return embedded
    }

    private static func service(_ name: String, _ number: UInt32) -> Service {
        Service(
            name: name, number: RuntimeSources.keptCode | number, parameters: Array(repeating: .i32, count: 16),
            results: Array(repeating: .i32, count: 15), effects: [.reads, .writes])
    }

    private static func addBody(_ id: FunctionID, at address: UInt32, to module: inout Module) {
        guard case .registers(let registers) = module.functions[id].signature.convention else { return }
        let service = service(module.functions[id].name, address)
        let serviceID = module.services.append(service)
        var function = module.functions[id]
        function.linkage = .local
        function.attributes.insert(.noInline)
        let slot = function.slots.append(StackSlot(size: 0, isAtTop: true))
        var builder = FunctionBuilder(function)
        let entry = builder.makeEntryBlock()
        let zero = builder.constant(0, .i32)
        var arguments = Array(repeating: zero, count: 16)
        for (register, value) in zip(registers.parameters, builder.function.parameters(entry)) {
            arguments[Int(register)] = value
        }
        arguments[stackPointer] = builder.slotAddress(.i32, slot, offset: 0)
        let results = builder.service(serviceID, arguments, results: service.results)
        builder.ret(registers.results.map { results[Int($0)] })
        module.functions[id] = builder.function
    }

    /// A program of which nothing could be lifted: its entry is one service.
    private static func addProgram(_ object: HSXObject, to module: inout Module) {
        guard case .offset(let entry) = object.entry else { return }
        let name = object.symbols.first { $0.section == .text && $0.offset == entry }.map { object.name($0.name) }
        let service = service(name ?? "main", program | entry)
        let serviceID = module.services.append(service)
        var builder = FunctionBuilder(
            Function(name: name ?? "main", signature: Signature(results: [.i32]), attributes: .entry))
        _ = builder.makeEntryBlock()
        let zero = builder.constant(0, .i32)
        let results = builder.service(serviceID, Array(repeating: zero, count: 16), results: service.results)
        builder.ret([results[0]])
        module.functions.append(builder.function)
    }
}
