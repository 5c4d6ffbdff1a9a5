// Objects that are made and filled at once: an `alloc` with the `field_set`s that follow it in its block, before
// anything else uses the object. Lowering makes the object where the last of them stands, with all its fields in one
// go.

import IR
import Support

/// The constructions of one function.
public struct Constructions: Sendable {
    /// Where the object of an `alloc` is made.
    private var places: [InstructionID: InstructionID] = [:]
    /// Which `alloc`s are made at an instruction.
    private var allocations: [InstructionID: InstructionID] = [:]
    /// The value of each field that is set, by the `alloc`.
    private var fields: [InstructionID: [Int: ValueID]] = [:]
    /// The `field_set`s that belong to a construction.
    private var parts: Set<InstructionID> = []

    public init(_ function: Function) {
        for block in function.layout.blocks {
            let instructions = function.layout.instructions(block)
            for (index, id) in instructions.enumerated() where function[id].opcode == .alloc {
                add(id, instructions[(index + 1)...], function)
            }
        }
    }

    private mutating func add(_ id: InstructionID, _ following: ArraySlice<InstructionID>, _ function: Function) {
        let object = function.result(id)
        var (place, values) = (id, [Int: ValueID]())
        for next in following {
            let data = function[next]
            if data.opcode == .fieldSet, data.valueA == object, data.valueB != object {
                values[data.fieldNumber] = data.valueB
                parts.insert(next)
                place = next
            } else if function.operands(next).contains(object) {
                break
            }
        }
        places[id] = place
        allocations[place] = id
        fields[id] = values
    }

    /// Whether the instruction is an `alloc` or sets a field of an object that is being made.
    public func contains(_ id: InstructionID) -> Bool { parts.contains(id) || places[id] != nil }

    /// Where the object of `alloc` is made: at the last `field_set` of the construction, else at itself.
    public func place(of alloc: InstructionID) -> InstructionID { places[alloc] ?? alloc }

    /// The `alloc` whose object is made at `id`.
    public func allocation(at id: InstructionID) -> InstructionID? { allocations[id] }

    /// The values that the object of `alloc` is made with, in the order of the fields.
    public func values(of alloc: InstructionID) -> [ValueID] {
        (fields[alloc] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }

    /// The value that field `number` of the object of `alloc` is made with; nil: zero or nil.
    public func value(_ number: Int, of alloc: InstructionID) -> ValueID? { fields[alloc]?[number] }
}
