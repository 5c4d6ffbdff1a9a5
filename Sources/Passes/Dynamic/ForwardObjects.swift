// Looks through objects whose making is in sight: a field that nobody changes is what it was set to, a call of a closure
// whose function is known becomes a direct one, and a cell that stays in its function becomes a variable.
// Objects that nothing looks at any more are left to dead code removal, variables to SSA construction.
// Requires: SSA form.

import IR
import Support

extension Pass {
    /// Takes values out of objects and code out of closures.
    static let forwardObjects = Pass(
        name: "forward-objects", summary: "looks through new objects and closures, and makes variables of cells"
    ) { module, counters in
        guard module.hasDynamicValues else { return false }
        let fields = SettledFields(module)
        var changed = false
        for id in module.functions.ids where module.functions[id].isDefinition {
            // Taken out of the module while it changes, so that it is edited in place.
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            var forwarding = ObjectForwarding(function)
            forwarding.run(&function, id, module, fields)
            changed = forwarding.finish(&function, &counters) || changed
            swap(&function, &module.functions[id])
        }
        return changed
    }
}

private struct ObjectForwarding {
    private var replacement: ValueReplacement
    private var fieldCount = 0
    private var callCount = 0
    private var cellCount = 0

    init(_ function: Function) { replacement = ValueReplacement(function) }

    mutating func run(_ function: inout Function, _ id: FunctionID, _ module: Module, _ fields: SettledFields) {
        for block in ControlFlowGraph(function).reversePostorder {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode == .fieldGet {
                    forward(instruction, data, &function, module, fields)
                } else if data.opcode.info.format == .closureCall {
                    callDirectly(instruction, data, &function, id, module)
                }
            }
        }
    }

    /// Applies what has been found.
    mutating func finish(_ function: inout Function, _ counters: inout PassCounters) -> Bool {
        replacement.apply(to: &function)
        cellCount = function.makeVariablesOfCells()
        counters.count("fields", fieldCount)
        counters.count("calls", callCount)
        counters.count("cells", cellCount)
        return fieldCount + callCount + cellCount > 0
    }

    // MARK: Fields

    private mutating func forward(
        _ instruction: InstructionID, _ data: Instruction, _ function: inout Function, _ module: Module,
        _ fields: SettledFields
    ) {
        guard let layout = function.type(data.valueA).layout, fields.isSettled(layout, data.c) else { return }
        let object = origin(data.valueA, function)
        guard let maker = function.definingInstruction(object) else { return }
        let result = function.result(instruction)
        if function[maker].opcode == .alloc {
            guard let set = function.firstSets(maker).last(where: { function[$0].c == data.c }),
                function.type(function[set].valueB) == data.type
            else { return }
            replacement.replace(result, by: function[set].valueB)
        } else if let field = constantField(maker, function, data.c, module) {
            guard let value = make(field, data.type, before: instruction, &function, module) else { return }
            replacement.replace(result, by: value)
        } else {
            return
        }
        function.layout.remove(instruction)
        fieldCount += 1
    }

    /// The value that a reference or a box was made of, as far back as it goes.
    private func origin(_ value: ValueID, _ function: Function) -> ValueID {
        var value = replacement.resolve(value)
        while let instruction = function.definingInstruction(value) {
            let data = function[instruction]
            guard data.opcode == .unbox || data.opcode == .box, data.type.layout != nil else { break }
            value = replacement.resolve(data.valueA)
        }
        return value
    }

    private func constantField(
        _ instruction: InstructionID, _ function: Function, _ number: UInt32, _ module: Module
    ) -> RootField? {
        guard case .object(_, let fields) = function[instruction].constantRoot(module.roots), number < fields.count
        else {
            return nil
        }
        return fields[Int(number)]
    }

    private func make(
        _ field: RootField, _ type: Type, before instruction: InstructionID, _ function: inout Function,
        _ module: Module
    ) -> ValueID? {
        let made: InstructionID
        switch field {
        case .bits(let bits):
            guard type.isInteger || type.isFloat else { return nil }
            made = function.makeConstant(bits, type, location: function.location(instruction))
        case .root(let root):
            guard type == .any, module.roots[root].isConstant else { return nil }
            made = function.makeInstruction(
                Instruction(.rootGet, a: root.rawValue), results: [.any], location: function.location(instruction))
        }
        function.layout.insert(made, before: instruction)
        return function.result(made)
    }

    // MARK: Closures

    private mutating func callDirectly(
        _ call: InstructionID, _ data: Instruction, _ function: inout Function, _ id: FunctionID, _ module: Module
    ) {
        let operands = function.directOperands(call)
        guard let maker = function.definingInstruction(origin(operands[0], function)) else { return }
        let callee: FunctionID
        var arguments: [ValueID] = []
        if function[maker].opcode == .closure {
            callee = function[maker].function
            arguments = function.directOperands(maker)
        } else if case .closure(let code, let captured) = function[maker].constantRoot(module.roots) {
            guard captured.allSatisfy({ module.roots[$0].isConstant }) else { return }
            callee = code
            for root in captured {
                let get = function.makeInstruction(
                    Instruction(.rootGet, a: root.rawValue), results: [.any], location: function.location(call))
                function.layout.insert(get, before: call)
                arguments.append(function.result(get))
            }
        } else {
            return
        }
        // The function itself has been taken out of the module.
        let signature = callee == id ? function.signature : module.functions[callee].signature
        arguments += operands.dropFirst()
        let isPlain = signature.parameters.count == arguments.count && signature.parameters.allSatisfy { $0 == .any }
        guard isPlain, signature.results == [.any] else { return }
        function[call].opcode = data.opcode.isTerminator ? .tailCall : .call
        function[call].a = callee.rawValue
        function[call].b = function.lists.make(arguments).rawValue
        callCount += 1
    }
}

extension Function {
    /// Turns cells that only `cell_get` and `cell_set` of this function touch into variables; answers how many.
    fileprivate mutating func makeVariablesOfCells() -> Int {
        var cells: [ValueID: VariableID] = [:]
        for block in layout.blocks {
            for instruction in layout.instructions(block) where self[instruction].opcode == .cellNew {
                cells[result(instruction)] = VariableID(rawValue: .max)
            }
        }
        guard !cells.isEmpty else { return 0 }
        for block in layout.blocks {
            for instruction in layout.instructions(block) {
                let data = self[instruction]
                for (place, operand) in operands(instruction).enumerated() {
                    let isOwn = place == 0 && (data.opcode == .cellGet || data.opcode == .cellSet)
                    if !isOwn { cells[operand] = nil }
                }
            }
        }
        for cell in cells.keys.sorted() { cells[cell] = variables.append(Variable(name: "cell", type: .any)) }
        for block in layout.blocks {
            for instruction in layout.instructions(block) { makeVariableAccess(instruction, cells) }
        }
        return cells.count
    }

    private mutating func makeVariableAccess(_ instruction: InstructionID, _ cells: [ValueID: VariableID]) {
        let data = self[instruction]
        if data.opcode == .cellNew, let variable = cells[result(instruction)] {
            let set = Instruction(.varSet, type: .any, a: variable.rawValue, b: data.a)
            let id = makeInstruction(set, results: [], location: location(instruction))
            layout.insert(id, before: instruction)
        } else if data.opcode == .cellGet, let variable = cells[data.valueA] {
            self[instruction] = Instruction(.varGet, type: .any, a: variable.rawValue)
        } else if data.opcode == .cellSet, let variable = cells[data.valueA] {
            self[instruction] = Instruction(.varSet, type: .any, a: variable.rawValue, b: data.b)
        }
    }
}
