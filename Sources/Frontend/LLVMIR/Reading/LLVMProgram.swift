// The LLVM modules of a program as one: read, linked, optimised. The owner of every handle that lowering sees.

import CLLVM
import Support

/// A file of LLVM IR, as text or bitcode.
public struct LLVMInput: Sendable {
    /// What messages call it.
    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A place in a source file, as LLVM has it.
public struct LLVMSourcePlace: Hashable, Sendable {
    /// As the compiler was given it.
    public let file: String
    /// From 1.
    public let line: UInt32
    /// From 1; 0 when unknown.
    public let column: UInt32
}

/// Gives the span of a place; nil when its source is not at hand.
public typealias LLVMPlaceFinder = (LLVMSourcePlace) -> SourceSpan?

/// A program in LLVM's own IR. Requires: LLVM is loaded.
///
/// A class because it owns C objects, which it frees when it goes.
public final class LLVMProgram {
    let context: OpaquePointer
    let module: OpaquePointer
    /// The function that the program starts with, once `addStart` has found or made it.
    var start = ""
    /// The errors that LLVM reported while it worked.
    private var errors: [String] = []

    /// The file of a program that has one, for messages without a place.
    let file: String?
    /// Turns a place into a span of a source that is at hand.
    let locate: LLVMPlaceFinder

    /// Reads and links `inputs`, at least one. Throws E2601 for what cannot be read, E2602 for what does not fit
    /// together and E2604 for machines with other pointers than those of 32 or 64 bits.
    public init(_ inputs: [LLVMInput], locate: @escaping LLVMPlaceFinder) throws(Diagnostic) {
        self.locate = locate
        file = inputs.count == 1 ? inputs[0].name : nil
        let context: OpaquePointer = LLVMContextCreate()
        var modules: [OpaquePointer] = []
        var failure: Diagnostic?
        for input in inputs {
            switch Self.read(input, context, locate) {
            case .success(let module): modules.append(module)
            case .failure(let diagnostic): failure = failure ?? diagnostic
            }
        }
        if let failure {
            for module in modules { LLVMDisposeModule(module) }
            LLVMContextDispose(context)
            throw failure
        }
        precondition(!modules.isEmpty, "LLVMProgram: a program has at least one module")
        self.context = context
        module = modules[0]
        LLVMContextSetDiagnosticHandler(
            context,
            { diagnostic, argument in
                guard let argument, LLVMGetDiagInfoSeverity(diagnostic) == LLVMDSError else { return }
                let program = Unmanaged<LLVMProgram>.fromOpaque(argument).takeUnretainedValue()
                program.errors.append(takeMessage(LLVMGetDiagInfoDescription(diagnostic)))
            }, Unmanaged.passUnretained(self).toOpaque())
        for (input, other) in zip(inputs, modules).dropFirst() { try link(other, input.name) }
        try checkPointers()
    }

    /// LLVM itself fails over pointers of sizes that no machine has.
    private func checkPointers() throws(Diagnostic) {
        let size = Shapes(module).pointerBytes
        if size == 4 || size == 8 { return }
        throw .unsupported("pointers of \(size) bytes", at: nil, of: file, in: "the module")
    }

    deinit {
        LLVMDisposeModule(module)
        LLVMContextDispose(context)
    }

    private static func read(
        _ input: LLVMInput, _ context: OpaquePointer, _ locate: LLVMPlaceFinder
    ) -> Result<OpaquePointer, Diagnostic> {
        let buffer = input.bytes.withUnsafeBytes { bytes in
            LLVMCreateMemoryBufferWithMemoryRangeCopy(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, input.name)
        }
        var module: OpaquePointer?
        var message: UnsafeMutablePointer<CChar>?
        // The buffer is LLVM's from here on.
        let hasFailed = LLVMParseIRInContext2(context, buffer, &module, &message) != 0
        let text = takeMessage(message)
        guard !hasFailed, let module else { return .failure(.unreadable(input.name, text, locate)) }
        guard LLVMVerifyModule(module, LLVMReturnStatusAction, &message) != 0 else {
            _ = takeMessage(message)
            return .success(module)
        }
        LLVMDisposeModule(module)
        return .failure(.unreadable(input.name, takeMessage(message), locate))
    }

