// Which instructions of a module look at what others change: fields, roots, cells, elements and the results of calls.

import IR
import Support

/// The readers of what the kind inference shares between functions.
struct KindReaders {
    struct Site {
        let function: FunctionID
        let instruction: InstructionID
    }

    private(set) var fields: [FieldKey: [Site]] = [:]
    private(set) var roots: [RootID: [Site]] = [:]
    private(set) var cells: [Site] = []
    private(set) var elements: [Site] = []
    private(set) var callers: [FunctionID: [Site]] = [:]
    /// By the number of arguments.
    private(set) var closureCallers: [Int: [Site]] = [:]

    init(_ module: Module, _ tests: KindTests) {
        for id in module.functions.ids {
            let function = module.functions[id]
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) { note(instruction, function, id, tests) }
            }
        }
    }

    private mutating func note(
        _ instruction: InstructionID, _ function: Function, _ id: FunctionID, _ tests: KindTests
    ) {
        let site = Site(function: id, instruction: instruction)
        let data = function[instruction]
        if data.opcode == .fieldGet, let layout = function.type(data.valueA).layout {
            fields[FieldKey(origin: tests.origin(layout), number: data.c), default: []].append(site)
        }
        if data.opcode == .rootGet { roots[data.root, default: []].append(site) }
        if data.opcode == .cellGet { cells.append(site) }
        if data.opcode == .arrayGet { elements.append(site) }
        if data.opcode.info.format == .call { callers[data.function, default: []].append(site) }
        if data.opcode.info.format == .closureCall {
            closureCallers[function.directOperands(instruction).count - 1, default: []].append(site)
        }
    }
}
