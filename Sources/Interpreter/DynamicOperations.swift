// Dynamic values: boxing, and arithmetic on small integers. What else arithmetic can mean is the language's matter, and
// unsupported here.

import IR

extension Interpreter {
    mutating func box(_ step: Step) throws(Stop) { stack[step.result] = try boxed(stack[step.a], step.type) }

    /// The dynamic value of `bits` of `type`: an integer that is small becomes a small integer, signed but for `i1`;
    /// every other scalar goes to the heap.
    mutating func boxed(_ bits: UInt64, _ type: Type) throws(Stop) -> UInt64 {
        if type.layout != nil { return bits }
        let unused = 64 - Int64(type.bits ?? 64)
        let integer = type == .i1 ? Int64(bits) : (Int64(bitPattern: bits) << unused) >> unused
        if type.isInteger, DynamicValue.smallIntegers.contains(Int(integer)) {
            return DynamicValue(integer: integer).bits
        }
        let value = try heap.allocate(.scalar(type), words: 1)
        heap[try heap.place(value, .scalar(type))].words[0] = bits
        return value.bits
    }

    /// The operand as a value of the step's type; nil if it is none.
    func unboxed(_ step: Step) -> UInt64? {
        let value = DynamicValue(bits: stack[step.a])
        if let integer = value.integer {
            guard let width = step.type.bits, step.type.isInteger else { return nil }
            if step.type == .i1 { return integer == 0 || integer == 1 ? UInt64(integer) : nil }
            let unused = Int64(64 - width)
            guard (integer << unused) >> unused == integer else { return nil }
            return UInt64(bitPattern: integer) & step.type.integerMask
        }
        guard let place = value.object else { return nil }
        if let layout = step.type.layout {
            guard case .record(let found) = heap[place].kind else { return nil }
            return module.layouts.isKind(found, of: layout) ? value.bits : nil
        }
        return heap[place].kind == .scalar(step.type) ? heap[place].words[0] : nil
    }

    private func smallIntegers(_ step: Step) throws(Stop) -> (Int64, Int64) {
        guard let left = DynamicValue(bits: stack[step.a]).integer,
            let right = DynamicValue(bits: stack[step.b]).integer
        else {
            throw .unsupported("\(step.opcode.info.mnemonic) on values other than small integers")
        }
        return (left, right)
    }

    mutating func dynamicBinary(
        _ step: Step, _ compute: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) throws(Stop) {
        let (left, right) = try smallIntegers(step)
        let (result, overflow) = compute(left, right)
        if overflow || !DynamicValue.smallIntegers.contains(Int(result)) { try checkOverflow(step) }
        stack[step.result] = DynamicValue(integer: result).bits
    }

    /// Quotient or remainder of truncating division.
    mutating func dynamicDivision(_ step: Step, _ compute: (Int64, Int64) -> Int64) throws(Stop) {
        let (left, right) = try smallIntegers(step)
        guard right != 0 else { throw .trap(.divideByZero) }
        let result = compute(left, right)
        if !DynamicValue.smallIntegers.contains(Int(result)) { try checkOverflow(step) }
        stack[step.result] = DynamicValue(integer: result).bits
    }

    /// Whether the result may be cut to a small integer; throws what the overflow rule says otherwise.
    private func checkOverflow(_ step: Step) throws(Stop) {
        switch OverflowRule(rawValue: step.aux) ?? .promote {
        case .wrap: return
        case .trap: throw .trap(.user)
        case .promote, .float, .send: throw .unsupported("\(step.opcode.info.mnemonic) beyond small integers")
        }
    }

    mutating func dynamicCompare(_ step: Step) throws(Stop) {
        let (left, right) = try smallIntegers(step)
        let condition = IntegerCondition(rawValue: step.aux) ?? .eq
        let isTrue = Evaluate.compare(condition, .i64, UInt64(bitPattern: left), UInt64(bitPattern: right))
        stack[step.result] = isTrue ? 1 : 0
    }
}
