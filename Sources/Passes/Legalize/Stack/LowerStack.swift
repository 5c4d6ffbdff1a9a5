// Puts the slots of functions into linear memory: the stack pointer becomes the first parameter of the functions that
// need it, slot addresses become sums with it, and where the stack may run out stands a check that traps. The pointer
// that is passed is the end of the caller's frame; the callee leaves room for the return address below it, so that
// slots lie where the interpreter places them, and its one check stands for that of the call too.
// Entry and exported functions keep their signatures: they start with a constant, or, where the module itself calls
// them, are wrappers of a local function that has their number.

import IR
import Support

extension Pass {
    /// Makes the stack pointer a parameter and slots memory.
    public static let lowerStack = Pass(
        name: "lower-stack", summary: "Make the stack pointer a parameter, and slots linear memory"
    ) { module, counters in
        let mark = Metadata(kind: "lowered", text: "\"stack\"")
        guard !module.metadata.contains(mark), !module.callsDynamically else { return false }
        let plan = StackPlan(module)
        // Slots without an address, where there surely is room for them, are not missed.
        let idle = module.functions.ids.filter { !module.functions[$0].slots.isEmpty && !plan.users.contains($0) }
        for id in idle { module.functions[id].slots = PrimaryMap() }
        guard !plan.users.isEmpty else { return !idle.isEmpty }
        module.metadata.append(mark)
        if module.memory.size == 0 { module.memory.stackTop = plan.top }
        var signatures = SecondaryMap<SignatureID, SignatureID>(initial: SignatureID(rawValue: .max))
        for id in module.signatures.ids where !plan.uniform.isEmpty {
            signatures[id] = module.signatureID(module.signatures[id].taking(plan.type))
        }
        for id in module.functions.ids where plan.users.contains(id) {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            var lowering = StackLowering(&function, id, plan, signatures)
            lowering.run(module)
            lowering.expander.finish(&function)
            swap(&function, &module.functions[id])
        }
        counters.count("functions", plan.users.count)
        for id in plan.users where plan.isCalled(id) && plan.isRoot(id, module.functions[id]) {
            addWrapper(of: id, &module, plan)
        }
        addImports(&module, plan)
        return true
    }

    /// Moves name and visibility of a function to a new one that tail-calls it with an empty stack.
    private static func addWrapper(of id: FunctionID, _ module: inout Module, _ plan: StackPlan) {
        let body = module.functions[id]
        var wrapper = FunctionBuilder(
            Function(
                name: body.name, signature: body.signature.withoutStack, linkage: body.linkage,
                attributes: body.attributes))
        let entry = wrapper.makeEntryBlock()
        let parameters = wrapper.function.parameters(entry)
        let stack = wrapper.constant(Int64(bitPattern: plan.top + plan.returnSize), plan.type)
        wrapper.tailCall(id, [stack] + parameters)
        module.functions[id].name = module.freeName(body.name + ".body")
        module.functions[id].linkage = .local
        module.functions[id].attributes.remove(.entry)
        module.functions.append(wrapper.function)
    }

    /// Functions of other modules that are called by address: a local function takes their number and the stack pointer.
    private static func addImports(_ module: inout Module, _ plan: StackPlan) {
        for id in plan.uniform where !module.functions[id].isDefinition {
            let imported = module.functions[id]
            let signature = imported.signature.taking(plan.type)
            var local = FunctionBuilder(
                Function(name: module.freeName(imported.name + ".address"), signature: signature))
            let entry = local.makeEntryBlock()
            let parameters = local.function.parameters(entry)
            let moved = module.functions.append(imported)
            local.tailCall(moved, Array(parameters.dropFirst()))
            for caller in module.functions.ids { module.functions[caller].redirectCalls(of: id, to: moved) }
            module.functions[id] = local.function
        }
    }
}

/// The work on one function that uses the stack pointer.
private struct StackLowering {
    var expander: InstructionExpander
    private let id: FunctionID
    private let plan: StackPlan
    private let signatures: SecondaryMap<SignatureID, SignatureID>
    private let isChecked: Bool
    /// The stack pointer as it was passed.
    private var stack = ValueID(rawValue: 0)
    /// The places of the slots, and the end of the frame, as distances below a value.
    private var places = SecondaryMap<SlotID, (base: ValueID, distance: UInt64)>(initial: (ValueID(rawValue: 0), 0))
    private var end: (base: ValueID, distance: UInt64) = (ValueID(rawValue: 0), 0)

