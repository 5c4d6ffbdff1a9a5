// Objects that are made with the values of their fields: `alloc` and the `field_set`s of the new object before anything
// else sees it are one instruction of WebAssembly, in the place of the last of them.

import IR
import Support

/// The objects of a function that get values for fields before anyone else sees them.
struct ObjectRuns {
    /// How one object is made.
    struct Run {
        /// The value of each field; nil: zero or nil.
        fileprivate(set) var values: [ValueID?]
        /// The last `field_set` of the run, in whose place the object is made.
        fileprivate(set) var last: InstructionID
    }

    /// By the object's `alloc`.
    private var runs: [InstructionID: Run] = [:]
    /// The `alloc` that each `field_set` of a run belongs to.
    private var makers: [InstructionID: InstructionID] = [:]

    init(_ function: Function, _ module: Module) {
        for block in function.layout.blocks { visit(block, function, module) }
    }

    /// How the object of an `alloc` is made; nil when no field has a value at first.
    func run(of alloc: InstructionID) -> Run? { runs[alloc] }

    /// The `alloc` of the object that a `field_set` belongs to the making of.
    func maker(of fieldSet: InstructionID) -> InstructionID? { makers[fieldSet] }

    private mutating func visit(_ block: BlockID, _ function: Function, _ module: Module) {
        var unseen: [ValueID: InstructionID] = [:]
        for instruction in function.layout.instructions(block) {
            let data = function[instruction]
            if data.opcode == .fieldSet, let alloc = unseen[data.valueA], data.valueA != data.valueB {
                let count = module.layouts[function[alloc].type.layout ?? LayoutID(rawValue: 0)].fields.count
                runs[alloc, default: Run(values: Array(repeating: nil, count: count), last: instruction)].last =
                    instruction
                runs[alloc]?.values[data.fieldNumber] = data.valueB
                makers[instruction] = alloc
                unseen[data.valueB] = nil
                continue
            }
            if !unseen.isEmpty { for operand in function.operands(instruction) { unseen[operand] = nil } }
            if data.opcode == .alloc { unseen[function.result(instruction)] = instruction }
        }
    }
}