    /// What is to be said of a file that LLVM cannot read; `message` is LLVM's own.
    public static func unreadable(_ name: String, _ message: String, locate: LLVMPlaceFinder) -> Diagnostic {
        .unreadable(name, message, locate)
    }

    /// Joins `other`, which goes in any case.
    private func link(_ other: OpaquePointer, _ name: String) throws(Diagnostic) {
        errors = []
        if LLVMLinkModules2(module, other) != 0 { throw .unlinkable(name, errors.first ?? "the modules do not fit") }
    }

    /// Joins modules whose definitions give way to those that are there. Throws as `init`.
    public func addLibrary(_ inputs: [LLVMInput]) throws(Diagnostic) {
        try checkVariadicCalls()
        for input in inputs {
            let library = try Self.read(input, context, locate).get()
            for definition in Self.definitions(library) where definition.linkage == LLVMExternalLinkage {
                LLVMSetLinkage(definition.handle, LLVMWeakAnyLinkage)
            }
            try link(library, input.name)
        }
    }

    /// The library takes lists of arguments apart as a machine of 32 bits does; callers made for one of 64 bits lay
    /// them out in another way.
    private func checkVariadicCalls() throws(Diagnostic) {
        guard Shapes(module).pointerBytes == 8 else { return }
        for function in functions where function.isDeclaration && function.contentType.isVariadic {
            let name = function.name
            if name.hasPrefix("llvm.") { continue }
            let call = function.users.first { LLVMGetInstructionOpcode($0) == LLVMCall }
            let location = call.flatMap { LLVMInstructionGetDebugLoc($0) }.map(LLVMMetadata.init)
            let span = location.flatMap { place in
                place.scope.fileName.flatMap {
                    locate(LLVMSourcePlace(file: $0, line: place.line, column: place.column))
                }
            }
            throw .unsupported(
                "a call of '\(name)', which takes any number of arguments, in code for a machine of 64 bits", at: span,
                of: file, in: "code for '\(triple)'")
        }
    }

    private static func definitions(_ module: OpaquePointer) -> [LLVMValue] {
        (functions(module) + globals(module)).filter { !$0.isDeclaration }
    }

    private static func functions(_ module: OpaquePointer) -> [LLVMValue] {
        sequence(first: LLVMGetFirstFunction(module)) { $0.flatMap { LLVMGetNextFunction($0) } }
            .prefix { $0 != nil }.compactMap { $0.map(LLVMValue.init) }
    }

    private static func globals(_ module: OpaquePointer) -> [LLVMValue] {
        sequence(first: LLVMGetFirstGlobal(module)) { $0.flatMap { LLVMGetNextGlobal($0) } }
            .prefix { $0 != nil }.compactMap { $0.map(LLVMValue.init) }
    }

    var functions: [LLVMValue] { Self.functions(module) }
    var globals: [LLVMValue] { Self.globals(module) }

    func function(named name: String) -> LLVMValue? { LLVMGetNamedFunction(module, name).map(LLVMValue.init) }
    func global(named name: String) -> LLVMValue? { LLVMGetNamedGlobal(module, name).map(LLVMValue.init) }

    /// The triple of the machine that the program was compiled for; empty when it says nothing.
    public var triple: String { LLVMGetTarget(module).map { String(cString: $0) } ?? "" }

    /// Whether the program needs something of the C library: a name that is not defined, or memory to be copied or set.
    public func needsLibrary(services: String) -> Bool {
        functions.contains { function in
            guard function.isDeclaration, function.linkage != LLVMExternalWeakLinkage else { return false }
            let name = function.name
            if name.hasPrefix("llvm.") { return LibraryCalls.isBehind(name) }
            return !name.hasPrefix(services)
        }
            || globals.contains {
                $0.isDeclaration && $0.linkage != LLVMExternalWeakLinkage && !MemoryPlan.isOwn($0.name)
            }
            || functions.contains(where: Self.dividesFloats)
    }

