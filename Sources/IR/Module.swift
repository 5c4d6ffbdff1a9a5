// A module: everything one program (or one part of it) is made of.

import Support

/// The linear memory a module runs in.
public struct MemoryModel: Hashable, Sendable {
    /// In bytes, a power of two; an effective address is taken modulo the size. 0: the target's whole address space.
    public var size: UInt64
    /// Where the stack starts; it grows down.
    public var stackTop: UInt64
    /// The width of `ptr` in bytes.
    public var pointerBytes: Int

    public init(size: UInt64 = 0, stackTop: UInt64 = 0, pointerBytes: Int = 4) {
        self.size = size
        self.stackTop = stackTop
        self.pointerBytes = pointerBytes
    }

    /// 64 KiB with the stack at 0x8000: an HSX task started on its own.
    public static let hsx = MemoryModel(size: 0x1_0000, stackTop: 0x8000)
}

/// A pointer inside the initial bytes of a global: filled in when addresses are known.
public struct GlobalRelocation: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        case global(GlobalID)
        case function(FunctionID)
    }

    /// Byte offset in the global.
    public var offset: UInt32
    public var target: Target
    public var addend: Int32

    public init(offset: UInt32, target: Target, addend: Int32 = 0) {
        self.offset = offset
        self.target = target
        self.addend = addend
    }
}

/// Bytes in linear memory with a name.
public struct Global: Hashable, Sendable {
    public var name: String
    public var linkage: Linkage
    /// In bytes; what the initial bytes do not cover is zero.
    public var size: UInt32
    public var alignment: UInt32
    /// The address it must have, if that is fixed.
    public var address: UInt32?
    public var isConstant: Bool
    public var bytes: [UInt8]
    public var relocations: [GlobalRelocation]
    /// What the global is in the source, when the front end says so.
    public var declaration: DebugDeclaration?

    public init(
        name: String, linkage: Linkage = .local, size: UInt32, alignment: UInt32 = 4, address: UInt32? = nil,
        isConstant: Bool = false, bytes: [UInt8] = [], relocations: [GlobalRelocation] = []
    ) {
        self.name = name
        self.linkage = linkage
        self.size = size
        self.alignment = alignment
        self.address = address
        self.isConstant = isConstant
        self.bytes = bytes
        self.relocations = relocations
    }
}

/// A service of the target's system: what `service` calls.
public struct Service: Hashable, Sendable {
    public var name: String
    /// The target's number for it.
    public var number: UInt32
    public var parameters: [Type]
    public var results: [Type]
    /// `reads`, `writes`: linear memory that the arguments point to, or any that the system holds a pointer to.
    /// `terminates`: it does not return. Every service also counts as output.
    public var effects: Effects

    public init(name: String, number: UInt32, parameters: [Type], results: [Type], effects: Effects) {
        self.name = name
        self.number = number
        self.parameters = parameters
        self.results = results
        self.effects = effects
    }
}

/// A declaration that the IR carries along without looking into it.
public struct Metadata: Hashable, Sendable {
    public var kind: String
    /// JSON on one line.
    public var text: String

    public init(kind: String, text: String) {
        self.kind = kind
        self.text = text
    }
}

extension Metadata {
    /// When a trap ends the program, it says which functions it was in.
    public static let trace = Metadata(kind: "trace", text: "{}")
}

/// A program or a part of one.
public struct Module: Sendable {
    public var name: String
    public var memory: MemoryModel
    /// The source files that locations refer to, by number.
    public var files: [String] = []
    public var layouts = PrimaryMap<LayoutID, ObjectLayout>()
    public var selectors = PrimaryMap<SelectorID, Selector>()
    public var signatures = PrimaryMap<SignatureID, Signature>()
    public var services = PrimaryMap<ServiceID, Service>()
    public var globals = PrimaryMap<GlobalID, Global>()
    public var roots = PrimaryMap<RootID, Root>()
    public var functions = PrimaryMap<FunctionID, Function>()
    public var metadata: [Metadata] = []
    /// The types of the variables of the source.
    public var debugTypes = PrimaryMap<DebugTypeID, DebugType>()

    public init(name: String, memory: MemoryModel = MemoryModel()) {
        self.name = name
        self.memory = memory
    }

    /// Whether no table that code refers to has changed since `copy` was copied, or this from it. As
    /// `Function.isUnchanged(since:)`, it may say no where one was changed and changed back.
    public func hasTables(of copy: Module) -> Bool {
        layouts.hasStorage(of: copy.layouts) && selectors.hasStorage(of: copy.selectors)
            && signatures.hasStorage(of: copy.signatures) && services.hasStorage(of: copy.services)
            && globals.hasStorage(of: copy.globals) && roots.hasStorage(of: copy.roots)
    }

    /// Whether the program says which functions it was in when a trap ends it.
    public var tracesCalls: Bool { metadata.contains(.trace) }

    /// The function in which the program starts.
    public var entry: FunctionID? { functions.ids.first { functions[$0].attributes.contains(.entry) } }

    public func function(named name: String) -> FunctionID? { functions.ids.first { functions[$0].name == name } }

    /// How many functions have an address in linear memory: all up to the last that is no helper. In the host's memory,
    /// where addresses are the host's, all have.
    public var addressedFunctionCount: Int {
        if memory.size == 0 { return functions.count }
        let last = functions.ids.last { !functions[$0].attributes.contains(.helper) }
        return last.map { $0.index + 1 } ?? 0
    }

    /// The id of a signature, declared if it is new.
    public mutating func signatureID(_ signature: Signature) -> SignatureID {
        signatures.ids.first { signatures[$0] == signature } ?? signatures.append(signature)
    }

    /// The id of a selector, declared if it is new.
    public mutating func selectorID(_ name: String) -> SelectorID {
        selectors.ids.first { selectors[$0].name == name } ?? selectors.append(Selector(name: name))
    }

    /// The result types of an instruction of `function`, as the opcode table rules.
    public func resultTypes(_ instruction: Instruction) -> [Type] {
        switch instruction.opcode.info.results {
        case .none: []
        case .own: [instruction.type]
        case .flag: [.i1]
        case .ownAndFlag: [instruction.type, .i1]
        case .dynamic: [.any]
        case .word: [.i32]
        case .signature: signatureTypes(instruction).results
        }
    }

    /// Parameter and result types of a call, indirect call or service; dynamic calls have none here.
    public func signatureTypes(_ instruction: Instruction) -> (parameters: [Type], results: [Type]) {
        switch instruction.opcode.info.format {
        case .call:
            let signature = functions[instruction.function].signature
            return (signature.parameters, signature.results)
        case .indirectCall:
            let signature = signatures[instruction.signature]
            return (signature.parameters, signature.results)
        case .service:
            let service = services[instruction.service]
            return (service.parameters, service.results)
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .closureCall, .send, .closure, .jump, .branch, .switchTable, .list, .number:
            return ([], [])
        }
    }
}
