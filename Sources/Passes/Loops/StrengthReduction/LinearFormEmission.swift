// Computes linear forms in front of a loop.

import IR
import Support

extension LoopReduction {
    /// What `form` is when its variable, of the integer type `type`, is `value`.
    mutating func emit(_ form: LinearForm, of value: ValueID, _ type: Type, at place: BlockID) -> ValueID {
        var constant = form.constant
        var sum: ValueID?
        var pointer: ValueID?
        if let bits = function.constantBits(value) {
            constant &+= bits &* form.scale
        } else {
            sum = emit(value, times: form.scale, type, at: place)
        }
        for base in form.bases {
            if function.type(base.value) == .ptr {
                pointer = base.value
            } else {
                let term = emit(base.value, times: base.scale, type, at: place)
                sum = sum.map { emit(.binary(.add, type, $0, term), at: place) } ?? term
            }
        }
        if let base = pointer {
            if let offset = sum { pointer = emit(.binary(.ptrAdd, .ptr, base, offset), at: place) }
            sum = pointer
        }
        guard let sum else { return emitConstant(constant, type, at: place) }
        if constant & type.integerMask == 0 { return sum }
        let offset = emitConstant(constant, type, at: place)
        let resultType = function.type(sum)
        return emit(.binary(resultType == .ptr ? .ptrAdd : .add, resultType, sum, offset), at: place)
    }

    private mutating func emit(
        _ value: ValueID, times scale: UInt64, _ type: Type, at place: BlockID
    ) -> ValueID {
        if scale & type.integerMask == 1 { return value }
        return emit(.binary(.mul, type, value, emitConstant(scale, type, at: place)), at: place)
    }

    mutating func emitConstant(_ bits: UInt64, _ type: Type, at place: BlockID) -> ValueID {
        emit(.constant(bits, type), at: place)
    }

    mutating func emit(_ instruction: Instruction, at place: BlockID) -> ValueID {
        let id = function.makeInstruction(instruction, results: [instruction.type])
        if let last = function.terminator(place) { function.layout.insert(id, before: last) }
        return function.result(id)
    }
}
