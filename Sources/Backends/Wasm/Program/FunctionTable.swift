// Functions by number, for indirect calls: place number n of the table holds the function with the address 4 · n, and
// a second table in memory says which signature it has.

import IR
import Support

/// What indirect calls need to know.
struct FunctionTable {
    /// How many places the table has; place 0 holds no function.
    let count: Int
    /// The address of a table of 32-bit words: the number of the signature of the function at each place, 0 for none.
    let signatures: UInt32
    private let kinds: [Signature: Int]
    private let places: [(place: Int, name: String)]

    /// The functions that an address can name: all of them where addresses are numbers of the program's own, else those
    /// whose address is taken. Nil when `module` has no indirect calls.
    init?(_ context: ModuleContext) {
        let module = context.module
        guard FunctionTable.isNeeded(module) else { return nil }
        let members = FunctionTable.members(module)
        var kinds: [Signature: Int] = [:]
        var words = [UInt8](repeating: 0, count: (module.addressedFunctionCount + 1) * 4)
        for id in members {
            let signature = module.functions[id].signature.callType
            let kind = kinds[signature] ?? kinds.count + 1
            kinds[signature] = kind
            for byte in 0..<4 { words[(id.index + 1) * 4 + byte] = UInt8(truncatingIfNeeded: kind >> (byte * 8)) }
        }
        self.kinds = kinds
        count = module.addressedFunctionCount + 1
        signatures = context.data.place(words)
        places = members.map { ($0.index + 1, context.functionNames[$0.index]) }
        context.wasm.addTable(size: count)
    }

    /// Puts the functions into the table. Requires: they have been added to the module.
    func fill(_ context: ModuleContext) { context.wasm.fillTable(places) }

    /// The number of a signature in the table in memory; one that no function has gets a number of its own.
    func kind(of signature: Signature) -> Int { kinds[signature.callType] ?? kinds.count + 1 }

    private static func isNeeded(_ module: Module) -> Bool {
        module.functions.values.contains { function in
            function.layout.blocks.contains { block in
                function.layout.instructions(block).contains {
                    function[$0].opcode == .callIndirect || function[$0].opcode == .tailCallIndirect
                }
            }
        }
    }

    private static func members(_ module: Module) -> EntitySet<FunctionID> {
        var members = EntitySet<FunctionID>(capacity: module.functions.count)
        if module.memory.size != 0 {
            for id in module.functions.ids.prefix(module.addressedFunctionCount) { members.insert(id) }
            return members
        }
        for id in module.functions.ids {
            let function = module.functions[id]
            if function.attributes.contains(.addressTaken) { members.insert(id) }
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block)
                where function[instruction].opcode == .functionAddr {
                    members.insert(function[instruction].function)
                }
            }
        }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { members.insert(id) }
            }
        }
        return members
    }
}
