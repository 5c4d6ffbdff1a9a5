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

/// An address in the program's own memory that has been masked and checked.
struct CheckedAddress {
    /// The distance from the value that is the address.
    let offset: UInt64
    /// So many bytes lie in memory from there on.
    let bytes: UInt64
    /// What holds the address, and the distance that is still to be added.
    let local: UInt32
    let rest: UInt32
    /// Where it has been checked.
    let block: BlockID
}

/// A pointer that is held without the address of the global that it starts from, for accesses to add it.
struct PointerBias {
    /// What has to be added.
    let address: UInt32
    /// The largest that the rest can be. With it the sum never wraps around.
    let maximum: UInt64
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
        if data.opcode.isVolatile {
            defineVolatile(function.result(id), value, host, address.effects)
        } else {
            define(function.result(id), value, address.effects.union(.reads))
        }
    }

    /// Says what a volatile load gives. Binaryen knows of none: it would make one of two, or exchange them. It does not
    /// do so across a write of memory, so what was loaded is written to a place that nothing else uses.
    private mutating func defineVolatile(
        _ result: ValueID, _ loaded: WasmExpression, _ host: WasmType, _ effects: TreeEffects
    ) {
        var value = loaded
        if uses.count(result) > 0 {
            emit(wasm.set(local(result), loaded), effects.union([.reads, .writes]))
            value = wasm.get(local(result), host)
        }
        let place = wasm.constant(Int32(bitPattern: context.volatilePlace))
        let bytes = host == .i64 || host == .f64 ? 8 : 4
        emit(wasm.store(host, bytes: bytes, place, offset: 0, value), effects.union([.reads, .writes]))
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

    /// The bias of the sum of the address of a global and distances; nil when the pointer is another, or the sum might
    /// wrap around. The offset of an access does not: the host adds it to what it takes for an unsigned number.
    func sumBias(_ data: Instruction) -> PointerBias? {
        guard context.memorySize == 0, let distance = largestDistance(data.valueB) else { return nil }
        if let bias = bias(of: data.valueA) {
            let maximum = bias.maximum.addingReportingOverflow(distance)
            return maximum.overflow ? nil : fitting(PointerBias(address: bias.address, maximum: maximum.partialValue))
        }
        guard let instruction = function.definingInstruction(data.valueA),
            function[instruction].opcode == .globalAddr, let address = knownAddress(function[instruction]),
            let start = UInt32(exactly: address)
        else { return nil }
        return fitting(PointerBias(address: start, maximum: distance))
    }

    /// The largest that the addend of a pointer can be, cut or sign-extended; nil when it may be negative.
    private func largestDistance(_ value: ValueID) -> UInt64? {
        let known = knownBits(value)
        if known.width < pointerWidth { return known.isNonNegative ? known.maximum : nil }
        return min(known.maximum, largestAddress)
    }

    private func fitting(_ bias: PointerBias) -> PointerBias? {
        bias.maximum <= largestAddress - UInt64(bias.address) ? bias : nil
    }

    /// The constant part of the address of an access `distance` bytes behind a pointer with a bias; nil when the sum
    /// might wrap around.
    private func foldedOffset(_ bias: PointerBias, _ distance: Int32) -> UInt32? {
        guard let address = UInt32(exactly: Int64(bias.address) + Int64(distance)) else { return nil }
        return bias.maximum <= largestAddress - UInt64(address) ? address : nil
    }

    /// The width of a pointer as the module declares it.
    private var pointerWidth: Int { context.module.memory.pointerBytes * 8 }

    private var largestAddress: UInt64 { .max >> UInt64(64 - pointerWidth) }

    private mutating func hostAddress(_ id: InstructionID, _ operands: [ValueID]) -> AccessAddress {
        let data = function[id]
        let effects: TreeEffects = context.traps.mayTrap(id, in: function) ? .faults : []
        prepare(operands)
        if let known = knownAddress(of: data.valueA) {
            let address = UInt32(truncatingIfNeeded: known &+ UInt64(bitPattern: Int64(data.offset)))
            return AccessAddress(base: wasm.constant(Int32(bitPattern: address)), offset: 0, effects: effects)
        }
        if let bias = bias(of: data.valueA), let offset = foldedOffset(bias, data.offset) {
            return AccessAddress(base: useWithoutBias(data.valueA), offset: offset, effects: effects)
        }
        let base = useLowHalf(data.valueA)
        // Below 1024 there is nothing, so that it does not matter on which side of 0 an address wraps to there.
        let maximum = knownMaximum(data.valueA)
        let mayFold = data.offset >= 0 && (data.offset < 1024 || maximum + UInt64(data.offset) <= UInt64(UInt32.max))
        if mayFold { return AccessAddress(base: base, offset: UInt32(data.offset), effects: effects) }
        let sum = wasm.binary(BinaryenAddInt32(), base, data.offset)
        return AccessAddress(base: sum, offset: 0, effects: effects)
    }

    /// The largest that the low 32 bits of an address can be.
    private func knownMaximum(_ value: ValueID) -> UInt64 {
        let known = knownBits(value)
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
            if address + bytes > context.memorySize { emit(stop(.memoryFault), .traps) }
            prepare(operands)
            return AccessAddress(base: integer(min(address, mask), .i32), offset: 0, effects: [])
        }
        let known = KnownBits.ofAddress(
            data.valueA, in: function, counters, context.placement, width: context.pointer.bits ?? 32)
        let maximum = known.maximum
        let isMasked = maximum > mask || maximum + offset > mask
        let isInside = isMasked ? isAligned(known, offset, bytes) : maximum + offset + bytes <= context.memorySize
        if isInside {
            prepare(operands)
            return maskedAddress(data.valueA, isMasked: isMasked, offset: offset)
        }
        if let known = checkedAddress(data.valueA, offset, bytes) {
            prepare(operands.filter { $0 != data.valueA })
            return AccessAddress(base: wasm.get(known.local, .i32), offset: known.rest, effects: [])
        }
        prepare(data.valueA)
        let address = maskedAddress(data.valueA, isMasked: isMasked, offset: offset)
        let local = makeLocal(.i32)
        let last = wasm.constant(Int32(truncatingIfNeeded: context.memorySize - bytes - UInt64(address.offset)))
        let isOutside = wasm.binary(BinaryenGtUInt32(), wasm.tee(local, address.base, .i32), last)
        emitTrap(.memoryFault, if: isOutside)
        // A local that is shared may soon hold something else.
        if allocation == nil {
            checked[data.valueA, default: []].append(
                CheckedAddress(offset: offset, bytes: bytes, local: local, rest: address.offset, block: block))
        }
        prepare(operands.filter { $0 != data.valueA })
        return AccessAddress(base: wasm.get(local, .i32), offset: address.offset, effects: [])
    }

    /// An address that has been checked for as many bytes already, wherever control comes from.
    private mutating func checkedAddress(_ value: ValueID, _ offset: UInt64, _ bytes: UInt64) -> CheckedAddress? {
        for known in checked[value] ?? [] where known.offset == offset && known.bytes >= bytes {
            if dominates(known.block, block) { return known }
        }
        return nil
    }

    /// Whether the sum is certainly a multiple of the access's size; such an access never crosses the end.
    private func isAligned(_ known: KnownBits, _ offset: UInt64, _ bytes: UInt64) -> Bool {
        let low = bytes - 1
        return known.zeros & low == low && offset & low == 0
    }

    /// An address modulo the size of the memory.
    private mutating func maskedAddress(_ value: ValueID, isMasked: Bool, offset: UInt64) -> AccessAddress {
        var address = useLowHalf(value)
        let offset = UInt32(truncatingIfNeeded: offset)
        guard isMasked else { return AccessAddress(base: address, offset: offset, effects: []) }
        if offset != 0 { address = wasm.binary(BinaryenAddInt32(), address, Int32(bitPattern: offset)) }
        let mask = Int32(truncatingIfNeeded: context.memorySize - 1)
        return AccessAddress(base: wasm.binary(BinaryenAndInt32(), address, mask), offset: 0, effects: [])
    }
}
