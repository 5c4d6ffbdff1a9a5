// Which functions of a program may be active more than once at a time: by calls of each other in a cycle, where a call
// through an address may lead to every function whose address is taken.

import CLLVM

struct RecursiveFunctions {
    private var members: Set<LLVMValue> = []

    func contains(_ function: LLVMValue) -> Bool { members.contains(function) }

    init(_ program: LLVMProgram) {
        let functions = program.functions.filter { !$0.isDeclaration }
        var callees: [LLVMValue: Set<LLVMValue>] = [:]
        var callsAnything: [LLVMValue] = []
        for function in functions {
            var called: Set<LLVMValue> = []
            for instruction in function.blocks.flatMap(\.instructions) where instruction.opcode == LLVMCall {
                let callee = instruction.callee
                if callee.kind == LLVMFunctionValueKind {
                    called.insert(callee)
                } else if callee.kind != LLVMInlineAsmValueKind, callsAnything.last != function {
                    callsAnything.append(function)
                }
            }
            callees[function] = called
        }
        let taken = callsAnything.isEmpty ? [] : functions.filter { Self.isAddressTaken($0) }
        for function in callsAnything { callees[function, default: []].formUnion(taken) }
        for function in functions where Self.reaches(function, function, callees) { members.insert(function) }
    }

    /// Whether something other than a call of it uses a function.
    private static func isAddressTaken(_ function: LLVMValue) -> Bool {
        var next = LLVMGetFirstUse(function.handle)
        while let use = next {
            next = LLVMGetNextUse(use)
            guard let user = LLVMGetUser(use) else { continue }
            let isCall =
                LLVMGetValueKind(user) == LLVMInstructionValueKind && LLVMGetInstructionOpcode(user) == LLVMCall
            guard isCall, LLVMGetCalledValue(user) == function.handle else { return true }
            let call = LLVMValue(user)
            if (0..<call.argumentCount).contains(where: { call.operand($0) == function }) { return true }
        }
        return false
    }

    private static func reaches(
        _ start: LLVMValue, _ goal: LLVMValue, _ callees: [LLVMValue: Set<LLVMValue>]
    ) -> Bool {
        var seen: Set<LLVMValue> = []
        var open = Array(callees[start] ?? [])
        while let next = open.popLast() {
            if next == goal { return true }
            if seen.insert(next).inserted { open += callees[next] ?? [] }
        }
        return false
    }
}
