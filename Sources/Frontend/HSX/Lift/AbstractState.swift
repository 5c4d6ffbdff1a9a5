// What is known about the registers and the pushed words at a point of a function, as the stack analysis tracks it.

import HSXMachine

/// An abstract register content.
enum AbstractValue: Hashable {
    case unknown
    case constant(UInt32)
    /// What the register of that number held when the function was entered.
    case entry(UInt8)
    /// The stack pointer at entry plus a constant.
    case stack(Int32)
    /// Computed from the stack pointer in some other way.
    case stackDerived

    var isStackDerived: Bool {
        switch self {
        case .stack, .stackDerived: true
        case .unknown, .constant, .entry: false
        }
    }

    /// What holds when either may be the content.
    func meet(_ other: AbstractValue) -> AbstractValue {
        if self == other { return self }
        return isStackDerived || other.isStackDerived ? .stackDerived : .unknown
    }
}

/// The abstract contents of the sixteen registers and of the words pushed since entry, the last one on top.
struct AbstractState: Equatable {
    var registers: [AbstractValue]
    var pushed: [AbstractValue] = []

    /// How a function that is called starts: R15 is SP.
    static var called: AbstractState {
        var state = AbstractState(registers: (0..<16).map { AbstractValue.entry(UInt8($0)) })
        state.registers[15] = .stack(0)
        return state
    }

    /// How the program starts: all registers are zero.
    static var programStart: AbstractState { AbstractState(registers: Array(repeating: .constant(0), count: 16)) }

    /// Words between the stack pointer at entry and now.
    var depth: Int { pushed.count }

    /// The stack pointer relative to its value at entry, in bytes.
    var stackPointer: Int32 { -4 * Int32(pushed.count) }

    subscript(register: HSXRegister) -> AbstractValue {
        get { registers[Int(register.number)] }
        set { registers[Int(register.number)] = newValue }
    }

    /// Takes in another way of getting here. Requires: equal depths. Answers whether anything changed.
    mutating func merge(_ other: AbstractState) -> Bool {
        var changed = false
        for number in registers.indices {
            let met = registers[number].meet(other.registers[number])
            if met != registers[number] {
                registers[number] = met
                changed = true
            }
        }
        for place in pushed.indices {
            let met = pushed[place].meet(other.pushed[place])
            if met != pushed[place] {
                pushed[place] = met
                changed = true
            }
        }
        return changed
    }
}
