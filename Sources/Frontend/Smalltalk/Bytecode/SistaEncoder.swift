// From instructions to the bytecodes of Sista V1: the shortest that mean it, with prefixes where operands need them.

package enum SistaEncoder {
    /// The bytes of an instruction; nil when this set has none for it. Jumps get the shortest form for their distance.
    package static func bytes(_ operation: BytecodeOperation) -> [UInt8]? {
        switch operation {
        case .push(let variable): push(variable)
        case .store(let variable): store(variable)
        case .pop(let variable): pop(variable)
        case .pushLiteral(let index): index < 32 ? [UInt8(0x20 + index)] : unsigned(0xE4, index)
        case .pushConstant(.nil): [0x4F]
        case .pushConstant(.true): [0x4D]
        case .pushConstant(.false): [0x4E]
        case .pushConstant(.integer(let value)): (0...1).contains(value) ? [UInt8(0x50 + value)] : signed(0xE8, value)
        case .pushConstant(.character(let code)): code < 0 ? nil : signed(0xE9, code)
        case .pushReceiver: [0x4C]
        case .pushThisContext: [0x52]
        case .pushNewArray(let size): size < 128 ? [0xE7, UInt8(size)] : nil
        case .popIntoNewArray(let size): size < 128 ? [0xE7, UInt8(128 + size)] : nil
        case .pushClosure(let arguments, let copied, let size): closure(arguments, copied, size)
        case .pushFullClosure(let literal, let copied, let hasReceiver, let isClean):
            copied < 64
                ? unsigned(0xF9, literal).map { $0 + [UInt8(copied | (hasReceiver ? 128 : 0) | (isClean ? 64 : 0))] }
                : nil
        case .drop: [0xD8]
        case .duplicate: [0x53]
        case .nop: [0x5F]
        case .send(let selector, let arguments):
            selector < 16 && arguments < 3
                ? [UInt8(0x80 + arguments * 16 + selector)] : send(0xEA, selector, arguments, arguments >> 3)
        case .superSend(let selector, let arguments): send(0xEB, selector, arguments, arguments >> 3)
        case .directedSuperSend(let selector, let arguments): send(0xEB, selector, arguments, 64 + arguments >> 3)
        case .sendSpecial(let index): index < 32 ? [UInt8(0x60 + index)] : nil
        case .jump(let distance): (1...8).contains(distance) ? [UInt8(0xAF + distance)] : signed(0xED, distance)
        case .jumpIf(let condition, let distance):
            (1...8).contains(distance)
                ? [UInt8((condition ? 0xB7 : 0xBF) + distance)] : signed(condition ? 0xEE : 0xEF, distance)
        case .returnReceiver: [0x58]
        case .returnConstant(.true): [0x59]
        case .returnConstant(.false): [0x5A]
        case .returnConstant(.nil): [0x5B]
        case .returnConstant(.integer), .returnConstant(.character): nil
        case .returnTop: [0x5C]
        case .blockReturnNil: [0x5D]
        case .blockReturnTop: [0x5E]
        case .callPrimitive(let number): number < 0x2000 ? [0xF8, UInt8(number & 255), UInt8(number >> 8)] : nil
        case .trap: [0xD9]
        }
    }

    private static func push(_ variable: BytecodeVariable) -> [UInt8]? {
        switch variable {
        case .receiver(let index): index < 16 ? [UInt8(index)] : unsigned(0xE2, index)
        case .literal(let index): index < 16 ? [UInt8(0x10 + index)] : unsigned(0xE3, index)
        case .temporary(let index): index < 12 ? [UInt8(0x40 + index)] : temporary(0xE5, index)
        case .remote(let index, let vector): remote(0xFB, index, vector)
        }
    }

    private static func store(_ variable: BytecodeVariable) -> [UInt8]? {
        switch variable {
        case .receiver(let index): unsigned(0xF3, index)
        case .literal(let index): unsigned(0xF4, index)
        case .temporary(let index): temporary(0xF5, index)
        case .remote(let index, let vector): remote(0xFC, index, vector)
        }
    }

    private static func pop(_ variable: BytecodeVariable) -> [UInt8]? {
        switch variable {
        case .receiver(let index): index < 8 ? [UInt8(0xC8 + index)] : unsigned(0xF0, index)
        case .literal(let index): unsigned(0xF1, index)
        case .temporary(let index): index < 8 ? [UInt8(0xD0 + index)] : temporary(0xF2, index)
        case .remote(let index, let vector): remote(0xFD, index, vector)
        }
    }

    private static func temporary(_ code: UInt8, _ index: Int) -> [UInt8]? { index < 256 ? [code, UInt8(index)] : nil }

    private static func remote(_ code: UInt8, _ index: Int, _ vector: Int) -> [UInt8]? {
        index < 256 && vector < 256 ? [code, UInt8(index), UInt8(vector)] : nil
    }

    // MARK: Prefixes

    /// Prefixes that say `value` to what reads them without a sign.
    private static func prefixA(_ value: Int) -> [UInt8]? {
        switch value {
        case 0: []
        case 1...0xFF: [0xE0, UInt8(value)]
        case 0x100...0xFFFF: [0xE0, UInt8(value >> 8), 0xE0, UInt8(value & 255)]
        default: nil
        }
    }

    /// Prefixes that say `value`: the first byte has the sign. A second byte from 128 on is left out, since virtual machines
    /// do not agree on it.
    private static func prefixB(_ value: Int) -> [UInt8]? {
        switch value {
        case 0: return []
        case -128...127: return [0xE1, UInt8(truncatingIfNeeded: value)]
        case -0x8000...0x7FFF:
            return value & 255 < 128 ? [0xE1, UInt8(truncatingIfNeeded: value >> 8), 0xE1, UInt8(value & 255)] : nil
        default: return nil
        }
    }

    private static func unsigned(_ code: UInt8, _ value: Int) -> [UInt8]? {
        prefixA(value >> 8).map { $0 + [code, UInt8(value & 255)] }
    }

    private static func signed(_ code: UInt8, _ value: Int) -> [UInt8]? {
        prefixB(value >> 8).map { $0 + [code, UInt8(value & 255)] }
    }

    private static func send(_ code: UInt8, _ selector: Int, _ arguments: Int, _ extensionB: Int) -> [UInt8]? {
        guard code == 0xEA || arguments < 512, let a = prefixA(selector >> 5), let b = prefixB(extensionB) else {
            return nil
        }
        return a + b + [code, UInt8((selector & 31) << 3 | arguments & 7)]
    }

    private static func closure(_ arguments: Int, _ copied: Int, _ size: Int) -> [UInt8]? {
        guard arguments < 128, let a = prefixA(arguments >> 3 + (copied >> 3) << 4),
            let b = prefixB(size >> 8)
        else { return nil }
        return a + b + [0xFA, UInt8((copied & 7) << 3 | arguments & 7), UInt8(size & 255)]
    }
}
