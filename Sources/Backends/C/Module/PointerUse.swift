// Whether C of a module fits machines with one width of pointers only.

import IR

/// Whether addresses lie in the host's memory, so that their width matters.
enum PointerUse {
    static func isInMemory(_ module: Module) -> Bool {
        if module.globals.values.contains(where: { !$0.relocations.isEmpty }) { return true }
        return module.functions.values.contains { function in
            function.layout.blocks.contains { block in
                function.layout.instructions(block).contains { instruction in
                    let data = function[instruction]
                    let format = data.opcode.info.format
                    return data.type == .ptr && (format == .load || format == .store)
                }
            }
        }
    }
}
