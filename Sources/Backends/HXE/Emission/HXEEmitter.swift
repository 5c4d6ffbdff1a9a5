// Writes placed functions into the object: words, relocations, symbols, line table.

import HSXMachine
import IR
import Support

/// Fills the code of an object.
struct HXEEmitter {
    private let placement: BranchPlacement
    private let module: Module
    private var context: HXEContext

    static func emit(_ placement: BranchPlacement, _ context: inout HXEContext) {
        var emitter = HXEEmitter(placement: placement, module: context.module, context: context)
        emitter.run()
        context = emitter.context
    }

    private init(placement: BranchPlacement, module: Module, context: HXEContext) {
        self.placement = placement
        self.module = module
        self.context = context
    }

    /// Bytes from the start of the object's own code.
    private var offset: UInt32 { UInt32(context.object.code.count) * 4 }
    private var codeBase: UInt32 { context.options.codeBase }

    private mutating func run() {
        for (register, _) in placement.helpers.sorted(by: { $0.value < $1.value }) {
            let symbol = helperSymbol(register)
            context.object.symbols.append(HSXSymbol(name: symbol, section: .text, offset: offset, isExported: false))
            pushReturn(register)
        }
        if placement.hasEmptyStart { context.object.code.append(0) }
        for index in placement.functions.indices { emit(index) }
        for id in module.functions.ids where !module.functions[id].isDefinition {
            context.object.externs.append(HSXExternalName(name: context.symbol(id)))
        }
        context.object.relocations.sort { left, right in
            left.section != right.section ? left.section == .text : left.offset < right.offset
        }
    }

    private mutating func helperSymbol(_ register: HSXRegister) -> Symbol {
        context.object.names.intern("hub.far_\(register.number)")
    }

    private mutating func word(_ instruction: HSXInstruction) { instruction.encode(into: &context.object.code) }

    // MARK: Functions

    private mutating func emit(_ index: Int) {
        let compiled = placement.functions[index]
        let function = module.functions[compiled.id]
        let start = offset
        let symbol = context.symbol(compiled.id)
        context.object.symbols.append(
            HSXSymbol(name: symbol, section: .text, offset: start, isExported: function.linkage == .export))
        if function.attributes.contains(.entry) { context.object.entry = .symbol(symbol) }
        var debug = FunctionDebugInfo(function, module, start: start, isDebug: context.options.debug)
        for item in compiled.items {
            if context.options.debug { debug.enter(item, compiled, at: offset, &context.object) }
            emit(item, index, compiled)
        }
        debug.finish(at: offset, &context.object)
        for table in compiled.tables { fill(table, index, symbol) }
    }

    /// The entries of a jump table of the function.
    private mutating func fill(_ table: JumpTable, _ function: Int, _ symbol: Symbol) {
        for (number, target) in table.entries.enumerated() {
            context.object.relocations.append(
                HSXRelocation(
                    section: .data, type: .dataHalf, offset: table.offset + UInt32(number) * JumpTable.entrySize,
                    symbol: symbol, addend: distance(target, function)))
        }
    }

    // MARK: Items

    private mutating func emit(_ item: CodeItem, _ function: Int, _ compiled: CompiledFunction) {
        if let signature = item.signature { addIndirectCall(signature) }
        switch item.kind {
        case .instruction(let instruction): word(instruction)
        case .address(let register, let symbol, let addend): load(register, symbol, addend)
        case .illegal: context.object.code.append(0)
        case .jump(let target):
            if item.isFar { farJump(target, function, compiled) } else { branch(.jmp, target, function, compiled) }
        case .branch(let onZero, let target):
            let opcode: HSXOpcode = onZero ? .jz : .jnz
            if item.isFar {
                farBranch(opcode, compiled.id, distance(target, function), compiled)
            } else {
                branch(opcode, target, function, compiled)
            }
        case .conditional(let onZero, let operations):
            // Jump over them when Z is the other way.
            let opcode: HSXOpcode = onZero ? .jnz : .jz
            let here = Int32(offset) - Int32(placement.starts[function] - codeBase)
            let length = Int32(operations.count) * 4
            if item.isFar {
                farBranch(opcode, compiled.id, here + 12 + length, compiled)
            } else {
                relocate(.jump, context.symbol(compiled.id), here + 4 + length)
                word(HSXInstruction(opcode))
            }
            for operation in operations { word(operation) }
        case .call(let callee): call(callee, item.isFar)
        case .tailCall(let callee, let register): tailCall(callee, register, item.isFar)
        }
    }

