// Lowers one function: blocks in an order in which definitions come before uses, one visit an instruction.

import BackendKit
import CLLVM
import IR
import Support

/// The state of lowering one function; extensions by family of opcodes lower the instructions.
struct FunctionLowering {
    let context: NativeContext
    let builder: LLVMBuilder
    let function: Function
    /// The function as LLVM's, and how it is called.
    let target: LLVMValue
    let convention: NativeConvention
    /// Where NaNs must be made canonical; nil when there are no floats.
    let floats: ObservedFloats?
    /// LLVM's value for each of the IR's, once it is defined.
    private var values: [LLVMValue?]
    private var blocks: SecondaryMap<BlockID, LLVMBlock?>
    var slots: [LLVMValue] = []
    /// Room for the registers of service calls.
    var serviceRegisters: LLVMValue?
    /// Blocks that trap, by reason and line.
    var traps: [TrapPlace: LLVMBlock] = [:]
    var locations: FunctionLocations?
    /// The variables of the source; nil without debug information.
    var variables: FunctionVariables?
    /// Objects that are made with their fields; nil when the function makes none.
    let constructions: Constructions?
    /// The accesses to elements that need no check.
    let knownElements: KnownElements
    /// What keeps calls from being inlined, in code that runs once.
    let callMark: LLVMAttribute?

    var session: LLVMSession { context.session }
    var types: LLVMTypes { context.session.types }

    static func run(_ id: FunctionID, _ context: NativeContext, _ builder: LLVMBuilder) {
        var lowering = FunctionLowering(id, context, builder)
        lowering.lower(id)
    }

    private init(_ id: FunctionID, _ context: NativeContext, _ builder: LLVMBuilder) {
        self.context = context
        self.builder = builder
        function = context.module.functions[id]
        target = context.functions.body(id)
        convention = context.functions.convention(id)
        let hasFloats = function.values.values.contains { $0.type.isFloat }
        floats = hasFloats ? ObservedFloats(function, privateAccesses: context.privateFloats[id]) : nil
        values = Array(repeating: nil, count: function.values.count)
        blocks = SecondaryMap(initial: nil, count: function.blocks.count)
        constructions = context.constructions[id]
        knownElements = KnownElements(function)
        callMark = context.once?.contains(id) == true ? context.functions.marks.noInline : nil
        locations = context.debug.map { FunctionLocations(id, function, target, $0) }
        if locations != nil, !function.debugVariables.isEmpty {
            variables = FunctionVariables(function, context.module, isOptimized: context.options.level != .none)
        }
    }

