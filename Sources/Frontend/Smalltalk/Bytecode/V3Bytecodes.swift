// The bytecodes of V3, with those of closures that later images have besides (spec/smalltalk.md 2.1).

extension BytecodeTable {
    package static let v3 = BytecodeTable([
        BytecodeRow(0...15) { .push(.receiver($0.index)) },
        BytecodeRow(16...31) { .push(.temporary($0.index)) },
        BytecodeRow(32...63) { .pushLiteral($0.index) },
        BytecodeRow(64...95) { .push(.literal($0.index)) },
        BytecodeRow(96...103) { .pop(.receiver($0.index)) },
        BytecodeRow(104...111) { .pop(.temporary($0.index)) },
        BytecodeRow(112, .pushReceiver),
        BytecodeRow(113, .pushConstant(.true)),
        BytecodeRow(114, .pushConstant(.false)),
        BytecodeRow(115, .pushConstant(.nil)),
        BytecodeRow(116...119) { .pushConstant(.integer($0.index - 1)) },
        BytecodeRow(120, .returnReceiver),
        BytecodeRow(121, .returnConstant(.true)),
        BytecodeRow(122, .returnConstant(.false)),
        BytecodeRow(123, .returnConstant(.nil)),
        BytecodeRow(124, .returnTop),
        BytecodeRow(125, .blockReturnTop),
        BytecodeRow(128...128, 1) { operands in
            let index = operands.bytes[0] & 63
            return operands.bytes[0] >> 6 == 2 ? .pushLiteral(index) : .push(variable(operands.bytes[0] >> 6, index))
        },
        BytecodeRow(129...129, 1) { operands in
            let kind = operands.bytes[0] >> 6
            return kind == 2 ? nil : .store(variable(kind, operands.bytes[0] & 63))
        },
        BytecodeRow(130...130, 1) { operands in
            let kind = operands.bytes[0] >> 6
            return kind == 2 ? nil : .pop(variable(kind, operands.bytes[0] & 63))
        },
        BytecodeRow(131...131, 1) { .send(selector: $0.bytes[0] & 31, arguments: $0.bytes[0] >> 5) },
        BytecodeRow(132...132, 2) { doubleExtended($0.bytes[0] >> 5, $0.bytes[0] & 31, $0.bytes[1]) },
        BytecodeRow(133...133, 1) { .superSend(selector: $0.bytes[0] & 31, arguments: $0.bytes[0] >> 5) },
        BytecodeRow(134...134, 1) { .send(selector: $0.bytes[0] & 63, arguments: $0.bytes[0] >> 6) },
        BytecodeRow(135, .drop),
        BytecodeRow(136, .duplicate),
        BytecodeRow(137, .pushThisContext),
        BytecodeRow(138...138, 1) { newArray($0.bytes[0]) },
        BytecodeRow(139...139, 2) { .callPrimitive($0.bytes[0] | $0.bytes[1] << 8) },
        BytecodeRow(140...140, 2) { .push(.remote($0.bytes[0], vector: $0.bytes[1])) },
        BytecodeRow(141...141, 2) { .store(.remote($0.bytes[0], vector: $0.bytes[1])) },
        BytecodeRow(142...142, 2) { .pop(.remote($0.bytes[0], vector: $0.bytes[1])) },
        BytecodeRow(143...143, 3) {
            .pushClosure(
                arguments: $0.bytes[0] & 15, copied: $0.bytes[0] >> 4, size: $0.bytes[1] << 8 | $0.bytes[2])
        },
        BytecodeRow(144...151) { .jump($0.index + 1) },
        BytecodeRow(152...159) { .jumpIf(false, $0.index + 1) },
        BytecodeRow(160...167, 1) { .jump(($0.index - 4) * 256 + $0.bytes[0]) },
        BytecodeRow(168...171, 1) { .jumpIf(true, $0.index * 256 + $0.bytes[0]) },
        BytecodeRow(172...175, 1) { .jumpIf(false, $0.index * 256 + $0.bytes[0]) },
        BytecodeRow(176...207) { .sendSpecial($0.index) },
        BytecodeRow(208...223) { .send(selector: $0.index, arguments: 0) },
        BytecodeRow(224...239) { .send(selector: $0.index, arguments: 1) },
        BytecodeRow(240...255) { .send(selector: $0.index, arguments: 2) },
    ])

    /// The variables of extended instructions; kind 2 is a literal.
    private static func variable(_ kind: Int, _ index: Int) -> BytecodeVariable {
        switch kind {
        case 0: .receiver(index)
        case 1: .temporary(index)
        default: .literal(index)
        }
    }

    private static func doubleExtended(_ kind: Int, _ arguments: Int, _ index: Int) -> BytecodeOperation {
        switch kind {
        case 0: .send(selector: index, arguments: arguments)
        case 1: .superSend(selector: index, arguments: arguments)
        case 2: .push(.receiver(index))
        case 3: .pushLiteral(index)
        case 4: .push(.literal(index))
        case 5: .store(.receiver(index))
        case 6: .pop(.receiver(index))
        default: .store(.literal(index))
        }
    }

    /// An array of so many elements, from the stack if the high bit is set.
    package static func newArray(_ byte: Int) -> BytecodeOperation {
        byte >= 128 ? .popIntoNewArray(byte & 127) : .pushNewArray(byte)
    }
}
