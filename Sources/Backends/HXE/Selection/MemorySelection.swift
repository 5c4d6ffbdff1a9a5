// Loads, stores and addresses: additions of constants fold into the offset of the access.

import HSXMachine
import IR
import Support

/// An address taken apart.
struct AddressParts {
    enum Base {
        case value(ValueID)
        /// The whole address; the offset is in it.
        case constant(MachineConstant)
        case frame(FrameObjectID)
    }

    var base: Base
    /// Signed, in bytes.
    var offset: Int32
}

extension HXELowering {
    /// Takes `address` + `offset` apart.
    func addressParts(_ address: ValueID, _ offset: Int32) -> AddressParts {
        var value = resolve(address)
        var offset = offset
        while let id = function.definingInstruction(value) {
            let data = function[id]
            if let bits = constant(value) {
                return AddressParts(base: .constant(.number(bits &+ UInt32(bitPattern: offset))), offset: 0)
            }
            if let known = addressConstant(id) { return AddressParts(base: .constant(known.adding(offset)), offset: 0) }
            if data.opcode == .slotAddr, let object = slotHome(data.slot).frame {
                return AddressParts(base: .frame(object), offset: data.offset &+ offset)
            }
            guard let addend = constantAddend(data) else { break }
            offset = offset &+ addend
            value = resolve(data.valueA)
        }
        return AddressParts(base: .value(value), offset: offset)
    }

    /// The constant that a sum or difference adds to its first operand.
    private func constantAddend(_ data: Instruction) -> Int32? {
        if data.opcode == .ptrAdd { return pointerAddend(data.valueB) }
        guard data.opcode == .add || data.opcode == .sub, bits(data.type) == 32, let addend = constant(data.valueB)
        else { return nil }
        return Int32(bitPattern: data.opcode == .add ? addend : 0 &- addend)
    }

    /// A register and an offset for an access, with the code that computes the register.
    private mutating func place(_ address: ValueID, _ offset: Int32) -> MemoryPlace {
        let parts = addressParts(address, offset)
        switch parts.base {
        case .frame(let object): return MemoryPlace(base: .stack, offset: parts.offset, frame: object)
        case .constant(let known):
            let (base, distance) = anchors.place(known)
            return MemoryPlace(base: constantRegister(base), offset: distance)
        case .value(let value):
            // A sum that is computed anyway serves as the base; its operand need not live on for this.
            let sum = resolve(address)
            if value != sum, isUsed(sum), MachineConstant.fitsImmediate(offset) {
                return MemoryPlace(base: register(sum), offset: offset)
            }
            // The machine takes addresses modulo 64 KiB.
            let distance = Int32(Int16(truncatingIfNeeded: parts.offset))
            if MachineConstant.fitsImmediate(distance) { return MemoryPlace(base: register(value), offset: distance) }
            if MachineConstant.fitsImmediate(offset), value != resolve(address) {
                return MemoryPlace(base: register(address), offset: offset)
            }
            return MemoryPlace(base: compute(.add, register(value), number(Int(distance))), offset: 0)
        }
    }

    mutating func selectLoad(_ id: InstructionID) {
        let data = function[id]
        let rd = result(id)
        let place = place(data.valueA, data.offset)
        guard data.type != .i1 else {
            let byte = machine.makeRegister()
            emit(.load(.ldb, byte, place))
            return emit(.and, rd, byte, number(1))
        }
        emit(.load(bits(data.type) == 8 ? .ldb : bits(data.type) == 16 ? .ldh : .ld, rd, place))
    }

    mutating func selectStore(_ id: InstructionID) {
        let data = function[id]
        let value = register(data.valueB)
        let place = place(data.valueA, data.offset)
        emit(.store(bits(data.type) <= 8 ? .stb : bits(data.type) == 16 ? .sth : .st, place, value))
    }

    /// The address of a slot in the frame; static slots are constants.
    mutating func selectSlotAddress(_ id: InstructionID) {
        let data = function[id]
        let rd = result(id)
        if let known = addressConstant(id) { return emit(.constant(rd, machine.constantID(known))) }
        guard let object = slotHome(data.slot).frame else { return }
        let distance = machine.makeRegister()
        emit(.constant(distance, machine.constantID(.frame(object, offset: data.offset))))
        emit(.add, rd, .stack, distance)
    }
}
