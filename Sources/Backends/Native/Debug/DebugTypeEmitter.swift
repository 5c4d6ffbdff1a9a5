// The types of debug information: those of the source as LLVM's metadata, and those of the IR for code that has no others.

import CLLVM
import IR
import Support

/// DWARF's codes.
private enum Code {
    static let boolean: LLVMDWARFTypeEncoding = 2
    static let float: LLVMDWARFTypeEncoding = 4
    static let signed: LLVMDWARFTypeEncoding = 5
    static let signedCharacter: LLVMDWARFTypeEncoding = 6
    static let unsigned: LLVMDWARFTypeEncoding = 7
    static let unsignedCharacter: LLVMDWARFTypeEncoding = 8
    static let unicode: LLVMDWARFTypeEncoding = 16
    static let structure: UInt32 = 0x13
    static let const: UInt32 = 0x26
    static let volatile: UInt32 = 0x35
    static let restrict: UInt32 = 0x37
    static let atomic: UInt32 = 0x47
}

/// Makes each type once.
struct DebugTypeEmitter {
    private enum State {
        case unknown
        /// It is being made; a type that is made of itself other than through a struct is nothing.
        case pending
        case known(LLVMMetadata?)
    }

    private let builder: OpaquePointer
    private let module: Module
    /// Types stand in the unit's file; where in it is not known.
    private let file: LLVMMetadata
    private var states: SecondaryMap<DebugTypeID, State>
    private var machineTypes: [TypeKind: LLVMMetadata] = [:]

    init(_ module: Module, _ builder: OpaquePointer, _ file: LLVMMetadata) {
        self.module = module
        self.builder = builder
        self.file = file
        states = SecondaryMap(initial: .unknown, count: module.debugTypes.count)
    }

    // Types of the IR.

    mutating func type(_ type: Type) -> LLVMMetadata {
        if let known = machineTypes[type.kind] { return known }
        let bytes = type.byteSize(pointerBytes: module.memory.pointerBytes) ?? 8
        let encoding = type == .i1 ? Code.boolean : type.isFloat ? Code.float : Code.unsigned
        let node = scalar("\(type.kind)", UInt32(bytes), encoding)
        machineTypes[type.kind] = node
        return node
    }

    private func scalar(_ name: String, _ size: UInt32, _ encoding: LLVMDWARFTypeEncoding) -> LLVMMetadata {
        LLVMMetadata(
            LLVMDIBuilderCreateBasicType(builder, name, name.utf8.count, bits(size), encoding, LLVMDIFlagZero))
    }

    private func bits(_ bytes: UInt32) -> UInt64 { UInt64(bytes) * 8 }

    // Types of the source.

    /// Nil is void.
    mutating func type(_ id: DebugTypeID?) -> LLVMMetadata? {
        guard let id, module.debugTypes.contains(id) else { return nil }
        switch states[id] {
        case .known(let node): return node
        case .pending: return nil
        case .unknown: break
        }
        states[id] = .pending
        let node = make(id)
        states[id] = .known(node)
        return node
    }

    private mutating func make(_ id: DebugTypeID) -> LLVMMetadata? {
        switch module.debugTypes[id] {
        case .scalar(let name, let size, let encoding):
            return scalar(name, size, DebugTypeEmitter.code(encoding, size))
        case .pointer(let target, let size):
            let target = type(target)
            return LLVMMetadata(
                LLVMDIBuilderCreatePointerType(builder, target?.handle, bits(size), 0, 0, "", 0))
        case .structure(let name, let size, let members): return aggregate(id, name, size, members, isUnion: false)
        case .union(let name, let size, let members): return aggregate(id, name, size, members, isUnion: true)
        case .array: return array(id)
        case .enumeration(let name, let size, let enumerators): return enumeration(name, size, enumerators)
        case .alias(let name, let base):
            let base = type(base)
            return LLVMMetadata(
                LLVMDIBuilderCreateTypedef(
                    builder, base?.handle, name, name.utf8.count, file.handle, 0, file.handle, 0))
        case .qualified(let qualifier, let base):
            let base = type(base)
            return LLVMMetadata(
                LLVMDIBuilderCreateQualifiedType(builder, DebugTypeEmitter.tag(qualifier), base?.handle))
        case .function(let result, let parameters, let isVariadic):
            return function([type(result)] + parameters.map { type($0) } + (isVariadic ? [nil] : []))
        case .opaque(let name):
            return name == "void"
                ? nil : LLVMMetadata(LLVMDIBuilderCreateUnspecifiedType(builder, name, name.utf8.count))
        }
    }

    private static func code(_ encoding: DebugEncoding, _ size: UInt32) -> LLVMDWARFTypeEncoding {
        switch encoding {
        case .signed: Code.signed
        case .unsigned: Code.unsigned
        case .float: Code.float
        case .boolean: Code.boolean
        case .character: Code.signedCharacter
        case .unsignedCharacter: size == 1 ? Code.unsignedCharacter : Code.unicode
        }
    }

