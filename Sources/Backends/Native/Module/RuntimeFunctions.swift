// The runtime's functions that compiled code calls, as `hub_runtime.h` declares them.

import IR

/// Declarations of the runtime's functions, with what LLVM may know of them.
struct RuntimeFunctions {
    let main, service, trap, breakpoint: LLVMValue
    /// The type of a service's register.
    let register: LLVMType
    /// For calls of services that leave linear memory alone, or only read it.
    let touchesNoMemory, readsMemory: LLVMAttribute
    let doesNotReturn: LLVMAttribute

    /// `hasWideServices`: registers of services hold 64 bits instead of 32.
    init(_ session: LLVMSession, extendsWords: Bool, hasWideServices: Bool) {
        let types = session.types
        let (noUnwind, noReturn) = (session.attribute("nounwind"), session.attribute("noreturn"))
        let word = extendsWords ? session.attribute("signext") : nil
        func declare(_ name: String, _ parameters: [LLVMType], _ result: LLVMType) -> LLVMValue {
            let function = session.addFunction(name, types.function(parameters, result))
            function.addAttribute(noUnwind)
            if let word {
                if result == types.i32 { function.addAttribute(word, at: 0) }
                for (index, type) in parameters.enumerated() where type == types.i32 {
                    function.addAttribute(word, at: index + 1)
                }
            }
            return function
        }
        main = declare("hub_main", [types.pointer, types.i32, types.pointer], types.i32)
        let serviceName = hasWideServices ? "hub_service_wide" : "hub_service"
        service = declare(serviceName, [types.i32, types.pointer], types.void)
        register = hasWideServices ? types.i64 : types.i32
        trap = declare("hub_trap", [types.i32, types.pointer], types.void)
        breakpoint = declare("hub_breakpoint", [types.i32], types.void)
        doesNotReturn = noReturn
        touchesNoMemory = session.attribute("memory", MemoryEffects.own)
        readsMemory = session.attribute("memory", MemoryEffects.own | MemoryEffects.reads)
        service.addAttribute(session.attribute("captures"), at: 2)
        trap.addAttribute(noReturn)
        trap.addAttribute(session.attribute("cold"))
        trap.addAttribute(session.attribute("memory", MemoryEffects.own))
    }
}

/// LLVM's code for which memory a function touches: two bits for each kind of place, 1 for reading, 2 for writing.
private enum MemoryEffects {
    private static let arguments: UInt64 = 0
    private static let inaccessible: UInt64 = 2
    /// How many kinds of places there are beside the two above.
    private static let others: [UInt64] = [4, 6, 8, 10]

    /// What arguments point to, and what the module cannot see.
    static let own: UInt64 = 3 << arguments | 3 << inaccessible
    /// Reads anywhere.
    static let reads: UInt64 = others.reduce(0) { $0 | 1 << $1 }
}
