// Rules for choices between values, and for the branch that a condition decides.

import IR

extension AlgebraicSimplifier {
    mutating func simplifySelect(_ data: Instruction) -> Rewrite {
        let (condition, yes, no, type) = (data.valueA, data.valueB, data.valueC, data.type)
        if areEqual(yes, no) { return .use(yes) }
        if let bits = constant(condition) { return .use(bits & 1 == 1 ? yes : no) }
        if let inner = match(condition, .not) { return .become(.ternary(.select, type, inner.valueA, no, yes)) }
        if type == .i1 { return selectBoolean(condition, yes, no) }
        if type.isInteger, let yes = constant(yes), let no = constant(no),
            let spread = spread(BooleanImage(condition: condition, whenFalse: no, whenTrue: yes), type)
        {
            return spread
        }
        if let inner = match(yes, .select), inner.valueA == condition {
            return .become(.ternary(.select, type, condition, inner.valueB, no))
        }
        if let inner = match(no, .select), inner.valueA == condition {
            return .become(.ternary(.select, type, condition, yes, inner.valueC))
        }
        // A choice between two equal values, of which the condition says that they are equal.
        if let compare = match(condition, .icmp), compare.type == type,
            compare.integerCondition == .eq
                || compare.integerCondition == .ne
        {
            let isPair =
                (areEqual(compare.valueA, yes) && areEqual(compare.valueB, no))
                || (areEqual(compare.valueA, no) && areEqual(compare.valueB, yes))
            if isPair { return .use(compare.integerCondition == .eq ? no : yes) }
        }
        return .keep
    }

    private mutating func selectBoolean(_ condition: ValueID, _ yes: ValueID, _ no: ValueID) -> Rewrite {
        if let bits = constant(yes) {
            return bits == 1
                ? .become(.binary(.or, .i1, condition, no))
                : .become(.binary(.and, .i1, emit(.unary(.not, .i1, condition)), no))
        }
        if let bits = constant(no) {
            return bits == 0
                ? .become(.binary(.and, .i1, condition, yes))
                : .become(.binary(.or, .i1, emit(.unary(.not, .i1, condition)), yes))
        }
        if condition == yes { return .become(.binary(.or, .i1, condition, no)) }
        if condition == no { return .become(.binary(.and, .i1, condition, yes)) }
        return .keep
    }

    /// A branch on an inverted condition goes the other way.
    mutating func simplifyBranch(_ data: Instruction) -> Rewrite {
        guard let inner = match(data.valueA, .not) else { return .keep }
        return .become(Instruction(.branch, type: data.type, a: inner.a, b: data.c, c: data.b))
    }
}
