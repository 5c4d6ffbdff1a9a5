// Rules that see through integers made of one i1: flags spread over a word, selects of constants, and arithmetic on
// those.

import IR

/// An integer that has one of two values, as a condition decides.
struct BooleanImage {
    let condition: ValueID
    let whenFalse: UInt64
    let whenTrue: UInt64
}

extension AlgebraicSimplifier {
    /// `value` as the image of an i1, a few instructions deep.
    func booleanImage(_ value: ValueID, depth: Int = 4) -> BooleanImage? {
        guard depth > 0, let id = function.definingInstruction(value), function.resultCount(id) == 1 else { return nil }
        let data = function[id]
        guard data.type.isInteger, data.opcode.isPure else { return nil }
        switch data.opcode.info.format {
        case .unary:
            if function.type(data.valueA) == .i1, data.opcode == .zext || data.opcode == .sext {
                return BooleanImage(
                    condition: data.valueA, whenFalse: 0, whenTrue: data.opcode == .zext ? 1 : data.type.integerMask)
            }
            guard function.type(data.valueA).isInteger else { return nil }
            return image(of: id, data, of: booleanImage(data.valueA, depth: depth - 1))
        case .binary:
            guard isConstant(data.valueB) else { return nil }
            return image(of: id, data, of: booleanImage(data.valueA, depth: depth - 1))
        case .ternary:
            guard data.opcode == .select, let yes = constant(data.valueB), let no = constant(data.valueC) else {
                return nil
            }
            return BooleanImage(condition: data.valueA, whenFalse: no, whenTrue: yes)
        case .nullary, .trap, .immediate, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .global,
            .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet,
            .call, .indirectCall,
            .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            return nil
        }
    }

    /// The image of an operation whose first operand is `source` and whose second, if any, is constant.
    private func image(of id: InstructionID, _ data: Instruction, of source: BooleanImage?) -> BooleanImage? {
        guard let source else { return nil }
        func compute(_ bits: UInt64) -> UInt64? {
            Evaluate.instruction(id, in: function) { $0 == data.valueA ? bits : anyConstant($0) }?.value
        }
        guard let no = compute(source.whenFalse), let yes = compute(source.whenTrue) else { return nil }
        return BooleanImage(condition: source.condition, whenFalse: no, whenTrue: yes)
    }

    /// A comparison of an image with a constant is the condition, its inverse, or decided.
    mutating func compareImage(_ data: Instruction, _ bits: UInt64) -> Rewrite? {
        guard let image = booleanImage(data.valueA) else { return nil }
        let (no, yes) = (
            Evaluate.compare(data.integerCondition, data.type, image.whenFalse, bits),
            Evaluate.compare(data.integerCondition, data.type, image.whenTrue, bits)
        )
        if no == yes { return .constant(no ? 1 : 0) }
        return yes ? .use(image.condition) : .become(.unary(.not, .i1, image.condition))
    }

    /// An operation with a constant on a spread flag, if the result is a spread flag again.
    mutating func simplifyImageOperation(_ data: Instruction) -> Rewrite {
        guard let inner = function.definingInstruction(data.valueA),
            function[inner].opcode == .zext || function[inner].opcode == .sext,
            let source = booleanImage(data.valueA, depth: 1), let bits = constant(data.valueB),
            let no = Evaluate.binary(data.opcode, data.type, source.whenFalse, bits).value,
            let yes = Evaluate.binary(data.opcode, data.type, source.whenTrue, bits).value
        else { return .keep }
        return spread(BooleanImage(condition: source.condition, whenFalse: no, whenTrue: yes), data.type) ?? .keep
    }

    /// An image as an extension of its condition, where it is one.
    mutating func spread(_ image: BooleanImage, _ type: Type) -> Rewrite? {
        let all = type.integerMask
        switch (image.whenFalse, image.whenTrue) {
        case (image.whenTrue, image.whenFalse): return .constant(image.whenTrue)
        case (0, 1): return .become(.unary(.zext, type, image.condition))
        case (0, all): return .become(.unary(.sext, type, image.condition))
        case (1, 0): return .become(.unary(.zext, type, emit(.unary(.not, .i1, image.condition))))
        case (all, 0): return .become(.unary(.sext, type, emit(.unary(.not, .i1, image.condition))))
        default: return nil
        }
    }
}