    private mutating func lower(_ id: FunctionID) {
        let order = ControlFlowGraph(function).reversePostorder
        makeBlocks(order)
        for block in order {
            if let place = blocks[block] { builder.position(atEndOf: place) }
            if block == function.entry { lowerEntry(id, block) }
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                cursor = function.layout.next(instruction)
                if variables != nil { bindVariables(before: instruction, block) }
                setLocation(of: instruction)
                lower(instruction)
            }
        }
    }

    /// LLVM's blocks in the order of the layout, the parameters of all but the entry as phis.
    private mutating func makeBlocks(_ order: [BlockID]) {
        builder.setLocation(nil)
        var isReachable = EntitySet<BlockID>(capacity: function.blocks.count)
        order.forEach { isReachable.insert($0) }
        var next = function.entry
        while let block = next {
            next = function.layout.next(block)
            guard isReachable.contains(block) else { continue }
            let place = builder.appendBlock(to: target)
            blocks[block] = place
            if block == function.entry { continue }
            builder.position(atEndOf: place)
            for parameter in function.parameters(block) {
                define(parameter, builder.phi(context.types.lower(function.type(parameter))))
            }
        }
    }

    /// What happens before the first instruction: parameters arrive, the frame is made.
    private mutating func lowerEntry(_ id: FunctionID, _ block: BlockID) {
        builder.setLocation(locations?.start)
        let arguments = context.calls.receive(target, function.signature, convention, builder)
        for (parameter, argument) in zip(function.parameters(block), arguments) { define(parameter, argument) }
        slots = function.slots.values.map(makeSlot)
        if context.calls.plan.serving.contains(id) {
            let type = types.array(context.runtime.register, FunctionLowering.serviceRegisterCount)
            serviceRegisters = builder.allocate(type, alignment: 16)
        }
        if variables == nil { locations?.describeParameters(arguments, builder) } else { declareVariables() }
    }

    private mutating func setLocation(of instruction: InstructionID) {
        if let location = locations?.location(function.location(instruction)) { builder.setLocation(location) }
    }

    // Values.

    mutating func define(_ value: ValueID, _ lowered: LLVMValue) { values[value.index] = lowered }

    mutating func define(_ instruction: InstructionID, _ lowered: LLVMValue) {
        define(function.result(instruction), lowered)
    }

    /// Nil before the value's definition.
    func defined(_ value: ValueID) -> LLVMValue? { values[value.index] }

    func value(_ value: ValueID) -> LLVMValue {
        guard let lowered = values[value.index] else {
            preconditionFailure("FunctionLowering: a definition dominates its uses")
        }
        return lowered
    }

    /// The values of a list.
    func values(_ list: ValueList) -> [LLVMValue] { function.lists.elements(list).map(value) }

    /// `value` as `observer` sees it: a NaN that the machine made has its own bits until something looks.
    func observed(_ id: ValueID, by observer: Opcode) -> LLVMValue {
        guard let floats, floats.mustCanonicalise(id, for: observer) else { return value(id) }
        return canonical(id)
    }

    /// `value` as `store` writes it.
    func observed(_ id: ValueID, storedBy store: InstructionID) -> LLVMValue {
        guard let floats, floats.mustCanonicalise(id, storedBy: store) else { return value(id) }
        return canonical(id)
    }

    private func canonical(_ id: ValueID) -> LLVMValue {
        let plain = mayBeSquareRoot(id) ? fenced(value(id)) : value(id)
        let isNaN = builder.compare(LLVMRealUNO, plain, plain)
        return builder.select(isNaN, canonicalNaN(function.type(id)), plain)
    }

    func observed(_ list: ValueList, by observer: Opcode) -> [LLVMValue] {
        function.lists.elements(list).map { observed($0, by: observer) }
    }

    /// Whether the value may come from a square root without arithmetic in between, once LLVM has inlined functions and
    /// forwarded stores.
    private func mayBeSquareRoot(_ id: ValueID) -> Bool {
        guard context.hasSquareRoots else { return false }
        guard let instruction = function.definingInstruction(id) else { return true }
        let opcode = function[instruction].opcode
        return opcode == .fsqrt || opcode == .select || opcode == .fabs || opcode == .load
    }

    /// A value of which LLVM does not know where it comes from.
    private func fenced(_ value: LLVMValue) -> LLVMValue {
        builder.call(session.intrinsic(.fence, value.type), [value])
    }

    private func canonicalNaN(_ type: Type) -> LLVMValue {
        type == .f32
            ? session.floatConstant(0x7FC0_0000, types.f32) : session.floatConstant(0x7FF8_0000_0000_0000, types.f64)
    }

    // Blocks.

    func block(_ id: BlockID) -> LLVMBlock {
        guard let block = blocks[id] else { preconditionFailure("FunctionLowering: branches lead to reachable blocks") }
        return block
    }

    /// Passes the arguments of a block call that control comes to its block with from `source`.
    func pass(_ call: BlockCall, from source: LLVMBlock) {
        for (position, parameter) in function.parameters(call.block).enumerated() {
            let argument = value(function.lists[call.arguments, position])
            builder.addIncoming(argument, from: source, to: value(parameter))
        }
    }
}
