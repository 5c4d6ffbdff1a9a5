// What each opcode does with the bits of a NaN. The IR says that arithmetic gives the canonical one; the units of hosts
// give others, so back ends ask where that can be seen.

extension Opcode {
    /// Whether the result is a float that the host's unit computes, so that a NaN has whatever bits it gives.
    public var computesFloat: Bool {
        switch info.types {
        case .floats, .halfFloats, .narrowFloat, .widenFloat: self != .fneg && self != .fabs
        case .none, .integers, .integersAndFlag, .integerConstant, .floatConstant, .compareIntegers, .compareFloats,
            .select, .narrowInteger, .widenInteger, .reinterpret, .insert, .integerToFloat, .floatToInteger,
            .pointerToInteger, .integerToPointer, .pointerSum, .address, .load, .store, .variable, .allocate,
            .allocateElements, .indexed,
            .indexedCount, .indexedRanges, .field,
            .dynamic, .unbox, .box, .dynamicOrReference, .element, .byteElement, .byteRanges, .signature, .condition,
            .switchValue,
            .returned:
            false
        }
    }

    /// Whether float operands count as numbers, so that the bits of a NaN make no difference.
    public var takesNumbers: Bool {
        computesFloat || info.types == .compareFloats || info.types == .floatToInteger
    }

    /// Whether float operands go on unseen, to a result or to parameters of blocks. `fneg` is not among these: the sign
    /// of a NaN can be seen behind it.
    public var carriesFloats: Bool {
        self == .select || self == .fabs || self == .jump || self == .branch || self == .switch
    }
}