    init(
        _ function: inout Function, _ id: FunctionID, _ plan: StackPlan,
        _ signatures: SecondaryMap<SignatureID, SignatureID>
    ) {
        self.id = id
        self.plan = plan
        self.signatures = signatures
        isChecked = plan.checked.contains(id)
        expander = InstructionExpander(&function)
    }

    mutating func run(_ module: Module) {
        guard let entry = expander.function.entry, let first = expander.function.layout.first(in: entry) else { return }
        let instructions = expander.function.layout.blocks.flatMap { expander.function.layout.instructions($0) }
        expander.position(before: first)
        let isConstant = !plan.isCalled(id)
        if isConstant {
            stack = expander.constant(plan.top + plan.returnSize, plan.type)
        } else {
            stack = expander.function.prependParameter(entry, plan.type)
            expander.function.signature = expander.function.signature.taking(plan.type)
        }
        let lowest = plan.frames[id].lowestEntry(limit: plan.limit)
        if isChecked, !isConstant || plan.top < lowest { trap(when: stack, isBelow: lowest + plan.returnSize) }
        placeSlots()
        for instruction in instructions { lower(instruction, module) }
        for id in expander.function.debugBindings.ids {
            guard case .slot(let slot, let offset) = expander.function.debugBindings[id].place else { continue }
            let distance = Int64(offset) - Int64(places[slot].distance)
            expander.function.debugBindings[id].place =
                Int32(exactly: distance).map { .memory(places[slot].base, $0) } ?? .none
        }
        expander.function.slots = PrimaryMap()
    }

    /// As `StackFrame` and the interpreter have it.
    private mutating func placeSlots() {
        var (base, distance) = (stack, plan.returnSize)
        var known = plan.isWordAligned ? StackFrame.wordSize : 1
        func align(_ alignment: UInt64, _ expander: inout InstructionExpander) {
            if alignment <= known {
                distance = distance.rounded(upTo: alignment)
            } else {
                let place = expander.binary(.sub, plan.type, base, distance)
                base = expander.binary(.and, plan.type, place, ~(alignment - 1))
                (distance, known) = (0, alignment)
            }
        }
        for step in plan.frames[id].steps {
            distance += step.size
            align(step.alignment, &expander)
            places[step.slot] = (base, distance)
        }
        if isCaller { align(StackFrame.wordSize, &expander) }
        end = (base, distance)
    }

    /// Whether the end of the frame matters.
    private var isCaller: Bool {
        let function = expander.function
        return function.layout.blocks.contains { block in
            function.layout.instructions(block).contains { instruction in
                let opcode = function[instruction].opcode
                return (opcode.info.format == .call || opcode.info.format == .indirectCall) && !opcode.isTerminator
            }
        }
    }

    private mutating func lower(_ instruction: InstructionID, _ module: Module) {
        expander.position(before: instruction)
        let data = expander.function[instruction]
        if data.opcode.info.format == .slot {
            lowerAddress(instruction)
        } else if data.opcode.info.format == .call {
            if plan.users.contains(data.function) {
                pass(instruction, at: 0)
            } else if isChecked, !data.opcode.isTerminator, module.functions[data.function].isDefinition {
                trap(when: frameEnd(), isBelow: plan.limit + plan.returnSize)
            }
        } else if data.opcode.info.format == .indirectCall, !plan.uniform.isEmpty {
            pass(instruction, at: 1)
            expander.function[instruction].a = signatures[data.signature].rawValue
        }
    }

    private mutating func lowerAddress(_ instruction: InstructionID) {
        let data = expander.function[instruction]
        let (base, distance) = places[data.slot]
        let offset = UInt64(bitPattern: Int64(data.offset)) &- distance
        if data.type == plan.type, offset == 0 {
            expander.replace(expander.function.result(instruction), by: base)
            expander.remove(instruction)
        } else if data.type == plan.type {
            expander.function[instruction] = .binary(.add, plan.type, base, expander.constant(offset, plan.type))
        } else if data.type == .i64 {
            let wide = expander.unary(.zext, .i64, base)
            expander.function[instruction] = .binary(.add, .i64, wide, expander.constant(offset, .i64))
        } else {
            let sum = expander.binary(.add, plan.type, base, offset)
            expander.function[instruction] = .unary(data.type == .ptr ? .intToPtr : .trunc, data.type, sum)
        }
    }

