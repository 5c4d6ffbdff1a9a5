// From instructions to the bytecodes of V3: the shortest that mean it.

package enum V3Encoder {
    /// The bytes of an instruction; nil when this set has none for it, as for operands that are too large. Jumps get the
    /// shortest form for their distance.
    package static func bytes(_ operation: BytecodeOperation) -> [UInt8]? {
        switch operation {
        case .push(let variable): push(variable)
        case .store(let variable): store(variable)
        case .pop(let variable): pop(variable)
        case .pushLiteral(let index): literal(index)
        case .pushConstant(.nil): [115]
        case .pushConstant(.true): [113]
        case .pushConstant(.false): [114]
        case .pushConstant(.integer(let value)): (-1...2).contains(value) ? [UInt8(117 + value)] : nil
        case .pushConstant(.character): nil
        case .pushReceiver: [112]
        case .pushThisContext: [137]
        case .pushNewArray(let size): size < 128 ? [138, UInt8(size)] : nil
        case .popIntoNewArray(let size): size < 128 ? [138, UInt8(128 + size)] : nil
        case .pushClosure(let arguments, let copied, let size):
            arguments < 16 && copied < 16 && size < 0x10000
                ? [143, UInt8(copied << 4 | arguments), UInt8(size >> 8), UInt8(size & 255)] : nil
        case .pushFullClosure, .directedSuperSend, .blockReturnNil, .nop, .trap: nil
        case .drop: [135]
        case .duplicate: [136]
        case .send(let selector, let arguments): send(selector, arguments)
        case .superSend(let selector, let arguments): superSend(selector, arguments)
        case .sendSpecial(let index): index < 32 ? [UInt8(176 + index)] : nil
        case .jump(let distance): jump(distance)
        case .jumpIf(let condition, let distance): jumpIf(condition, distance)
        case .returnReceiver: [120]
        case .returnConstant(.true): [121]
        case .returnConstant(.false): [122]
        case .returnConstant(.nil): [123]
        case .returnConstant(.integer), .returnConstant(.character): nil
        case .returnTop: [124]
        case .blockReturnTop: [125]
        case .callPrimitive(let number): number < 0x10000 ? [139, UInt8(number & 255), UInt8(number >> 8)] : nil
        }
    }

    private static func push(_ variable: BytecodeVariable) -> [UInt8]? {
        switch variable {
        case .receiver(let index) where index < 16: [UInt8(index)]
        case .temporary(let index) where index < 16: [UInt8(16 + index)]
        case .literal(let index) where index < 32: [UInt8(64 + index)]
        case .receiver(let index): extended(128, 0, index) ?? double(2, index)
        case .temporary(let index): extended(128, 1, index)
        case .literal(let index): extended(128, 3, index) ?? double(4, index)
        case .remote(let index, let vector): remote(140, index, vector)
        }
    }

    private static func store(_ variable: BytecodeVariable) -> [UInt8]? {
        switch variable {
        case .receiver(let index): extended(129, 0, index) ?? double(5, index)
        case .temporary(let index): extended(129, 1, index)
        case .literal(let index): extended(129, 3, index) ?? double(7, index)
        case .remote(let index, let vector): remote(141, index, vector)
        }
    }

    private static func pop(_ variable: BytecodeVariable) -> [UInt8]? {
        switch variable {
        case .receiver(let index) where index < 8: [UInt8(96 + index)]
        case .temporary(let index) where index < 8: [UInt8(104 + index)]
        case .receiver(let index): extended(130, 0, index) ?? double(6, index)
        case .temporary(let index): extended(130, 1, index)
        case .literal(let index): extended(130, 3, index)
        case .remote(let index, let vector): remote(142, index, vector)
        }
    }

    private static func literal(_ index: Int) -> [UInt8]? {
        index < 32 ? [UInt8(32 + index)] : extended(128, 2, index) ?? double(3, index)
    }

    private static func send(_ selector: Int, _ arguments: Int) -> [UInt8]? {
        if selector < 16, arguments < 3 { return [UInt8(208 + arguments * 16 + selector)] }
        if selector < 32, arguments < 8 { return [131, UInt8(arguments << 5 | selector)] }
        if selector < 64, arguments < 4 { return [134, UInt8(arguments << 6 | selector)] }
        return selector < 256 && arguments < 32 ? [132, UInt8(arguments), UInt8(selector)] : nil
    }

    private static func superSend(_ selector: Int, _ arguments: Int) -> [UInt8]? {
        if selector < 32, arguments < 8 { return [133, UInt8(arguments << 5 | selector)] }
        return selector < 256 && arguments < 32 ? [132, UInt8(1 << 5 | arguments), UInt8(selector)] : nil
    }

    private static func jump(_ distance: Int) -> [UInt8]? {
        (1...8).contains(distance) ? [UInt8(143 + distance)] : longJump(distance)
    }

    /// A jump of two bytes, however near.
    static func longJump(_ distance: Int) -> [UInt8]? {
        (-1024..<1024).contains(distance) ? [UInt8(164 + distance >> 8), UInt8(distance & 255)] : nil
    }

    private static func jumpIf(_ condition: Bool, _ distance: Int) -> [UInt8]? {
        if !condition, (1...8).contains(distance) { return [UInt8(151 + distance)] }
        return (0..<1024).contains(distance)
            ? [UInt8((condition ? 168 : 172) + distance >> 8), UInt8(distance & 255)] : nil
    }

    private static func extended(_ code: UInt8, _ kind: Int, _ index: Int) -> [UInt8]? {
        index < 64 ? [code, UInt8(kind << 6 | index)] : nil
    }

    private static func double(_ kind: Int, _ index: Int) -> [UInt8]? {
        index < 256 ? [132, UInt8(kind << 5), UInt8(index)] : nil
    }

    private static func remote(_ code: UInt8, _ index: Int, _ vector: Int) -> [UInt8]? {
        index < 256 && vector < 256 ? [code, UInt8(index), UInt8(vector)] : nil
    }
}
