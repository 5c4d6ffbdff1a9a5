// Floats in memory whose bits nobody sees: globals that the module only ever loads and stores as floats of one type. What
// is stored there need not be canonical; `ObservedFloats` then looks at what becomes of the loads. Loops over arrays of
// floats run without a canonicalisation for each store that way.

import IR
import Support

/// The private float globals of a module, and the loads and stores of each function that reach them.
///
/// A global is private when all of this holds, for all addresses that are made of its own: they are only loaded from and
/// stored to, as one float type and at multiples of its size from the global's start; what is stored is no NaN with bits
/// that the program chose. In a memory of declared size any number may be an address, so no global is private there.
public struct PrivateFloats: Sendable {
    /// The loads and stores of each function that reach private globals.
    private var accesses = SecondaryMap<FunctionID, EntitySet<InstructionID>>(initial: EntitySet())

    /// Finds them; without optimisation there are none, because looking for them takes time.
    public init(_ module: Module, level: OptimizationLevel = .standard) {
        guard module.memory.size == 0, level != .none else { return }
        var candidates = FloatGlobals(module)
        while !candidates.isEmpty {
            let before = candidates
            for id in module.functions.ids where module.functions[id].isDefinition {
                var visitor = FloatAccesses(module.functions[id], candidates)
                accesses[id] = visitor.check(&candidates)
            }
            if candidates == before { return }
        }
        accesses = SecondaryMap(initial: EntitySet())
    }

    /// The loads and stores of private globals in `function`.
    public subscript(function: FunctionID) -> EntitySet<InstructionID> { accesses[function] }
}

/// The globals that may still be private, and the type of their elements once an access was seen.
private struct FloatGlobals: Equatable {
    private var members = EntitySet<GlobalID>()
    private var types: [GlobalID: Type] = [:]

    init(_ module: Module) {
        for id in module.globals.ids {
            let global = module.globals[id]
            // A NaN among the first bytes would have bits that the program chose.
            let isBlank = global.bytes.allSatisfy { $0 == 0 } && global.relocations.isEmpty
            if global.linkage == .local, global.address == nil, isBlank { members.insert(id) }
        }
        for global in module.globals.values {
            for case .global(let target) in global.relocations.map(\.target) { remove(target) }
        }
    }

    var isEmpty: Bool { members.isEmpty }

    func contains(_ global: GlobalID) -> Bool { members.contains(global) }

    mutating func remove(_ global: GlobalID) { members.remove(global) }

    /// Notes an access as `type`; a second type makes the global public.
    mutating func access(_ global: GlobalID, as type: Type) {
        if types[global, default: type] != type || type != .f64 && type != .f32 { remove(global) }
        types[global] = type
    }
}

/// What one function does with the addresses of float globals.
private struct FloatAccesses {
    /// Where an address comes from.
    private enum Root: Equatable {
        case unvisited
        case global(GlobalID)
        case other
    }

    /// A number modulo 8.
    private enum Residue: Equatable {
        case unvisited
        case known(UInt64)
        case unknown

        func joined(_ other: Residue) -> Residue {
            if self == .unvisited || self == other { return other }
            return other == .unvisited ? self : .unknown
        }
    }

    private let function: Function
    private let candidates: FloatGlobals
    private var roots: SecondaryMap<ValueID, Root>
    private var residues: SecondaryMap<ValueID, Residue>
    /// Floats that may be NaNs with bits that the program chose.
    private var chosen: EntitySet<ValueID>
    /// Globals whose addresses meet those of others.
    private var mixed = EntitySet<GlobalID>()
    private var changed = false

    init(_ function: Function, _ candidates: FloatGlobals) {
        self.function = function
        self.candidates = candidates
        let count = function.values.count
        roots = SecondaryMap(initial: .unvisited, count: count)
        residues = SecondaryMap(initial: .unvisited, count: count)
        chosen = EntitySet(capacity: count)
        guard let entry = function.entry else { return }
        for parameter in function.parameters(entry) {
            roots[parameter] = .other
            residues[parameter] = .unknown
            chosen.insert(parameter)
        }
        repeat {
            changed = false
            forEachInstruction { $0.visit($1) }
        } while changed
    }

