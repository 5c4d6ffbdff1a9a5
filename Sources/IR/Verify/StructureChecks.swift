// The rules about the skeleton of a function: declarations, entry block, terminators, branches, and that every id names
// something.

import Support

extension FunctionVerifier {
    // Declarations.

    mutating func checkDeclarations() {
        if !function.isDefinition, function.layout.entry != nil {
            report(.entryBlock, "an imported function has no code")
        }
        for problem in problems(function.signature) { report(problem.rule, problem.message) }
        for variable in function.variables.ids where !module.exists(function.variables[variable].type) {
            report(.references, "the variable has a type whose layout does not exist", at: .variable(variable))
        }
        var top: SlotID?
        for slot in function.slots.ids {
            let alignment = function.slots[slot].alignment
            if alignment.nonzeroBitCount != 1 {
                report(.slots, "the alignment \(alignment) is no power of two", at: .slot(slot))
            }
            guard function.slots[slot].isAtTop else { continue }
            if let top { report(.slots, "ss\(top.rawValue) lies at the top of the frame already", at: .slot(slot)) }
            top = slot
        }
        findBadLocations()
        checkDebugVariables()
    }

    /// What is wrong with a signature.
    func problems(_ signature: Signature) -> [(rule: VerifierRule, message: String)] {
        var result: [(rule: VerifierRule, message: String)] = []
        let written = signature.written.map { $0.parameters + $0.results } ?? []
        for type in signature.parameters + signature.results + written where !module.exists(type) {
            result.append((.references, "the signature has a type whose layout does not exist"))
        }
        guard case .registers(let fixed) = signature.convention else { return result }
        if fixed.parameters.count != signature.parameters.count {
            result.append(
                (
                    .conventions,
                    "parameters and their registers differ in number: \(signature.parameters.count) and \(fixed.parameters.count)"
                ))
        }
        if fixed.results.count != signature.results.count {
            result.append(
                (
                    .conventions,
                    "results and their registers differ in number: \(signature.results.count) and \(fixed.results.count)"
                ))
        }
        if Set(fixed.parameters).count != fixed.parameters.count || Set(fixed.results).count != fixed.results.count {
            result.append((.conventions, "a register stands twice"))
        }
        for register in fixed.parameters + fixed.results where register >= 32 {
            result.append((.conventions, "register \(register) is not below 32"))
        }
        for register in fixed.results where register < 32 && fixed.clobbers >> UInt32(register) & 1 == 0 {
            result.append((.conventions, "register \(register) holds a result but is not clobbered"))
        }
        return result
    }

    // Layout.

