// How much there is to a method.

package struct MethodComplexity: Hashable {
    package let instructions: Int
    package let bytes: Int
    package let blocks: Int
    package let sends: Int
    /// Jumps back.
    package let loops: Int
    /// Values on the stack at once.
    package let stackDepth: Int
    /// Ways through it that do not depend on each other: one more than its conditions.
    package let cyclomatic: Int

    package init(_ code: MethodCode) {
        var sends = 0, loops = 0, conditions = 0
        for point in code.points.values {
            switch point.instruction.operation {
            case .send, .superSend, .directedSuperSend, .sendSpecial: sends += 1
            case .jump(let distance): if distance < 0 { loops += 1 }
            case .jumpIf(_, let distance):
                conditions += 1
                if distance < 0 { loops += 1 }
            case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
                .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .returnReceiver,
                .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
                break
            }
        }
        instructions = code.points.count
        bytes = code.end
        blocks = code.scopes.count - 1
        self.sends = sends
        self.loops = loops
        stackDepth = code.greatestDepth
        cyclomatic = conditions + 1
    }
}
