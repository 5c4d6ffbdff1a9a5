// The ids of the IR. Each is an index into a dense map of its function or module.

import Support

/// An instruction of a function.
public struct InstructionID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An SSA value of a function: a result of an instruction or a block parameter.
public struct ValueID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A basic block of a function.
public struct BlockID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A branch target with its arguments.
public struct BlockCallID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The table of a `switch`.
public struct SwitchTableID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A mutable variable of a function before SSA construction (a machine register, a local).
public struct VariableID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A stack slot of a function: addressable bytes in its frame.
public struct SlotID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A source location of a function.
public struct LocationID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// No location.
    public static let none = LocationID(rawValue: .max)
}

/// A variable of the source, for debuggers.
public struct DebugVariableID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A binding of a variable of the source.
public struct DebugBindingID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A type of the source, for debuggers.
public struct DebugTypeID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A function of a module.
public struct FunctionID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A global of a module.
public struct GlobalID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A root of a module.
public struct RootID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A signature that indirect calls of a module use.
public struct SignatureID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An object layout of a module.
public struct LayoutID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A service (system call) that a module declares.
public struct ServiceID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A message selector of a module.
public struct SelectorID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A list of values in the pool of its function.
public typealias ValueList = ListHandle<ValueID>