    private mutating func frameEnd() -> ValueID {
        end.distance == 0 ? end.base : expander.binary(.add, plan.type, end.base, 0 &- end.distance)
    }

    /// Gives a call the stack pointer, as argument number `position` of its list: a tail call the one of this function.
    private mutating func pass(_ call: InstructionID, at position: Int) {
        let data = expander.function[call]
        var list = expander.function.lists.elements(data.list)
        list.insert(data.opcode.isTerminator ? stack : frameEnd(), at: position)
        expander.function[call].b = expander.function.lists.make(list).rawValue
    }

    /// Ends the block in front of the current place with a branch to a trap.
    private mutating func trap(when value: ValueID, isBelow bound: UInt64) {
        let isAlways = plan.type == .i32 && bound > UInt64(UInt32.max)
        let condition = isAlways ? expander.constant(1, .i1) : expander.icmp(.ult, plan.type, value, bound)
        expander.branch(condition, toTrap: .stackOverflow)
    }
}

extension InstructionExpander {
    /// Splits the block in front of the current place, by a branch to a trap.
    fileprivate mutating func branch(_ condition: ValueID, toTrap code: TrapCode) {
        guard let block = function.layout.block(of: place), let last = function.layout.previous(place) else { return }
        let location = function.location(place)
        let rest = function.splitBlock(block, after: last)
        let trapBlock = function.makeBlock()
        function.layout.append(trapBlock)
        let (yes, no) = (function.makeBlockCall(trapBlock), function.makeBlockCall(rest))
        let branch = Instruction(.branch, a: condition.rawValue, b: yes.rawValue, c: no.rawValue)
        let branchID = function.makeInstruction(branch, results: [], location: location)
        function.layout.append(branchID, to: block)
        let trap = function.makeInstruction(Instruction(.trap, aux: code.rawValue), results: [], location: location)
        function.layout.append(trap, to: trapBlock)
    }
}

extension Signature {
    /// The register of the HSX machine that shows the stack pointer.
    private static let stackRegister: UInt8 = 15

    /// With a first parameter of type `stack`. Registers still name what parameters hold, for debuggers, where the
    /// stack pointer's is free.
    fileprivate func taking(_ stack: Type) -> Signature {
        var signature = callType
        signature.lower(parameters: [stack] + parameters, results: results)
        if case .registers(var fixed) = convention, !fixed.parameters.contains(Signature.stackRegister) {
            fixed.parameters.insert(Signature.stackRegister, at: 0)
            signature.convention = .registers(fixed)
        }
        return signature
    }

    /// Without the first parameter, which `taking` added.
    fileprivate var withoutStack: Signature {
        var signature = self
        signature.lower(parameters: Array(parameters.dropFirst()), results: results)
        if case .registers(var fixed) = convention {
            fixed.parameters.removeFirst()
            signature.convention = .registers(fixed)
        }
        return signature
    }
}

extension Module {
    /// Whether calls go through closures or messages.
    fileprivate var callsDynamically: Bool {
        functions.values.contains { function in
            function.layout.blocks.contains { block in
                function.layout.instructions(block).contains { id in
                    let format = function[id].opcode.info.format
                    return format == .closureCall || format == .send
                }
            }
        }
    }

    /// `name`, made longer until nothing has it.
    fileprivate func freeName(_ name: String) -> String {
        var free = name
        while function(named: free) != nil || globals.values.contains(where: { $0.name == free }) { free += "_" }
        return free
    }
}

extension Function {
    fileprivate mutating func redirectCalls(of old: FunctionID, to new: FunctionID) {
        for block in layout.blocks {
            for instruction in layout.instructions(block)
            where self[instruction].opcode.info.format == .call && self[instruction].function == old {
                self[instruction].a = new.rawValue
            }
        }
    }
}
