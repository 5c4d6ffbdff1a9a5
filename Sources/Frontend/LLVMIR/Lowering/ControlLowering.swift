// Terminators. Where control goes through a computed label, the label is a number and the jump a switch.

import CLLVM
import IR

extension FunctionLowering {
    mutating func lowerTerminator(_ instruction: LLVMValue) throws(Unsupported) {
        let from = LLVMBlock(LLVMGetInstructionParent(instruction.handle))
        switch instruction.opcode {
        case LLVMRet:
            let values = instruction.operandCount == 0 ? [] : try scalars(instruction.operand(0))
            releaseDynamicStack()
            builder.ret(values)
        case LLVMBr: try lowerBranch(instruction, from)
        case LLVMSwitch: try lowerSwitch(instruction, from)
        case LLVMIndirectBr: try lowerIndirectBranch(instruction, from)
        default: builder.unreachable()
        }
    }

    private mutating func lowerBranch(_ instruction: LLVMValue, _ from: LLVMBlock) throws(Unsupported) {
        let targets = instruction.successors
        if targets.count == 1 {
            return builder.jump(try block(targets[0]), try arguments(targets[0], from: from))
        }
        let condition = try scalar(LLVMValue(LLVMGetCondition(instruction.handle)))
        let yes = try arguments(targets[0], from: from)
        let no = try arguments(targets[1], from: from)
        builder.branch(condition, try block(targets[0]), yes, else: try block(targets[1]), no)
    }

    private mutating func lowerSwitch(_ instruction: LLVMValue, _ from: LLVMBlock) throws(Unsupported) {
        let targets = instruction.successors
        let value = try scalar(instruction.operand(0))
        let type = try leaf(instruction.operand(0)).type
        var cases: [(value: UInt64, target: LLVMBlock)] = []
        for index in targets.indices.dropFirst() {
            guard let label = LLVMGetSwitchCaseValue(instruction.handle, UInt32(index)),
                let number = LLVMValue(label).constantBits
            else { throw Unsupported(what: "a switch over so many bits") }
            cases.append((number, targets[index]))
        }
        try emitSwitch(value, type, cases, otherwise: targets[0], from)
    }

    private mutating func lowerIndirectBranch(_ instruction: LLVMValue, _ from: LLVMBlock) throws(Unsupported) {
        let address = try scalar(instruction.operand(0))
        let number = builder.unary(.ptrToInt, .i32, address)
        var targets: [LLVMBlock] = []
        for target in instruction.successors where !targets.contains(target) { targets.append(target) }
        guard let first = targets.first else { return builder.unreachable() }
        var cases: [(value: UInt64, target: LLVMBlock)] = []
        for target in targets.dropFirst() { cases.append((unit.labelNumber(target, of: source), target)) }
        try emitSwitch(number, .i32, cases, otherwise: first, from)
    }

    private mutating func emitSwitch(
        _ value: ValueID, _ type: Type, _ cases: [(value: UInt64, target: LLVMBlock)], otherwise: LLVMBlock,
        _ from: LLVMBlock
    ) throws(Unsupported) {
        var passed: [LLVMBlock: [ValueID]] = [:]
        for target in cases.map(\.target) + [otherwise] where passed[target] == nil {
            passed[target] = try arguments(target, from: from)
        }
        var entries: [(value: UInt64, target: BlockCallID)] = []
        for entry in cases {
            let call = builder.function.makeBlockCall(try block(entry.target), passed[entry.target] ?? [])
            entries.append((entry.value, call))
        }
        let fallback = builder.function.makeBlockCall(try block(otherwise), passed[otherwise] ?? [])
        let table = builder.function.switchTables.append(SwitchTable(cases: entries, defaultTarget: fallback))
        builder.append(Instruction(.switch, type: type, a: value.rawValue, b: table.rawValue), results: [])
    }
}
