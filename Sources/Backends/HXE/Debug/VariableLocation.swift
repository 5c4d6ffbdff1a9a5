// Where variables are while an item of code runs, in the terms of the object.

import HSXMachine
import IR

/// Some bytes of a variable, and where they are.
struct VariableLocation: Equatable {
    let variable: DebugVariableID
    let piece: HSXVariablePiece

    /// Nil for what lies in a frame that does not stand.
    init?(_ position: VariablePosition, _ function: MachineFunction, hasFrame: Bool) {
        func stack(_ object: FrameObjectID, _ offset: Int32) -> HSXVariablePlace? {
            hasFrame ? .stack(function.frameObjects[object].offset &+ offset) : nil
        }
        let place: HSXVariablePlace?
        switch position.place {
        case .register(let register): place = .register(register.hardware)
        case .constant(let bits): place = .constant(bits)
        case .frame(let object, let offset): place = stack(object, offset)
        case .fixed(.number(let address)): place = .address(address)
        case .fixed(.address(let symbol, let addend)): place = .symbol(symbol, addend)
        case .fixed(.frame(let object, let offset)): place = stack(object, offset)
        case .pointer(.number(let address)): place = .constant(UInt64(address))
        case .pointer(.address(let symbol, let addend)): place = .pointer(symbol, addend)
        case .pointer(.frame): place = nil
        case .memory(let register, let offset): place = .memory(register.hardware, offset)
        }
        guard let place else { return nil }
        variable = position.variable
        piece = HSXVariablePiece(offset: position.offset, size: position.size, place: place)
    }
}