    /// Numbers the instructions; answers whether the layout names only blocks and instructions that exist.
    mutating func checkLayout() -> Bool {
        var position: UInt32 = 0
        var isSound = true
        for block in function.layout.blocks {
            if !function.blocks.contains(block) {
                report(.references, "the layout holds block \(block.rawValue), which does not exist", at: .block(block))
                isSound = false
            }
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                if !function.instructions.contains(instruction) {
                    let message = "the layout holds instruction \(instruction.rawValue), which does not exist"
                    report(.references, message, at: .block(block))
                    isSound = false
                }
                position += 1
                positions[instruction] = position
                cursor = function.layout.next(instruction)
            }
        }
        return isSound
    }

    mutating func checkEntryBlock() {
        guard let entry = function.entry else {
            report(.entryBlock, "a definition needs an entry block")
            return
        }
        let parameters = function.parameters(entry).map(function.type)
        if parameters != function.signature.parameters {
            let message =
                "the entry block takes \(names(parameters)), but the function \(names(function.signature.parameters))"
            report(.entryBlock, message, at: .block(entry))
        }
    }

    mutating func checkTerminators(of block: BlockID) {
        guard let last = function.layout.last(in: block) else {
            report(.terminators, "the block is empty", at: .block(block))
            return
        }
        if !function[last].opcode.isTerminator { report(.terminators, "the block ends without a terminator", at: last) }
        var cursor = function.layout.previous(last)
        while let instruction = cursor {
            if function[instruction].opcode.isTerminator {
                report(.terminators, "a terminator in the middle of the block", at: instruction)
            }
            cursor = function.layout.previous(instruction)
        }
    }

    mutating func checkParameters(of block: BlockID) {
        for parameter in function.parameters(block) where !module.exists(function.type(parameter)) {
            report(
                .references, "\(name(parameter)) has a type whose layout does not exist", at: .block(block),
                value: parameter)
        }
    }

    // References.

    /// Whether everything that the instruction names exists, values aside.
    mutating func checkReferences(_ id: InstructionID, _ data: Instruction) -> Bool {
        let before = errors.count
        let info = data.opcode.info
        if info.showsType, !module.exists(data.type) {
            report(.references, "the type's layout does not exist", at: id)
        }
        switch info.format {
        case .nullary, .immediate, .unary, .binary, .ternary, .load, .store, .fieldGet, .fieldSet, .number: break
        case .trap: checkChoice(TrapCode(rawValue: data.aux) != nil, "trap code", id)
        case .integerCompare, .dynamicCompare:
            checkChoice(IntegerCondition(rawValue: data.aux) != nil, "integer condition", id)
        case .floatCompare: checkChoice(FloatCondition(rawValue: data.aux) != nil, "float condition", id)
        case .dynamicBinary: checkChoice(OverflowRule(rawValue: data.aux) != nil, "overflow rule", id)
        case .global: checkExists(module.globals.contains(data.global), "global", data.a, id)
        case .function: checkExists(module.functions.contains(data.function), "function", data.a, id)
        case .slot: checkExists(function.slots.contains(data.slot), "slot", data.a, id)
        case .variableGet, .variableSet: checkExists(function.variables.contains(data.variable), "variable", data.a, id)
        case .rootGet: checkExists(module.roots.contains(data.root), "root", data.a, id)
        case .rootSet:
            checkExists(module.roots.contains(data.root), "root", data.a, id)
            if module.roots.contains(data.root), module.roots[data.root].isConstant {
                report(.roots, "the root '@\(module.roots[data.root].name)' is constant", at: id)
            }
        case .call, .closure:
            checkExists(module.functions.contains(data.function), "function", data.a, id)
            checkExists(function.lists.contains(data.list), "list", data.b, id)
        case .indirectCall:
            checkExists(module.signatures.contains(data.signature), "signature", data.a, id)
            checkExists(function.lists.contains(data.list), "list", data.b, id)
            if module.signatures.contains(data.signature) {
                for problem in problems(module.signatures[data.signature]) {
                    report(problem.rule, problem.message, at: id)
                }
            }
        case .closureCall, .list: checkExists(function.lists.contains(data.list), "list", data.b, id)
        case .send:
            checkExists(module.selectors.contains(data.selector), "selector", data.a, id)
            checkExists(function.lists.contains(data.list), "list", data.b, id)
        case .service:
            checkExists(module.services.contains(data.service), "service", data.a, id)
            checkExists(function.lists.contains(data.list), "list", data.b, id)
        case .jump: checkTarget(data.a, id)
        case .branch:
            checkTarget(data.b, id)
            checkTarget(data.c, id)
        case .switchTable: checkSwitchTable(data, id)
        }
        return errors.count == before
    }

    private mutating func checkChoice(_ isInRange: Bool, _ what: String, _ id: InstructionID) {
        if !isInRange { report(.choices, "\(function[id].aux) is no \(what)", at: id) }
    }

    private mutating func checkExists(_ exists: Bool, _ what: String, _ number: UInt32, _ id: InstructionID) {
        if !exists { report(.references, "\(what) \(number) does not exist", at: id) }
    }

    private mutating func checkTarget(_ raw: UInt32, _ id: InstructionID) {
        let call = BlockCallID(rawValue: raw)
        guard function.blockCalls.contains(call) else {
            return report(.references, "branch target \(raw) does not exist", at: id)
        }
        let target = function.blockCalls[call]
        checkExists(function.lists.contains(target.arguments), "list", target.arguments.rawValue, id)
        if !function.layout.contains(target.block) {
            report(.branches, "\(name(target.block)) is not in the function's layout", at: id)
        } else if target.block == function.entry {
            report(.branches, "a branch to the entry block", at: id)
        }
    }

    private mutating func checkSwitchTable(_ data: Instruction, _ id: InstructionID) {
        guard function.switchTables.contains(data.switchTable) else {
            return report(.references, "switch table \(data.b) does not exist", at: id)
        }
        let table = function.switchTables[data.switchTable]
        for entry in table.cases { checkTarget(entry.target.rawValue, id) }
        checkTarget(table.defaultTarget.rawValue, id)
    }

    /// Checks the arguments of the instruction's branches. Requires: its references exist.
    mutating func checkBlockCalls(_ id: InstructionID) {
        guard function[id].opcode.isTerminator else { return }
        for call in function.blockCallIDs(id) {
            let target = function.blockCalls[call]
            let parameters = function.parameters(target.block)
            let count = function.lists.count(target.arguments)
            if count != parameters.count {
                let message =
                    "\(name(target.block)) takes \(parameters.count) arguments, but the branch passes \(count)"
                report(.branches, message, at: id)
                continue
            }
            for (index, parameter) in parameters.enumerated() {
                let argument = function.lists[target.arguments, index]
                guard function.values.contains(argument), function.type(argument) != function.type(parameter) else {
                    continue
                }
                let types =
                    "\(name(function.type(argument))), but \(name(parameter)) is \(name(function.type(parameter)))"
                report(.branches, "the argument \(name(argument)) is \(types)", at: id, value: argument)
            }
        }
    }
}
