// Where the bits of a NaN can be seen. The IR says that a NaN made by arithmetic or conversion is the canonical one; the
// hosts' units give others. Values inside float arithmetic need no care: only where bits leave it must a back end put
// the canonical NaN in place of whatever the host made.

import IR
import Support

/// The float values of a function that may be NaNs with other bits than the IR demands.
public struct ObservedFloats: Sendable {
    private var inexact: EntitySet<ValueID>
    private let privateAccesses: EntitySet<InstructionID>

    /// Finds them: results of arithmetic and conversion, what `select`, `fabs` and branches carry on of those, and what is
    /// loaded by `privateAccesses`, the function's loads and stores of private floats.
    public init(_ function: Function, privateAccesses: EntitySet<InstructionID> = EntitySet()) {
        inexact = EntitySet(capacity: function.values.count)
        self.privateAccesses = privateAccesses
        var changed = true
        while changed {
            changed = false
            for block in function.layout.blocks {
                var cursor = function.layout.first(in: block)
                while let instruction = cursor {
                    if visit(instruction, function) { changed = true }
                    cursor = function.layout.next(instruction)
                }
            }
        }
    }

    /// Whether a back end that keeps `value` as the host computed it must canonicalise it before `observer` takes it.
    /// Observers are all instructions but those that take floats as numbers and those that carry the value on.
    public func mustCanonicalise(_ value: ValueID, for observer: Opcode) -> Bool {
        inexact.contains(value) && !observer.takesNumbers && !observer.carriesFloats
    }

    /// As `mustCanonicalise(_:for:)`, for the value that `store` writes: in private memory nobody sees its bits.
    public func mustCanonicalise(_ value: ValueID, storedBy store: InstructionID) -> Bool {
        !privateAccesses.contains(store) && mustCanonicalise(value, for: .store)
    }

    private mutating func visit(_ instruction: InstructionID, _ function: Function) -> Bool {
        let data = function[instruction]
        if data.opcode.computesFloat || isPrivateLoad(instruction, data) {
            return inexact.insert(function.result(instruction))
        }
        if data.opcode == .select || data.opcode == .fabs {
            let isCarried = function.directOperands(instruction).contains { inexact.contains($0) }
            return isCarried && inexact.insert(function.result(instruction))
        }
        var changed = false
        for id in function.blockCallIDs(instruction) {
            let call = function.blockCalls[id]
            let parameters = function.parameters(call.block)
            for (parameter, argument) in zip(parameters, function.lists.elements(call.arguments))
            where inexact.contains(argument) {
                if inexact.insert(parameter) { changed = true }
            }
        }
        return changed
    }

    private func isPrivateLoad(_ instruction: InstructionID, _ data: Instruction) -> Bool {
        data.opcode == .load && privateAccesses.contains(instruction)
    }
}
