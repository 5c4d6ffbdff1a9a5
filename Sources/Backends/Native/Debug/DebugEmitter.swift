// Debug information of a module: the unit, its files, types and subprograms. LLVM writes it as DWARF 5.

import BackendKit
import CLLVM
import IR
import Support

/// Makes LLVM's debug metadata.
///
/// A class because it owns a C object, which it frees when it goes, and hands out nodes that all functions share.
final class DebugEmitter {
    private let builder: OpaquePointer
    private let session: LLVMSession
    private let module: Module
    private let isOptimized: Bool
    private let files: [LLVMMetadata]
    private var basicTypes: [TypeKind: LLVMMetadata] = [:]
    private var subprograms: [String: LLVMMetadata] = [:]
    /// The functions of the module by name.
    private let functions: [String: FunctionID]
    let emptyExpression: LLVMMetadata

    private static let version: UInt64 = 5
    private static let metadataVersion: UInt64 = 3
    /// Paths are relative to wherever the sources are.
    private static let folder = "."

    init(_ module: Module, _ options: BackendOptions, _ session: LLVMSession) {
        self.module = module
        self.session = session
        isOptimized = options.level != .none
        functions = Dictionary(
            module.functions.ids.map { (module.functions[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        guard let builder = LLVMCreateDIBuilder(session.module) else {
            preconditionFailure("DebugEmitter: LLVM made no builder")
        }
        self.builder = builder
        let names = module.files.isEmpty ? [options.name] : module.files
        files = names.map { DebugEmitter.file($0, builder) }
        let producer = "hubc"
        _ = LLVMDIBuilderCreateCompileUnit(
            builder, LLVMDWARFSourceLanguageC99, files[0].handle, producer, producer.utf8.count, isOptimized ? 1 : 0,
            "", 0, 0, "", 0, LLVMDWARFEmissionFull, 0, 1, 0, "", 0, "", 0)
        emptyExpression = LLVMMetadata(LLVMDIBuilderCreateExpression(builder, nil, 0))
        session.setFlag("Dwarf Version", DebugEmitter.version)
        session.setFlag("Debug Info Version", DebugEmitter.metadataVersion)
    }

    deinit { LLVMDisposeDIBuilder(builder) }

    private static func file(_ name: String, _ builder: OpaquePointer) -> LLVMMetadata {
        LLVMMetadata(LLVMDIBuilderCreateFile(builder, name, name.utf8.count, folder, folder.utf8.count))
    }

    /// Completes the metadata; nothing may be added afterwards.
    func finish() { LLVMDIBuilderFinalize(builder) }

    func file(_ number: UInt32) -> LLVMMetadata { files[min(Int(number), files.count - 1)] }

    /// The name of a source file.
    func fileName(_ number: UInt32) -> String {
        module.files.indices.contains(Int(number)) ? module.files[Int(number)] : "?"
    }

    /// The subprogram of the function `name`, which starts at `file` and `line`; the first call decides where.
    func subprogram(_ name: String, file: UInt32, line: UInt32) -> LLVMMetadata {
        if let known = subprograms[name] { return known }
        let function = functions[name].map { module.functions[$0] }
        let signature = function?.signature ?? Signature()
        let node = self.file(file)
        let types = [signature.results.first.map(type)] + signature.parameters.map(type)
        var handles = types.map { $0?.handle }
        let type = LLVMDIBuilderCreateSubroutineType(builder, node.handle, &handles, UInt32(handles.count), LLVMDIFlagZero)
        let subprogram = LLVMMetadata(
            LLVMDIBuilderCreateFunction(
                builder, node.handle, name, name.utf8.count, "", 0, node.handle, line, type,
                function?.linkage == .export ? 0 : 1, 1, line, LLVMDIFlagZero, isOptimized ? 1 : 0))
        subprograms[name] = subprogram
        return subprogram
    }

    /// A place in `scope`, inlined at another when there is one.
    func location(_ line: UInt32, _ column: UInt32, in scope: LLVMMetadata, at call: LLVMMetadata?) -> LLVMMetadata {
        LLVMMetadata(
            LLVMDIBuilderCreateDebugLocation(session.context, line, column, scope.handle, call?.handle))
    }

    /// `scope` for code that was written in another file.
    func scope(_ scope: LLVMMetadata, inFile file: UInt32) -> LLVMMetadata {
        LLVMMetadata(LLVMDIBuilderCreateLexicalBlockFile(builder, scope.handle, self.file(file).handle, 0))
    }

    /// Says that the parameter `name`, number `position` from 1, is `value` from the end of `block` on.
    func describe(
        _ name: String, _ position: Int, _ type: Type, is value: LLVMValue, in scope: LLVMMetadata,
        at location: LLVMMetadata, file: UInt32, line: UInt32, block: LLVMBlock
    ) {
        let variable = LLVMDIBuilderCreateParameterVariable(
            builder, scope.handle, name, name.utf8.count, UInt32(position), self.file(file).handle, line,
            self.type(type).handle, 1, LLVMDIFlagZero)
        _ = LLVMDIBuilderInsertDbgValueRecordAtEnd(
            builder, value.handle, variable, emptyExpression.handle, location.handle, block.handle)
    }

    // Types.

    /// DWARF's codes of what the bits of a type mean.
    private enum Encoding {
        static let boolean: LLVMDWARFTypeEncoding = 2
        static let float: LLVMDWARFTypeEncoding = 4
        static let unsigned: LLVMDWARFTypeEncoding = 7
    }

    private func type(_ type: Type) -> LLVMMetadata {
        if let known = basicTypes[type.kind] { return known }
        let name = "\(type.kind)"
        let bytes = type.byteSize(pointerBytes: module.memory.pointerBytes) ?? 8
        let encoding = type == .i1 ? Encoding.boolean : type.isFloat ? Encoding.float : Encoding.unsigned
        let node = LLVMMetadata(
            LLVMDIBuilderCreateBasicType(
                builder, name, name.utf8.count, UInt64(bytes * 8), encoding, LLVMDIFlagZero))
        basicTypes[type.kind] = node
        return node
    }
}
