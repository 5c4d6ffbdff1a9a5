// The first word of a compiled method (spec/smalltalk.md 2.5).

/// What a method's header says.
package struct MethodHeader: Hashable, Sendable {
    /// As it is in the image: the value of an integer.
    package let value: Int64
    package let literalCount: Int
    package let argumentCount: Int
    /// Arguments included.
    package let temporaryCount: Int
    /// The number of the primitive that is tried first; 0 for none. In Spur the code says which, if it has one.
    package let primitive: Int
    package let hasLargeFrame: Bool
    /// Whether the code is in the second set: Sista.
    package let isSista: Bool
    /// Whether the code starts with an instruction that names a primitive.
    package let callsPrimitive: Bool

    package init(_ value: Int64, _ memory: ImageFormat.Memory, _ code: ArraySlice<UInt8>) {
        self.value = value
        hasLargeFrame = value >> 17 & 1 == 1
        temporaryCount = Int(value >> 18 & 63)
        argumentCount = Int(value >> 24 & 15)
        switch memory {
        case .v3:
            literalCount = Int(value >> 9 & 0xFF)
            primitive = Int(value & 0x1FF | value >> 19 & 0x200)
            isSista = false
            callsPrimitive = false
        case .spur:
            literalCount = Int(value & 0x7FFF)
            isSista = value < 0
            callsPrimitive = value >> 16 & 1 == 1
            let start = Array(code.prefix(3))
            let isCall = callsPrimitive && start.count == 3 && start[0] == (isSista ? 0xF8 : 139)
            primitive = isCall ? Int(start[1]) + Int(start[2]) << 8 : 0
        }
    }

    /// Whether the primitive is all there is: it answers a constant or a variable of the receiver. In V3 images no code follows then.
    package var isQuick: Bool { (256...519).contains(primitive) }
}