    /// Whether a function takes the remainder of floats, which no instruction of the IR does.
    private static func dividesFloats(_ function: LLVMValue) -> Bool {
        function.blocks.contains { block in block.instructions.contains { $0.opcode == LLVMFRem } }
    }

    /// Whether some call hands a float to a function that takes any number of arguments.
    public var passesFloatsVariadically: Bool {
        functions.contains { function in
            function.blocks.contains { block in
                block.instructions.contains { instruction in
                    guard instruction.opcode == LLVMCall, instruction.calledType.isVariadic else { return false }
                    let named = instruction.calledType.parameters.count
                    return (named..<max(named, instruction.argumentCount)).contains {
                        instruction.operand($0).type.kind == LLVMDoubleTypeKind
                    }
                }
            }
        }
    }

    /// Lets nothing but the start, the handlers of commands and `others` be seen from outside, so that what nothing
    /// needs can go.
    func hide(_ others: [String] = []) {
        let kept = Set([start] + others + LibraryCalls.names + handlerNames)
        for definition in Self.definitions(module) where !kept.contains(definition.name) {
            let linkage = definition.linkage
            if linkage == LLVMAppendingLinkage || linkage == LLVMPrivateLinkage || linkage == LLVMInternalLinkage
                || linkage == LLVMAvailableExternallyLinkage
            {
                continue
            }
            LLVMSetLinkage(definition.handle, LLVMInternalLinkage)
        }
    }

    /// Runs LLVM's pipeline named `pipeline`, without vectors; for short code with `prefersSize`. Loops stay loops: what pays for unrolling depends on the
    /// target, and back ends know. Throws E2603 when LLVM cannot.
    public func optimize(_ pipeline: String, prefersSize: Bool = false) throws(Diagnostic) {
        if prefersSize { markForSize() }
        let options = LLVMCreatePassBuilderOptions()
        defer { LLVMDisposePassBuilderOptions(options) }
        LLVMPassBuilderOptionsSetLoopVectorization(options, 0)
        LLVMPassBuilderOptionsSetSLPVectorization(options, 0)
        LLVMPassBuilderOptionsSetLoopInterleaving(options, 0)
        LLVMPassBuilderOptionsSetLoopUnrolling(options, 0)
        let machine = makeMachine()
        defer { if let machine { LLVMDisposeTargetMachine(machine) } }
        let error = LLVMRunPasses(module, pipeline, machine, options)
        guard let error else { return }
        let text = LLVMGetErrorMessage(error)
        defer { LLVMDisposeErrorMessage(text) }
        throw .unoptimizable(text.map { String(cString: $0) } ?? "")
    }

    /// Tells LLVM's passes, which ask each function, that short code is wanted; clang does so for C.
    private func markForSize() {
        let name = "optsize"
        let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
        let attribute = LLVMCreateEnumAttribute(context, kind, 0)
        for function in functions where !function.isDeclaration {
            LLVMAddAttributeAtIndex(function.handle, hub_llvm_function_index, attribute)
        }
    }

    private static let targetIsKnown: Void = {
        LLVMInitializeRISCVTargetInfo()
        LLVMInitializeRISCVTarget()
        LLVMInitializeRISCVTargetMC()
    }()

    /// The machine that C is compiled for, which tells LLVM's passes that there are no vectors and what is cheap. Nil
    /// for modules that were made for another one.
    private func makeMachine() -> OpaquePointer? {
        guard triple.hasPrefix("riscv32") else { return nil }
        _ = Self.targetIsKnown
        var target: OpaquePointer?
        var message: UnsafeMutablePointer<CChar>?
        guard LLVMGetTargetFromTriple(triple, &target, &message) == 0, let target else {
            _ = takeMessage(message)
            return nil
        }
        let options = LLVMCreateTargetMachineOptions()
        defer { LLVMDisposeTargetMachineOptions(options) }
        LLVMTargetMachineOptionsSetFeatures(options, "+m,+zfh")
        return LLVMCreateTargetMachineWithOptions(target, triple, options)
    }

    /// The module as text.
    public var text: String { takeMessage(LLVMPrintModuleToString(module)) }
}