    private static func tag(_ qualifier: DebugQualifier) -> UInt32 {
        switch qualifier {
        case .const: Code.const
        case .volatile: Code.volatile
        case .restrict: Code.restrict
        case .atomic: Code.atomic
        }
    }

    /// A function: the type of the result, then those of the parameters; nil at the end stands for any more.
    func function(_ types: [LLVMMetadata?]) -> LLVMMetadata {
        var handles = types.map { $0?.handle }
        return LLVMMetadata(
            LLVMDIBuilderCreateSubroutineType(builder, file.handle, &handles, UInt32(handles.count), LLVMDIFlagZero))
    }

    /// Arrays of arrays are one node with a range for each dimension, the outer one first.
    private mutating func array(_ id: DebugTypeID) -> LLVMMetadata? {
        var ranges: [OpaquePointer?] = []
        var element = id
        while module.debugTypes.contains(element), case .array(let next, let count) = module.debugTypes[element],
            ranges.count <= module.debugTypes.count
        {
            // Without a size, as that of a struct's last member: DWARF has -1 for the count.
            ranges.append(LLVMDIBuilderGetOrCreateSubrange(builder, 0, count == 0 ? -1 : Int64(count)))
            element = next
        }
        guard let node = type(element) else { return nil }
        let size = bits(module.debugSize(id) ?? 0)
        return LLVMMetadata(
            LLVMDIBuilderCreateArrayType(builder, size, 0, node.handle, &ranges, UInt32(ranges.count)))
    }

    private func enumeration(_ name: String, _ size: UInt32, _ enumerators: [DebugEnumerator]) -> LLVMMetadata {
        let isUnsigned = enumerators.allSatisfy { $0.value >= 0 }
        var elements = enumerators.map {
            LLVMDIBuilderCreateEnumerator(builder, $0.name, $0.name.utf8.count, $0.value, isUnsigned ? 1 : 0)
        }
        let base = scalar(isUnsigned ? "unsigned int" : "int", size, isUnsigned ? Code.unsigned : Code.signed)
        return LLVMMetadata(
            LLVMDIBuilderCreateEnumerationType(
                builder, file.handle, name, name.utf8.count, file.handle, 0, bits(size), 0, &elements,
                UInt32(elements.count), base.handle))
    }

    /// A struct or union; it is known before its members are made, which may lead to it again.
    private mutating func aggregate(
        _ id: DebugTypeID, _ name: String, _ size: UInt32, _ members: [DebugMember], isUnion: Bool
    ) -> LLVMMetadata {
        // LLVM keeps one of equal nodes; the identifier keeps structs apart that look alike until they have members.
        let (length, identifier) = (name.utf8.count, "t\(id.rawValue)")
        if members.isEmpty, size == 0, !isUnion {
            return LLVMMetadata(
                LLVMDIBuilderCreateForwardDecl(
                    builder, Code.structure, name, length, file.handle, file.handle, 0, 0, 0, 0, "", 0))
        }
        var handle: OpaquePointer? =
            isUnion
            ? LLVMDIBuilderCreateUnionType(
                builder, file.handle, name, length, file.handle, 0, bits(size), 0, LLVMDIFlagZero, nil, 0, 0,
                identifier, identifier.utf8.count)
            : LLVMDIBuilderCreateStructType(
                builder, file.handle, name, length, file.handle, 0, bits(size), 0, LLVMDIFlagZero, nil, nil, 0, 0, nil,
                identifier, identifier.utf8.count)
        guard let made = handle else { preconditionFailure("DebugTypeEmitter: LLVM made no type") }
        let whole = LLVMMetadata(made)
        states[id] = .known(whole)
        var elements = members.compactMap { member(of: whole, $0)?.handle }.map { Optional($0) }
        LLVMReplaceArrays(builder, &handle, &elements, UInt32(elements.count))
        return handle.map { LLVMMetadata($0) } ?? whole
    }

    private mutating func member(of whole: LLVMMetadata, _ member: DebugMember) -> LLVMMetadata? {
        guard let type = type(member.type) else { return nil }
        let (name, length, start) = (member.name, member.name.utf8.count, bits(member.offset))
        if let field = member.bits {
            return LLVMMetadata(
                LLVMDIBuilderCreateBitFieldMemberType(
                    builder, whole.handle, name, length, file.handle, 0, UInt64(field.count),
                    start + UInt64(field.first), start, LLVMDIFlagZero, type.handle))
        }
        return LLVMMetadata(
            LLVMDIBuilderCreateMemberType(
                builder, whole.handle, name, length, file.handle, 0, bits(module.debugSize(member.type) ?? 0), 0, start,
                LLVMDIFlagZero, type.handle))
    }
}
