// Debug information of a module: the unit, its files, subprograms and variables. LLVM writes it as DWARF 5.

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
    private let unit: LLVMMetadata
    private let files: [LLVMMetadata]
    private var types: DebugTypeEmitter
    private var subprograms: SecondaryMap<FunctionID, LLVMMetadata?>
    /// Those of functions that are inlined everywhere.
    private var inlined: [SourceFunction: LLVMMetadata] = [:]
    /// The functions of the module by their names in the sources, and else by their own.
    private var functions: [SourceFunction: FunctionID] = [:]
    private var functionsByName: [String: FunctionID] = [:]

    /// What a function is called in the sources, and the file that it stands in.
    private struct SourceFunction: Hashable {
        let name: String
        let file: UInt32
    }

    private static let version: UInt64 = 5
    private static let metadataVersion: UInt64 = 3
    /// LLVM's number for the attachments of debug information.
    private static let attachment: UInt32 = 0
    /// Paths are relative to wherever the sources are.
    private static let folder = "."

    init(_ module: Module, _ options: BackendOptions, _ session: LLVMSession) {
        self.module = module
        self.session = session
        isOptimized = options.level != .none
        guard let builder = LLVMCreateDIBuilder(session.module) else {
            preconditionFailure("DebugEmitter: LLVM made no builder")
        }
        self.builder = builder
        let names = module.files.isEmpty ? [options.name] : module.files
        files = names.map { DebugEmitter.file($0, builder) }
        let producer = "hubc"
        unit = LLVMMetadata(
            LLVMDIBuilderCreateCompileUnit(
                builder, LLVMDWARFSourceLanguageC99, files[0].handle, producer, producer.utf8.count,
                isOptimized ? 1 : 0, "", 0, 0, "", 0, LLVMDWARFEmissionFull, 0, 1, 0, "", 0, "", 0))
        types = DebugTypeEmitter(module, builder, files[0])
        subprograms = SecondaryMap(initial: nil, count: module.functions.count)
        session.setFlag("Dwarf Version", DebugEmitter.version)
        session.setFlag("Debug Info Version", DebugEmitter.metadataVersion)
        for id in module.functions.ids.reversed() {
            let function = module.functions[id]
            functionsByName[function.name] = id
            guard let declaration = function.declaration else { continue }
            functions[SourceFunction(name: declaration.name, file: declaration.file)] = id
        }
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

    // Functions.

    /// The subprogram of a function, which starts at `place`; the first call decides where.
    func subprogram(_ id: FunctionID, at place: (file: UInt32, line: UInt32)) -> LLVMMetadata {
        if let known = subprograms[id] { return known }
        let function = module.functions[id]
        let declaration = function.declaration
        let types: LLVMMetadata
        if let type = declaration?.type, case .function = module.debugTypes[type], let node = self.types.type(type) {
            types = node
        } else {
            let signature = function.signature
            let result = signature.results.first.map { self.types.type($0) }
            types = self.types.function([result] + signature.parameters.map { self.types.type($0) })
        }
        let node = makeSubprogram(
            declaration?.name ?? function.name, types, place, isLocal: function.linkage != .export)
        subprograms[id] = node
        return node
    }

    /// The subprogram of the function `name` of the sources, which was inlined; without a declaration it starts at
    /// `line`, of which the first call decides.
    func subprogram(_ name: String, file: UInt32, line: UInt32) -> LLVMMetadata {
        let key = SourceFunction(name: name, file: file)
        if let id = functions[key] ?? functionsByName[name] {
            let declaration = module.functions[id].declaration
            if declaration.map({ $0.file == file }) != false {
                return subprogram(id, at: (file, declaration?.line ?? line))
            }
        }
        if let known = inlined[key] { return known }
        let node = makeSubprogram(name, types.function([nil]), (file, line), isLocal: true)
        inlined[key] = node
        return node
    }

    private func makeSubprogram(
        _ name: String, _ type: LLVMMetadata, _ place: (file: UInt32, line: UInt32), isLocal: Bool
    ) -> LLVMMetadata {
        let file = self.file(place.file)
        return LLVMMetadata(
            LLVMDIBuilderCreateFunction(
                builder, file.handle, name, name.utf8.count, "", 0, file.handle, place.line, type.handle,
                isLocal ? 1 : 0, 1, place.line, LLVMDIFlagZero, isOptimized ? 1 : 0))
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

    // Variables.

    /// A variable of a function: its parameter number `position`, from 1, or another when that is 0.
    func variable(
        _ name: String, _ position: UInt32, _ type: LLVMMetadata?, in scope: LLVMMetadata, file: UInt32, line: UInt32
    ) -> LLVMMetadata {
        let (length, file) = (name.utf8.count, self.file(file))
        return LLVMMetadata(
            position == 0
                ? LLVMDIBuilderCreateAutoVariable(
                    builder, scope.handle, name, length, file.handle, line, type?.handle, 1, LLVMDIFlagZero, 0)
                : LLVMDIBuilderCreateParameterVariable(
                    builder, scope.handle, name, length, position, file.handle, line, type?.handle, 1, LLVMDIFlagZero))
    }

    func type(_ type: Type) -> LLVMMetadata { types.type(type) }

    /// Nil is void.
    func type(_ id: DebugTypeID) -> LLVMMetadata? { types.type(id) }

    func expression(_ words: [UInt64] = []) -> LLVMMetadata {
        var words = words
        return LLVMMetadata(LLVMDIBuilderCreateExpression(builder, &words, words.count))
    }

    /// Says that `variable` is `value`, which `expression` is applied to, from the end of `block` on.
    func describe(
        _ variable: LLVMMetadata, is value: LLVMValue, _ expression: LLVMMetadata, at location: LLVMMetadata,
        block: LLVMBlock
    ) {
        _ = LLVMDIBuilderInsertDbgValueRecordAtEnd(
            builder, value.handle, variable.handle, expression.handle, location.handle, block.handle)
    }

    /// Says that `variable` lies at `storage`, which `expression` is applied to, as long as the function runs.
    func declare(
        _ variable: LLVMMetadata, at storage: LLVMValue, _ expression: LLVMMetadata, at location: LLVMMetadata,
        block: LLVMBlock
    ) {
        _ = LLVMDIBuilderInsertDeclareRecordAtEnd(
            builder, storage.handle, variable.handle, expression.handle, location.handle, block.handle)
    }

    /// Says that a variable lies `offset` bytes from the start of `storage` as long as the program runs; `scope` is the
    /// function that alone sees it, if any.
    func declare(
        _ declaration: DebugDeclaration, in storage: LLVMValue, offset: UInt64, scope: LLVMMetadata?, isLocal: Bool
    ) {
        guard let type = declaration.type.flatMap({ types.type($0) }) else { return }
        let (name, length) = (declaration.name, declaration.name.utf8.count)
        let node = LLVMDIBuilderCreateGlobalVariableExpression(
            builder, (scope ?? unit).handle, name, length, "", 0, file(declaration.file).handle, declaration.line,
            type.handle, isLocal ? 1 : 0,
            expression(offset == 0 ? [] : [DebugOperation.plusConstant, offset]).handle, nil, 0)
        LLVMGlobalAddMetadata(storage.handle, DebugEmitter.attachment, node)
    }

    /// Describes the globals that the source declares.
    func describeGlobals(_ memory: NativeMemory) {
        for id in module.globals.ids {
            let global = module.globals[id]
            guard let declaration = global.declaration, global.linkage != .import else { continue }
            let isLocal = global.linkage == .local
            switch memory {
            case .host(let variables):
                declare(declaration, in: variables[id.index], offset: 0, scope: nil, isLocal: isLocal)
            case .array(let array, _, let placement):
                declare(declaration, in: array, offset: placement.addresses[id], scope: nil, isLocal: isLocal)
            }
        }
    }
}

/// Operations of DWARF and, from 0x1000 on, of LLVM.
enum DebugOperation {
    static let dereference: UInt64 = 0x06
    static let constant: UInt64 = 0x10
    static let and: UInt64 = 0x1A
    static let plusConstant: UInt64 = 0x23
    static let value: UInt64 = 0x9F
    static let fragment: UInt64 = 0x1000
}