    /// Says what the call or jump through an address that comes here may reach.
    private mutating func addIndirectCall(_ signature: SignatureID) {
        // Addresses of other code may come in from outside.
        guard context.options.codeBase == 0 else { return }
        let type = module.signatures[signature].callType
        let targets = context.calls.named.filter { module.functions[$0].signature.callType == type }
        context.object.indirectCalls.append(
            HSXIndirectCall(offset: offset, targets: targets.map(context.symbol)))
    }

    private mutating func relocate(
        _ type: HSXRelocationType, _ symbol: Symbol, _ addend: Int32, isPCRelative: Bool = false,
        at place: UInt32? = nil
    ) {
        context.object.relocations.append(
            HSXRelocation(
                section: .text, type: type, isPCRelative: isPCRelative, offset: place ?? offset, symbol: symbol,
                addend: addend))
    }

    private mutating func load(_ register: HSXRegister, _ symbol: Symbol, _ addend: Int32) {
        relocate(.imm32, symbol, addend, at: offset + 4)
        word(HSXInstruction(.ldi32, rd: register))
    }

    /// Bytes from the function's start to the block.
    private func distance(_ block: MachineBlockID, _ function: Int) -> Int32 {
        Int32(placement.address(block, in: function)) - Int32(placement.starts[function])
    }

    private mutating func branch(
        _ opcode: HSXOpcode, _ target: MachineBlockID, _ function: Int, _ compiled: CompiledFunction
    ) {
        relocate(.jump, context.symbol(compiled.id), distance(target, function))
        word(HSXInstruction(opcode))
    }

    /// CALL .+4 leaves a return address that a store replaces, and RET goes there.
    private mutating func pushReturn(_ register: HSXRegister) {
        word(HSXInstruction(.call, imm: 1))
        word(HSXInstruction(.st, rs1: .stackShadow, rs2: register))
        word(HSXInstruction(.ret))
    }

    private mutating func farJump(_ target: MachineBlockID, _ function: Int, _ compiled: CompiledFunction) {
        guard let scratch = compiled.scratch else { preconditionFailure("HXEEmitter: a far jump without a register") }
        load(scratch, context.symbol(compiled.id), distance(target, function))
        pushReturn(scratch)
    }

    private mutating func farBranch(
        _ opcode: HSXOpcode, _ id: FunctionID, _ distance: Int32, _ compiled: CompiledFunction
    ) {
        guard let scratch = compiled.scratch else { preconditionFailure("HXEEmitter: a far branch without a register") }
        load(scratch, context.symbol(id), distance)
        relocate(.jump, helperSymbol(scratch), 0)
        word(HSXInstruction(opcode))
    }

    private mutating func call(_ callee: FunctionID, _ isFar: Bool) {
        let symbol = context.symbol(callee)
        if isFar {
            // R15 gets its value back from the call itself.
            load(.stackShadow, symbol, 0)
            word(HSXInstruction(.call, rs1: .stackShadow))
        } else {
            relocate(.jump, symbol, 0, isPCRelative: true)
            word(HSXInstruction(.call))
        }
    }

    private mutating func tailCall(_ callee: FunctionID, _ register: HSXRegister?, _ isFar: Bool) {
        let symbol = context.symbol(callee)
        if !isFar {
            relocate(.jump, symbol, 0)
            word(HSXInstruction(.jmp))
        } else if let register {
            load(register, symbol, 0)
            pushReturn(register)
        } else {
            call(callee, true)
            word(HSXInstruction(.ret))
        }
    }
}
