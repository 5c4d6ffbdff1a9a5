// The rules about calls and returns: they match signatures, and tail calls return what their caller returns.

import Support

extension FunctionVerifier {
    /// Checks a call, indirect call or service against its signature. Requires: the instruction's references exist.
    mutating func checkCall(_ data: Instruction, _ id: InstructionID) {
        let (parameters, results) = module.signatureTypes(data)
        var wanted = parameters
        if case .indirectCall = data.opcode.info.format {
            guard function.lists.count(data.list) > 0 else {
                return report(.calls, "an indirect call needs a callee", at: id)
            }
            let callee = function.lists[data.list, 0]
            require(callee, "an address", id) { $0.isAddress }
            wanted.insert(function.values.contains(callee) ? function.type(callee) : .ptr, at: 0)
        }
        match(data.list, wanted, .calls, "the call passes", "its callee takes", id)
        checkTailResults(results, data, id)
    }

    /// Checks that a tail call gives what the function returns; other instructions may give anything.
    mutating func checkTailResults(_ results: [Type], _ data: Instruction, _ id: InstructionID) {
        guard data.opcode.isTerminator, results != function.signature.results else { return }
        let message = "the callee returns \(names(results)), but the function \(names(function.signature.results))"
        report(.tailCalls, message, at: id)
    }

    mutating func checkReturn(_ data: Instruction, _ id: InstructionID) {
        match(data.list, function.signature.results, .calls, "the code returns", "the function returns", id)
    }

    private mutating func match(
        _ list: ValueList, _ types: [Type], _ rule: VerifierRule, _ given: String, _ asked: String, _ id: InstructionID
    ) {
        let count = function.lists.count(list)
        guard count == types.count else {
            return report(rule, "\(given) \(count) value\(count == 1 ? "" : "s"), but \(asked) \(types.count)", at: id)
        }
        for (position, type) in types.enumerated() {
            let value = function.lists[list, position]
            guard function.values.contains(value), function.type(value) != type else { continue }
            let found = name(function.type(value))
            report(rule, "\(name(value)) is \(found), but \(asked) \(name(type)) there", at: id, value: value)
        }
    }
}
