// Computes the high half of a 64-bit product from products of 32-bit halves, for targets without such an instruction.
// Source: Warren, "Hacker's Delight", 8-2 and 8-3.

import IR

extension Pass {
    /// Expands `umulh.i64` and `smulh.i64`.
    public static let lowerMultiplyHigh = Pass(
        name: "lower-multiply-high", summary: "Compute high halves of 64-bit products from 32-bit halves",
        preserves: .controlFlow, appliesTo: { $0.instructions.values.contains(where: isHighProduct) }
    ) { function, cache in
        let products = function.layout.blocks.flatMap { function.layout.instructions($0) }.filter {
            isHighProduct(function[$0])
        }
        guard !products.isEmpty else { return false }
        var expander = InstructionExpander(&function)
        for product in products { expander.expandHighProduct(product) }
        expander.finish(&function)
        cache.counters.count("products", products.count)
        return true
    }

    private static func isHighProduct(_ data: Instruction) -> Bool {
        data.type == .i64 && (data.opcode == .umulh || data.opcode == .smulh)
    }
}

extension InstructionExpander {
    fileprivate mutating func expandHighProduct(_ product: InstructionID) {
        position(before: product)
        let data = function[product]
        let (a, b) = (data.valueA, data.valueB)
        let (aLow, aHigh) = halves(a)
        let (bLow, bHigh) = halves(b)
        let low = binary(.mul, .i64, aLow, bLow)
        let carry = binary(.lshr, .i64, low, 32)
        let middle = binary(.add, .i64, binary(.mul, .i64, aHigh, bLow), carry)
        let (middleLow, middleHigh) = halves(middle)
        let other = binary(.add, .i64, binary(.mul, .i64, aLow, bHigh), middleLow)
        let top = binary(.add, .i64, binary(.mul, .i64, aHigh, bHigh), middleHigh)
        let otherHigh = binary(.lshr, .i64, other, 32)
        guard data.opcode == .smulh else {
            function[product] = .binary(.add, .i64, top, otherHigh)
            return
        }
        // As signed numbers, a negative factor counts 2^64 less.
        let unsigned = binary(.add, .i64, top, otherHigh)
        let ofA = binary(.and, .i64, binary(.ashr, .i64, a, 63), b)
        let ofB = binary(.and, .i64, binary(.ashr, .i64, b, 63), a)
        let rest = binary(.sub, .i64, unsigned, ofA)
        function[product] = .binary(.sub, .i64, rest, ofB)
    }

    private mutating func halves(_ value: ValueID) -> (low: ValueID, high: ValueID) {
        (binary(.and, .i64, value, 0xFFFF_FFFF), binary(.lshr, .i64, value, 32))
    }
}
