// The variables of the source, and what they hold from which point of the code on.
//
// A binding stands before an instruction and says: from here on the variable holds this, on every path, until another
// binding of the same bytes. Bindings are no instructions: passes do not see them, and code is the same with and
// without them. The layout carries them, so that they stay in their place when the instruction behind them moves or
// goes away. A binding to a value that nothing computes any more, or that is not there on some path, means that the
// variable is not known.

import Support

/// What a global or a function is in the source.
public struct DebugDeclaration: Hashable, Sendable {
    public var name: String
    /// Nil where the source has none, or it is not known.
    public var type: DebugTypeID?
    /// The number of the file in the module's file list.
    public var file: UInt32
    /// From 1.
    public var line: UInt32

    public init(name: String, type: DebugTypeID? = nil, file: UInt32, line: UInt32) {
        self.name = name
        self.type = type
        self.file = file
        self.line = line
    }
}

/// A variable or parameter of a function, or of one that was inlined into it.
public struct DebugVariable: Hashable, Sendable {
    public var name: String
    public var type: DebugTypeID
    /// Where it is declared; the chain of inlined calls in it is the variable's scope.
    public var location: LocationID
    /// Its number among the parameters, from 1; 0 for other variables.
    public var parameter: UInt32

    public init(name: String, type: DebugTypeID, location: LocationID, parameter: UInt32 = 0) {
        self.name = name
        self.type = type
        self.location = location
        self.parameter = parameter
    }
}

/// What a variable holds, or where it lies in memory.
public enum DebugPlace: Hashable, Sendable {
    /// It is not known, or the variable has no value.
    case none
    /// It is this value.
    case value(ValueID)
    /// It is this constant; as many low bytes count as the variable has.
    case constant(UInt64)
    /// It lies in a slot of the frame, so many bytes from the start.
    case slot(SlotID, Int32)
    /// It lies in a global.
    case global(GlobalID, Int32)
    /// It lies at this address plus an offset.
    case memory(ValueID, Int32)

    /// The value that the place is made of.
    public var value: ValueID? {
        switch self {
        case .value(let value), .memory(let value, _): value
        case .none, .constant, .slot, .global: nil
        }
    }

    /// The place with another value in it.
    func replacing(_ map: (ValueID) -> ValueID) -> DebugPlace {
        switch self {
        case .value(let value): .value(map(value))
        case .memory(let value, let offset): .memory(map(value), offset)
        case .none, .constant, .slot, .global: self
        }
    }
}

/// From a point on, a variable or some bytes of it are this.
public struct DebugBinding: Hashable, Sendable {
    public var variable: DebugVariableID
    /// The first byte of the variable that it is about.
    public var offset: UInt32
    /// How many bytes; 0 for the whole variable.
    public var size: UInt32
    public var place: DebugPlace

    public init(_ variable: DebugVariableID, offset: UInt32 = 0, size: UInt32 = 0, _ place: DebugPlace) {
        self.variable = variable
        self.offset = offset
        self.size = size
        self.place = place
    }
}

extension Function {
    /// Says that `binding` holds from before `instruction` on, after what was bound there already.
    public mutating func bind(_ binding: DebugBinding, before instruction: InstructionID) {
        layout.attach(debugBindings.append(binding), before: instruction)
    }

    /// Says that `binding` holds from before the instruction that will come to the end of `block` next.
    public mutating func bind(_ binding: DebugBinding, atEndOf block: BlockID) {
        layout.attach(debugBindings.append(binding), atEndOf: block)
    }

    /// The bindings before an instruction, in order.
    public func bindings(before instruction: InstructionID) -> [DebugBinding] {
        layout.attached(before: instruction).map { debugBindings[$0] }
    }

    /// Replaces the values in all bindings.
    public mutating func replaceBoundValues(_ map: (ValueID) -> ValueID) {
        for id in debugBindings.ids where debugBindings[id].place.value != nil {
            debugBindings[id].place = debugBindings[id].place.replacing(map)
        }
    }

    /// Replaces the values in the bindings before one instruction.
    public mutating func replaceBoundValues(before instruction: InstructionID, _ map: (ValueID) -> ValueID) {
        for id in layout.attached(before: instruction) {
            debugBindings[id].place = debugBindings[id].place.replacing(map)
        }
    }

    /// What a place says now: the constant where its value is one, nothing where nothing computes the value any more.
    public func settled(_ place: DebugPlace) -> DebugPlace {
        guard let value = place.value else { return place }
        guard values.contains(value) else { return .none }
        switch definition(value) {
        case .parameter(let block, let index):
            let isThere = layout.contains(block) && index < blocks[block].count && blocks[block][index] == value
            return isThere ? place : .none
        case .result(let instruction, _):
            if layout.block(of: instruction) != nil { return place }
            guard case .value = place, self[instruction].opcode.info.format == .immediate else { return .none }
            return .constant(self[instruction].immediate & (type(value).bits.map { (1 << UInt64($0)) &- 1 } ?? .max))
        }
    }
}
