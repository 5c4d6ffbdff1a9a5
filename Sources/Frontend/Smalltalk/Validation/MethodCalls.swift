// Which methods the code of a method can run, blocks that it makes included: where several methods differ, the one
// that the others run is at fault.

import IR
import Support

package struct MethodCalls {
    private let module: Module
    private let functions: [String: FunctionID]

    package init(_ module: Module) {
        self.module = module
        functions = Dictionary(module.functions.ids.map { (module.functions[$0].name, $0) }) { first, _ in first }
    }

    /// The names of all functions that the function of a name can come to, without itself.
    package func callees(of name: String) -> Set<String> {
        guard let start = functions[name] else { return [] }
        var seen: Set<FunctionID> = [start], pending = [start], found: Set<String> = []
        while let id = pending.popLast() {
            for next in direct(id) where seen.insert(next).inserted {
                found.insert(module.functions[next].name)
                pending.append(next)
            }
        }
        return found
    }

    private func direct(_ id: FunctionID) -> [FunctionID] {
        let function = module.functions[id]
        var found: [FunctionID] = []
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block).map({ function[$0] }) {
                switch instruction.opcode.info.format {
                case .call: found.append(instruction.function)
                case .closure: found.append(FunctionID(rawValue: instruction.a))
                case .send: found += module.selectors[SelectorID(rawValue: instruction.a)].methods.map(\.function)
                case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare,
                    .dynamicCompare, .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet,
                    .rootSet, .load, .store, .fieldGet, .fieldSet, .closureCall, .jump, .branch, .switchTable, .list,
                    .number, .indirectCall, .service:
                    break
                }
            }
        }
        return found
    }
}
