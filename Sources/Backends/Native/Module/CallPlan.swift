// How each function of a module is called. LLVM guarantees a tail call only where caller and callee have one prototype,
// and LLVM 22 loses arguments of such calls on the stack of x86-64. So the functions of tail calls share a prototype
// made of registers alone; arguments and results that find no place in it go through a buffer of the thread's.

import BackendKit
import IR
import Support

/// The ways of calling a function.
enum NativeConvention {
    /// As C does: exported and imported functions, and those that are called through their address.
    case c
    /// As LLVM likes it: all others.
    case fast
    /// With the prototype that all functions of tail calls share.
    case tail
}

/// Which function is called in which way.
struct CallPlan {
    private(set) var conventions: SecondaryMap<FunctionID, NativeConvention>
    /// How functions are called through their addresses.
    private(set) var pointers = NativeConvention.c
    /// The functions that are called through their addresses, as far as the module can know.
    private(set) var addressed = EntitySet<FunctionID>()
    /// The closures that are made; their code has the convention of tail calls.
    let closures: ClosurePlan
    /// The signatures of indirect calls.
    private(set) var indirect = EntitySet<SignatureID>()
    /// The functions that call services.
    private(set) var serving = EntitySet<FunctionID>()
    /// The types of the registers of the prototype of tail calls; nil: a word of 64 bits that holds any type.
    private(set) var tailRegisters: [Type?] = []
    /// How many arguments or results of a tail call go through the buffer at most.
    private(set) var tailBufferWords = 0

    private var tailIndirect = false

    init(_ module: Module, pointerBytes: Int) {
        closures = ClosurePlan(module)
        conventions = SecondaryMap(initial: .fast, count: module.functions.count)
        for id in module.functions.ids { scan(id, module) }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { addressed.insert(id) }
            }
        }
        // In a memory of its own size any number may be called.
        if module.memory.size != 0, !indirect.isEmpty {
            module.functions.ids.prefix(module.addressedFunctionCount).forEach { addressed.insert($0) }
        }
        if tailIndirect {
            pointers = .tail
            for id in addressed where module.functions[id].isDefinition { conventions[id] = .tail }
        }
        for id in module.functions.ids where conventions[id] == .fast {
            let function = module.functions[id]
            if function.linkage != .local || addressed.contains(id) || function.attributes.contains(.addressTaken) {
                conventions[id] = .c
            }
        }
        planRegisters(module, pointerBytes)
    }

    private mutating func scan(_ id: FunctionID, _ module: Module) {
        let function = module.functions[id]
        var block = function.entry
        while let current = block {
            block = function.layout.next(current)
            var cursor = function.layout.first(in: current)
            while let instruction = cursor {
                cursor = function.layout.next(instruction)
                let data = function[instruction]
                switch data.opcode.info.format {
                case .function: addressed.insert(data.function)
                case .service: serving.insert(id)
                case .indirectCall:
                    indirect.insert(data.signature)
                    if data.opcode.isTerminator {
                        tailIndirect = true
                        conventions[id] = .tail
                    }
                case .call where data.opcode.isTerminator && module.functions[data.function].isDefinition:
                    conventions[id] = .tail
                    conventions[data.function] = .tail
                case .closureCall where data.opcode.isTerminator: conventions[id] = .tail
                case .call, .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare,
                    .dynamicCompare, .dynamicBinary, .global, .slot, .variableGet, .variableSet, .rootGet, .rootSet,
                    .load, .store,
                    .fieldGet, .fieldSet, .closureCall, .send, .closure, .jump, .branch, .switchTable, .list, .number:
                    break
                }
            }
        }
    }

    // The prototype of tail calls.

    /// How many integers and how many floats travel in registers everywhere.
    private static let (integerRegisters, floatRegisters) = (6, 8)

    private mutating func planRegisters(_ module: Module, _ pointerBytes: Int) {
        var signatures = module.functions.ids.filter { conventions[$0] == .tail }.map { module.functions[$0].signature }
        signatures += closures.signatures(module)
        if pointers == .tail { signatures += indirect.map { module.signatures[$0] } }
        // Machines of 32 bits pass 64 in two registers or none.
        var free = pointerBytes < 8 ? (0, 0) : (CallPlan.integerRegisters, CallPlan.floatRegisters)
        let longest = signatures.map(\.parameters.count).max() ?? 0
        for position in 0..<longest {
            let types = Set(signatures.filter { $0.parameters.count > position }.map { $0.parameters[position] })
            let type = types.count == 1 ? types.first : nil
            if type?.isFloat == true { free.1 -= 1 } else { free.0 -= 1 }
            if free.0 < 0 || free.1 < 0 { break }
            tailRegisters.append(type)
        }
        let results = signatures.map(\.results.count).max() ?? 0
        tailBufferWords = max(longest - tailRegisters.count, results - 1, 0)
    }
}
