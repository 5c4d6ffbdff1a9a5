// What debuggers are told of the variables of the source. At -O0 stores to homes are the only code that comes of it; above
// there is none.

import CLLVM
import IR

extension FunctionLowering {
    /// Makes the homes of variables, and describes all that have one place.
    mutating func declareVariables() {
        guard var locations, var variables else { return }
        let debug = locations.debug
        for id in function.debugVariables.ids {
            let (node, place) = locations.variable(id)
            variables.nodes[id] = (node, place)
            switch variables.forms[id] {
            case .records: break
            case .home:
                let home = builder.allocate(types.array(types.i8, Int(variables.sizes[id] ?? 1)), alignment: 8)
                variables.homes[id] = home
                debug.declare(node, at: home, debug.expression(), at: place, block: builder.block)
            case .pointer:
                let home = builder.allocate(types.pointer, alignment: 8)
                variables.homes[id] = home
                let expression = debug.expression([DebugOperation.dereference])
                debug.declare(node, at: home, expression, at: place, block: builder.block)
            case .slot(let slot, let offset):
                guard offset >= 0 else { continue }
                let expression = debug.expression(offset == 0 ? [] : [DebugOperation.plusConstant, UInt64(offset)])
                debug.declare(node, at: slots[slot.index], expression, at: place, block: builder.block)
            case .fixed(let address): declareFixed(id, at: address, locations.subprogram, debug)
            }
        }
        self.locations = locations
        self.variables = variables
    }

    /// Inlined code shares its variables with the other places that it was inlined at, so it says nothing.
    private func declareFixed(
        _ id: DebugVariableID, at address: UInt64, _ scope: LLVMMetadata, _ debug: DebugEmitter
    ) {
        let variable = function.debugVariables[id]
        guard case .array(let array, let size, _) = context.memory, address < size,
            function.locations.contains(variable.location)
        else { return }
        let place = function.locations[variable.location]
        guard place.inlinedAt == .none else { return }
        let declaration = DebugDeclaration(
            name: variable.name, type: variable.type, file: place.file, line: place.line)
        debug.declare(declaration, in: array, offset: address, scope: scope, isLocal: true)
    }

    /// Says what variables are from before an instruction on.
    mutating func bindVariables(before instruction: InstructionID, _ block: BlockID) {
        guard let variables, let locations else { return }
        for binding in function.bindings(before: instruction) {
            guard let known = variables.nodes[binding.variable] else { continue }
            let place = function.settled(binding.place)
            switch variables.forms[binding.variable] {
            case .records:
                record(binding, place, variables.sizes[binding.variable], known, in: block, locations.debug)
            case .home, .pointer:
                guard let home = variables.homes[binding.variable] else { continue }
                // No line: a debugger that stops at the line of the instruction finds the variable changed.
                builder.setLocation(locations.nowhere)
                if place.isMemory {
                    if let address = hostAddress(place, block) { builder.store(address, home, alignment: 8) }
                } else if let value = homeValue(place, block) {
                    store(value, binding, variables.sizes[binding.variable] ?? 0, to: home)
                }
            case .fixed, .slot: break
            }
        }
    }

    private func homeValue(_ place: DebugPlace, _ block: BlockID) -> LLVMValue? {
        switch place {
        case .constant(let bits): session.constant(bits, types.i64)
        case .value(let id): available(id, in: block)
        case .none, .slot, .global, .memory: nil
        }
    }

    /// Where a place lies for the host.
    private func hostAddress(_ place: DebugPlace, _ block: BlockID) -> LLVMValue? {
        switch place {
        case .none, .constant, .value: return nil
        case .slot(let slot, let offset): return address(slots[slot.index], Int64(offset))
        case .global(let global, let offset):
            switch context.memory {
            case .host(let variables): return address(variables[global.index], Int64(offset))
            case .array(let array, _, let placement):
                return address(array, Int64(bitPattern: placement.addresses[global]) &+ Int64(offset))
            }
        case .memory(let base, let offset):
            guard let base = available(base, in: block) else { return nil }
            switch context.memory {
            case .host: return address(base.type == types.pointer ? base : builder.pointer(base), Int64(offset))
            case .array(let array, _, _):
                let sum = builder.add(base, session.constant(UInt64(bitPattern: Int64(offset)), base.type))
                return builder.address(array, offset: resized(sum, types.i64))
            }
        }
    }

    private func address(_ base: LLVMValue, _ offset: Int64) -> LLVMValue {
        builder.address(base, offset: session.constant(UInt64(bitPattern: offset), types.i64))
    }

    /// The value where it has been computed on every path to `block`.
    private func available(_ id: ValueID, in block: BlockID) -> LLVMValue? {
        guard let lowered = defined(id), let variables else { return nil }
        let home =
            switch function.definition(id) {
            case .parameter(let block, _): Optional(block)
            case .result(let instruction, _): function.layout.block(of: instruction)
            }
        return home.map { variables.dominators.dominates($0, block) } == true ? lowered : nil
    }

    /// Stores the bytes of a binding, no more than it is about; what a narrow number leaves is zero.
    private func store(_ value: LLVMValue, _ binding: DebugBinding, _ size: UInt32, to home: LLVMValue) {
        let bytes = binding.size == 0 ? size : binding.size
        guard bytes > 0, UInt64(binding.offset) + UInt64(bytes) <= UInt64(size) else { return }
        let isNumber = value.type.isInteger && bytes <= 8
        let stored = isNumber ? resized(value, types.integer(Int(bytes) * 8)) : value
        builder.store(stored, binding.offset == 0 ? home : address(home, Int64(binding.offset)), alignment: 1)
    }

    /// Describes by a record what a variable is; what lies in memory at no fixed place has no record.
    private func record(
        _ binding: DebugBinding, _ place: DebugPlace, _ size: UInt32?,
        _ known: (node: LLVMMetadata, place: LLVMMetadata), in block: BlockID, _ debug: DebugEmitter
    ) {
        let isPart = binding.size != 0 && !(binding.offset == 0 && binding.size == size)
        if isPart, UInt64(binding.offset) + UInt64(binding.size) > UInt64(size ?? 0) { return }
        let bytes = isPart ? binding.size : size ?? 0
        var words: [UInt64] = []
        var value = session.poison(types.i32)
        switch place {
        case .value(let id):
            guard let lowered = available(id, in: block) else { break }
            value = lowered
            if lowered.type.isInteger, lowered.type.integerBits < bytes * 8, bytes <= 8 {
                let mask: UInt64 = lowered.type.integerBits >= 64 ? .max : (1 << UInt64(lowered.type.integerBits)) - 1
                words = [DebugOperation.constant, mask, DebugOperation.and, DebugOperation.value]
            }
        case .constant(let bits): value = session.constant(bits, types.integer(bytes > 4 ? 64 : 32))
        case .none, .slot, .global, .memory: break
        }
        if isPart { words += [DebugOperation.fragment, UInt64(binding.offset) * 8, UInt64(binding.size) * 8] }
        debug.describe(known.node, is: value, debug.expression(words), at: known.place, block: builder.block)
    }
}
