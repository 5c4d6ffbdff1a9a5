// Loads and stores. In memory of the program's own an address is taken modulo the size, and an access must not run past
// the end; what is known of the address often makes both needless. In the host's memory the host looks after itself.

import CBinaryen
import IR

/// Where an access goes: an expression and a constant distance from it.
struct AccessAddress {
    let base: WasmExpression
    let offset: UInt32
    /// What evaluating the access may do besides reading or writing.
    let effects: TreeEffects
}

extension FunctionLowering {
    mutating func lowerLoad(_ id: InstructionID, _ data: Instruction) {
        let bytes = byteSize(data.type)
        let address = accessAddress(id, [data.valueA])
        let host = context.wasmType(data.type)
        // Of a pointer of eight bytes in the host's memory only the low half counts.
        let read = host == .i32 ? min(bytes, 4) : bytes
        var value = wasm.load(host, bytes: read, address.base, offset: address.offset)
        if data.type == .i1 { value = wasm.binary(BinaryenAndInt32(), value, 1) }
        define(function.result(id), value, address.effects.union(.reads))
    }

    mutating func lowerStore(_ id: InstructionID, _ data: Instruction) {
        let bytes = byteSize(data.type)
        let address = accessAddress(id, [data.valueA, data.valueB])
        var value = use(data.valueB, storedBy: id)
        var host = context.wasmType(data.type)
        if bytes == 8, host == .i32 {
            value = wasm.unary(BinaryenExtendUInt32(), value)
            host = .i64
        }
        emit(
            wasm.store(host, bytes: bytes, address.base, offset: address.offset, value),
            address.effects.union(.writes))
    }

    private func byteSize(_ type: Type) -> Int {
        guard let size = type.byteSize(pointerBytes: context.module.memory.pointerBytes) else {
            preconditionFailure("FunctionLowering: no value of type \(type) in memory")
        }
        return size
    }

    /// Where an access goes. `operands` are evaluated in this order, the address first.
    private mutating func accessAddress(_ id: InstructionID, _ operands: [ValueID]) -> AccessAddress {
        context.memorySize == 0 ? hostAddress(id, operands) : ownAddress(function[id], operands)
    }

    // MARK: The host's memory

    private mutating func hostAddress(_ id: InstructionID, _ operands: [ValueID]) -> AccessAddress {
        let data = function[id]
        let effects: TreeEffects = context.traps.mayTrap(id, in: function) ? .faults : []
        prepare(operands)
        if let known = knownAddress(of: data.valueA) {
            let address = UInt32(truncatingIfNeeded: known &+ UInt64(bitPattern: Int64(data.offset)))
            return AccessAddress(base: wasm.constant(Int32(bitPattern: address)), offset: 0, effects: effects)
        }
        let base = useAddress(data.valueA)
        // Below 1024 there is nothing, so that it does not matter on which side of 0 an address wraps to there.
        let maximum = knownMaximum(data.valueA)
        let mayFold = data.offset >= 0 && (data.offset < 1024 || maximum + UInt64(data.offset) <= UInt64(UInt32.max))
        if mayFold { return AccessAddress(base: base, offset: UInt32(data.offset), effects: effects) }
        let sum = wasm.binary(BinaryenAddInt32(), base, data.offset)
        return AccessAddress(base: sum, offset: 0, effects: effects)
    }

    /// The low 32 bits of an address.
    private mutating func useAddress(_ value: ValueID) -> WasmExpression {
        let type = type(value)
        return shortened(use(value), type)
    }

    /// The largest that the low 32 bits of an address can be.
    private func knownMaximum(_ value: ValueID) -> UInt64 {
        let known = KnownBits.of(value, in: function)
        return min(known.maximum, UInt64(UInt32.max))
    }

    /// The number that an address always is.
    private func knownAddress(of value: ValueID) -> UInt64? {
        guard let instruction = function.definingInstruction(value) else { return nil }
        return constant(value) ?? knownAddress(function[instruction])
    }

    // MARK: The program's own memory

    private mutating func ownAddress(_ data: Instruction, _ operands: [ValueID]) -> AccessAddress {
        let bytes = UInt64(byteSize(data.type))
        let mask = context.memorySize - 1
        let offset = UInt64(bitPattern: Int64(data.offset)) & mask
        if let known = knownAddress(of: data.valueA) {
            let address = (known &+ offset) & mask
            if address + bytes > context.memorySize { emit(trap(.memoryFault), .traps) }
            prepare(operands)
            return AccessAddress(base: integer(min(address, mask), .i32), offset: 0, effects: [])
        }
        let known = KnownBits.of(data.valueA, in: function)
        let maximum = known.maximum
        if maximum <= mask, maximum + offset <= mask {
            return checkedAddress(
                data.valueA, operands, isMasked: false, offset: offset, bytes: bytes,
                isInside: maximum + offset + bytes <= context.memorySize)
        }
        return checkedAddress(
            data.valueA, operands, isMasked: true, offset: offset, bytes: bytes,
            isInside: isAligned(known, offset, bytes))
    }

    /// Whether the sum is certainly a multiple of the access's size; such an access never crosses the end.
    private func isAligned(_ known: KnownBits, _ offset: UInt64, _ bytes: UInt64) -> Bool {
        let low = bytes - 1
        return known.zeros & low == low && offset & low == 0
    }

    /// Masks and checks an address as far as needed.
    private mutating func checkedAddress(
        _ value: ValueID, _ operands: [ValueID], isMasked: Bool, offset: UInt64, bytes: UInt64, isInside: Bool
    ) -> AccessAddress {
        if isInside { prepare(operands) } else { prepare(value) }
        var address = useAddress(value)
        var rest = UInt32(truncatingIfNeeded: offset)
        if isMasked {
            if rest != 0 { address = wasm.binary(BinaryenAddInt32(), address, Int32(bitPattern: rest)) }
            address = wasm.binary(
                BinaryenAndInt32(), address, Int32(truncatingIfNeeded: context.memorySize - 1))
            rest = 0
        }
        if isInside { return AccessAddress(base: address, offset: rest, effects: []) }
        let local = makeLocal(.i32)
        let last = wasm.constant(Int32(truncatingIfNeeded: context.memorySize - bytes - UInt64(rest)))
        let isOutside = wasm.binary(BinaryenGtUInt32(), wasm.tee(local, address, .i32), last)
        emitTrap(.memoryFault, if: isOutside)
        prepare(operands.filter { $0 != value })
        return AccessAddress(base: wasm.get(local, .i32), offset: rest, effects: [])
    }
}
