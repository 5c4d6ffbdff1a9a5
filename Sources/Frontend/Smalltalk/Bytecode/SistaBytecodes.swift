// The bytecodes of Sista V1 (spec/smalltalk.md 2.2). Prefixes 0xE0 and 0xE1 widen what follows.

extension BytecodeTable {
    package static let sista = BytecodeTable(
        [
            BytecodeRow(0x00...0x0F) { .push(.receiver($0.index)) },
            BytecodeRow(0x10...0x1F) { .push(.literal($0.index)) },
            BytecodeRow(0x20...0x3F) { .pushLiteral($0.index) },
            BytecodeRow(0x40...0x4B) { .push(.temporary($0.index)) },
            BytecodeRow(0x4C, .pushReceiver),
            BytecodeRow(0x4D, .pushConstant(.true)),
            BytecodeRow(0x4E, .pushConstant(.false)),
            BytecodeRow(0x4F, .pushConstant(.nil)),
            BytecodeRow(0x50...0x51) { .pushConstant(.integer($0.index)) },
            BytecodeRow(0x52...0x52) { $0.extensionB == 0 ? .pushThisContext : nil },
            BytecodeRow(0x53, .duplicate),
            BytecodeRow(0x58, .returnReceiver),
            BytecodeRow(0x59, .returnConstant(.true)),
            BytecodeRow(0x5A, .returnConstant(.false)),
            BytecodeRow(0x5B, .returnConstant(.nil)),
            BytecodeRow(0x5C, .returnTop),
            BytecodeRow(0x5D, .blockReturnNil),
            // Virtual machines refuse to return through several blocks at once.
            BytecodeRow(0x5E...0x5E) { $0.extensionA == 0 ? .blockReturnTop : nil },
            BytecodeRow(0x5F, .nop),
            BytecodeRow(0x60...0x7F) { .sendSpecial($0.index) },
            BytecodeRow(0x80...0x8F) { .send(selector: $0.index, arguments: 0) },
            BytecodeRow(0x90...0x9F) { .send(selector: $0.index, arguments: 1) },
            BytecodeRow(0xA0...0xAF) { .send(selector: $0.index, arguments: 2) },
            BytecodeRow(0xB0...0xB7) { .jump($0.index + 1) },
            BytecodeRow(0xB8...0xBF) { .jumpIf(true, $0.index + 1) },
            BytecodeRow(0xC0...0xC7) { .jumpIf(false, $0.index + 1) },
            BytecodeRow(0xC8...0xCF) { .pop(.receiver($0.index)) },
            BytecodeRow(0xD0...0xD7) { .pop(.temporary($0.index)) },
            BytecodeRow(0xD8, .drop),
            BytecodeRow(0xD9, .trap),
            BytecodeRow(0xE2...0xE2, 1) { .push(.receiver($0.bytes[0] + $0.extensionA * 256)) },
            BytecodeRow(0xE3...0xE3, 1) { .push(.literal($0.bytes[0] + $0.extensionA * 256)) },
            BytecodeRow(0xE4...0xE4, 1) { .pushLiteral($0.bytes[0] + $0.extensionA * 256) },
            BytecodeRow(0xE5...0xE5, 1) { .push(.temporary($0.bytes[0])) },
            BytecodeRow(0xE7...0xE7, 1) { newArray($0.bytes[0]) },
            BytecodeRow(0xE8...0xE8, 1) { .pushConstant(.integer($0.bytes[0] + $0.extensionB * 256)) },
            BytecodeRow(0xE9...0xE9, 1) { operands in
                let code = operands.bytes[0] + operands.extensionB * 256
                return code < 0 ? nil : .pushConstant(.character(code))
            },
            BytecodeRow(0xEA...0xEA, 1) { operands in
                guard operands.extensionB >= 0 else { return nil }
                return .send(selector: selector(operands), arguments: operands.bytes[0] & 7 + operands.extensionB * 8)
            },
            BytecodeRow(0xEB...0xEB, 1) { operands in
                guard operands.extensionB >= 0 else { return nil }
                let isDirected = operands.extensionB >= 64
                let arguments =
                    operands.bytes[0] & 7 + (isDirected ? operands.extensionB & 63 : operands.extensionB) * 8
                return isDirected
                    ? .directedSuperSend(selector: selector(operands), arguments: arguments)
                    : .superSend(selector: selector(operands), arguments: arguments)
            },
            BytecodeRow(0xED...0xED, 1) { .jump($0.bytes[0] + $0.extensionB * 256) },
            BytecodeRow(0xEE...0xEE, 1) { .jumpIf(true, $0.bytes[0] + $0.extensionB * 256) },
            BytecodeRow(0xEF...0xEF, 1) { .jumpIf(false, $0.bytes[0] + $0.extensionB * 256) },
            BytecodeRow(0xF0...0xF0, 1) { .pop(.receiver($0.bytes[0] + $0.extensionA * 256)) },
            BytecodeRow(0xF1...0xF1, 1) { .pop(.literal($0.bytes[0] + $0.extensionA * 256)) },
            BytecodeRow(0xF2...0xF2, 1) { .pop(.temporary($0.bytes[0])) },
            BytecodeRow(0xF3...0xF3, 1) { .store(.receiver($0.bytes[0] + $0.extensionA * 256)) },
            BytecodeRow(0xF4...0xF4, 1) { .store(.literal($0.bytes[0] + $0.extensionA * 256)) },
            BytecodeRow(0xF5...0xF5, 1) { .store(.temporary($0.bytes[0])) },
            // The high bit is for primitives without checks, which only an optimiser makes.
            BytecodeRow(0xF8...0xF8, 2) { operands in
                operands.bytes[1] >= 0x80 ? nil : .callPrimitive(operands.bytes[0] | (operands.bytes[1] & 0x1F) << 8)
            },
            BytecodeRow(0xF9...0xF9, 2) {
                .pushFullClosure(
                    literal: $0.bytes[0] + $0.extensionA * 256, copied: $0.bytes[1] & 63,
                    hasReceiver: $0.bytes[1] & 128 != 0, isClean: $0.bytes[1] & 64 != 0)
            },
            BytecodeRow(0xFA...0xFA, 2) { operands in
                guard operands.extensionB >= 0 else { return nil }
                return .pushClosure(
                    arguments: operands.bytes[0] & 7 + operands.extensionA % 16 * 8,
                    copied: operands.bytes[0] >> 3 & 7 + operands.extensionA / 16 * 8,
                    size: operands.bytes[1] + operands.extensionB * 256)
            },
            BytecodeRow(0xFB...0xFB, 2) { .push(.remote($0.bytes[0], vector: $0.bytes[1])) },
            BytecodeRow(0xFC...0xFC, 2) { .store(.remote($0.bytes[0], vector: $0.bytes[1])) },
            BytecodeRow(0xFD...0xFD, 2) { .pop(.remote($0.bytes[0], vector: $0.bytes[1])) },
        ], prefixes: (a: 0xE0, b: 0xE1))

    private static func selector(_ operands: BytecodeOperands) -> Int {
        operands.bytes[0] >> 3 + operands.extensionA * 32
    }
}