    /// Takes the globals out of `globals` that are not private; answers the accesses of the candidates.
    mutating func check(_ globals: inout FloatGlobals) -> EntitySet<InstructionID> {
        var accesses = EntitySet<InstructionID>()
        var result = globals
        for global in mixed { result.remove(global) }
        forEachInstruction { visitor, instruction in
            let data = visitor.function[instruction]
            for operand in visitor.function.operands(instruction) {
                guard case .global(let global) = visitor.roots[operand], visitor.candidates.contains(global) else {
                    continue
                }
                switch visitor.use(of: operand, by: data) {
                case .access:
                    accesses.insert(instruction)
                    result.access(global, as: data.type)
                case .address: break
                case .escape: result.remove(global)
                }
            }
            if data.opcode.info.format == .global, data.type != .ptr { result.remove(data.global) }
        }
        globals = result
        return accesses
    }

    private mutating func forEachInstruction(_ body: (inout FloatAccesses, InstructionID) -> Void) {
        for block in function.layout.blocks {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                body(&self, instruction)
                cursor = function.layout.next(instruction)
            }
        }
    }

    // MARK: Uses

    private enum Use {
        case access, address, escape
    }

    /// What an instruction does with the address `value` of a candidate.
    private func use(of value: ValueID, by data: Instruction) -> Use {
        if data.opcode.isVolatile { return .escape }
        switch data.opcode.info.format {
        case .load: return isElement(value, data) ? .access : .escape
        case .store:
            guard data.valueB != value, isElement(value, data), !chosen.contains(data.valueB) else { return .escape }
            return .access
        case .jump, .branch, .integerCompare: return .address
        case .binary: return data.opcode == .ptrAdd ? .address : .escape
        case .ternary: return data.opcode == .select ? .address : .escape
        case .nullary, .trap, .immediate, .unary, .floatCompare, .dynamicCompare, .dynamicBinary, .global, .function,
            .slot, .variableGet, .variableSet, .rootGet, .rootSet, .fieldGet, .fieldSet, .call, .indirectCall,
            .closureCall, .send,
            .service, .closure, .switchTable, .list, .number:
            return .escape
        }
    }

    /// Whether the access lies at a multiple of its size.
    private func isElement(_ address: ValueID, _ data: Instruction) -> Bool {
        guard case .known(let residue) = residues[address], let bits = data.type.bits, data.type.isFloat else {
            return false
        }
        return (residue &+ UInt64(bitPattern: Int64(data.offset))) % UInt64(bits / 8) == 0
    }

    // MARK: Values

    private mutating func visit(_ instruction: InstructionID) {
        let data = function[instruction]
        for id in function.blockCallIDs(instruction) {
            let call = function.blockCalls[id]
            let parameters = function.parameters(call.block)
            for (parameter, argument) in zip(parameters, function.lists.elements(call.arguments)) {
                flow(argument, into: parameter)
            }
        }
        guard function.resultCount(instruction) > 0 else { return }
        let result = function.result(instruction)
        for place in 1..<max(1, function.resultCount(instruction)) { setUnknown(function.result(instruction, place)) }
        if data.opcode == .select {
            flow(data.valueB, into: result)
            flow(data.valueC, into: result)
            return
        }
        setRoot(result, root(data))
        setResidue(result, residue(data))
        if isChosen(instruction, data) { choose(result) }
    }

    private mutating func flow(_ source: ValueID, into target: ValueID) {
        setRoot(target, roots[source])
        setResidue(target, residues[source])
        if chosen.contains(source) { choose(target) }
    }

    private mutating func setUnknown(_ value: ValueID) {
        setRoot(value, .other)
        setResidue(value, .unknown)
        choose(value)
    }

    private mutating func choose(_ value: ValueID) {
        if chosen.insert(value) { changed = true }
    }

    private mutating func setRoot(_ value: ValueID, _ root: Root) {
        guard root != .unvisited, roots[value] != root else { return }
        if case .global(let global) = roots[value] {
            // Two addresses meet: neither global is followed any further.
            mixed.insert(global)
            if case .global(let other) = root { mixed.insert(other) }
        } else if roots[value] == .unvisited {
            roots[value] = root
            changed = true
        } else if case .global(let global) = root {
            mixed.insert(global)
        }
    }

    private mutating func setResidue(_ value: ValueID, _ residue: Residue) {
        let joined = residues[value].joined(residue)
        guard joined != residues[value] else { return }
        residues[value] = joined
        changed = true
    }

    private func root(_ data: Instruction) -> Root {
        if data.opcode.info.format == .global { return .global(data.global) }
        return data.opcode == .ptrAdd ? roots[data.valueA] : .other
    }

    private func residue(_ data: Instruction) -> Residue {
        switch data.opcode {
        case .globalAddr: return .known(UInt64(bitPattern: Int64(data.offset)) & 7)
        case .iconst: return .known(data.immediate & 7)
        case .add, .ptrAdd: return combined(data) { $0 &+ $1 }
        case .sub: return combined(data) { $0 &- $1 }
        case .mul:
            if residues[data.valueA] == .known(0) || residues[data.valueB] == .known(0) { return .known(0) }
            return combined(data) { $0 &* $1 }
        case .shl:
            guard let shift = function.definingInstruction(data.valueB), function[shift].opcode == .iconst,
                let bits = data.type.bits
            else { return .unknown }
            let count = function[shift].immediate % UInt64(bits)
            if count >= 3 { return .known(0) }
            guard case .known(let residue) = residues[data.valueA] else { return residues[data.valueA] }
            return .known(residue << count & 7)
        case .zext, .sext, .trunc:
            return (function.type(data.valueA).bits ?? 0) < 3 || (data.type.bits ?? 0) < 3
                ? .unknown : residues[data.valueA]
        case .fconst, .nilConst, .functionAddr, .slotAddr, .sdiv, .udiv, .srem, .urem, .and, .or, .xor, .not, .neg,
            .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow, .insert, .fadd, .fsub, .fmul,
            .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .select, .bitcast, .sitofp,
            .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore, .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet,
            .bytesCopy,
            .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box,
            .unbox, .dynAdd,
            .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding,
            .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop,
            .jump, .branch, .switch, .ret, .trap, .unreachable:
            return .unknown
        }
    }

    private func combined(_ data: Instruction, _ operation: (UInt64, UInt64) -> UInt64) -> Residue {
        switch (residues[data.valueA], residues[data.valueB]) {
        case (.known(let a), .known(let b)): .known(operation(a, b) & 7)
        case (.unknown, _), (_, .unknown): .unknown
        default: .unvisited
        }
    }

    /// Whether the first result is a float whose NaN need not be the canonical one.
    private func isChosen(_ instruction: InstructionID, _ data: Instruction) -> Bool {
        guard function.type(function.result(instruction)).isFloat else { return false }
        if data.opcode.computesFloat || data.opcode.info.types == .integerToFloat { return false }
        if data.opcode == .fabs { return chosen.contains(data.valueA) }
        if data.opcode == .fconst {
            let value =
                data.type == .f32
                ? Double(Float(bitPattern: UInt32(data.immediate)))
                : Double(bitPattern: data.immediate)
            return value.isNaN
        }
        guard data.opcode.info.format == .load else { return true }
        switch roots[data.valueA] {
        case .unvisited: return false
        case .global(let global): return !candidates.contains(global)
        case .other: return true
        }
    }
}
