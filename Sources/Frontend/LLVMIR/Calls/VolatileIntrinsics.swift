// Copying and filling volatile memory of any size: byte by byte, in a loop.

import IR

extension FunctionLowering {
    mutating func copyVolatile(to: ValueID, from: ValueID, _ size: ValueID, mayOverlap: Bool) {
        // Where the two overlap, a copy to a higher address must begin with the last byte.
        let isBackward = mayOverlap ? builder.icmp(.ugt, .ptr, to, from) : nil
        forEachByte(size, isBackward: isBackward) { builder, index in
            let byte = builder.load(.i8, builder.binary(.ptrAdd, .ptr, from, index), isVolatile: true)
            builder.store(.i8, builder.binary(.ptrAdd, .ptr, to, index), byte, isVolatile: true)
        }
    }

    mutating func fillVolatile(_ to: ValueID, _ byte: ValueID, _ size: ValueID) {
        forEachByte(size, isBackward: nil) { builder, index in
            builder.store(.i8, builder.binary(.ptrAdd, .ptr, to, index), byte, isVolatile: true)
        }
    }

    /// A loop over the numbers below `count`, upwards; downwards where `isBackward`.
    private mutating func forEachByte(
        _ count: ValueID, isBackward: ValueID?, _ body: (inout FunctionBuilder, ValueID) -> Void
    ) {
        let (zero, one) = (builder.constant(0, .i32), builder.constant(1, .i32))
        let (header, inside, done) = (builder.makeBlock([.i32]), builder.makeBlock(), builder.makeBlock())
        builder.jump(header, [zero])
        builder.position(atEndOf: header)
        let number = builder.function.parameters(header)[0]
        builder.branch(builder.icmp(.ult, .i32, number, count), inside, else: done)
        builder.position(atEndOf: inside)
        let next = builder.binary(.add, .i32, number, one)
        let index = isBackward.map { builder.select(.i32, $0, builder.binary(.sub, .i32, count, next), number) }
        body(&builder, index ?? number)
        builder.jump(header, [next])
        builder.position(atEndOf: done)
    }
}
