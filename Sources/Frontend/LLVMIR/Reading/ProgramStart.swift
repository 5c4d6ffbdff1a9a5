// How a program starts: constructors, then main, then destructors and what the C library does at the end. Where there
// is nothing but a main without parameters, it is the start itself. Made in LLVM's IR, so that LLVM optimises it with
// the rest.

import CLLVM
import Support

extension LLVMProgram {
    /// What the C library does when main has returned.
    private static let exitHook = "__hubc_exit_hook"
    /// What that hook, and exit, call for the destructors of the program; declared weak by the C library.
    private static let destructorRunner = "__hub_run_destructors"
    /// What the hook looks at: the program sets them when it has something to do at the end.
    private static let exitConditions = ["__hub_at_exit", "__hub_at_flush"]
    private static let startName = "hubc.start"

    /// Makes `entry` the function that the program starts with, and drops what it does not reach. Throws E2606 when it
    /// is not there.
    public func addStart(_ entry: String) throws(Diagnostic) {
        guard let main = function(named: entry), !main.isDeclaration else { throw .noMain(entry, of: file) }
        start = entry
        hide([Self.exitHook, Self.destructorRunner])
        try optimize("globaldce")
        let constructors = takeStartFunctions("llvm.global_ctors")
        var destructors = Array(takeStartFunctions("llvm.global_dtors").reversed())
        let hook = destructors.isEmpty ? neededHook : definition(Self.exitHook)
        if hook != nil, !destructors.isEmpty, let runner = function(named: Self.destructorRunner) {
            // The hook runs them where they belong: after the handlers of atexit, before the last output leaves.
            buildCalls(runner, destructors)
            destructors = []
        }
        let type = main.contentType
        let isPlain =
            type.parameters.isEmpty && type.result.kind == LLVMIntegerTypeKind && type.result.integerBits == 32
        if isPlain, constructors.isEmpty, destructors.isEmpty, hook == nil {
            hide()
            return
        }
        start = Self.startName
        buildStart(main, before: constructors, after: destructors + (hook.map { [$0] } ?? []))
        hide()
    }

    private func definition(_ name: String) -> LLVMValue? {
        function(named: name).flatMap { $0.isDeclaration ? nil : $0 }
    }

    /// What the C library does at the end, if anything in the program can give it something to do.
    private var neededHook: LLVMValue? {
        guard let hook = definition(Self.exitHook) else { return nil }
        let isNeeded = Self.exitConditions.contains { name in
            global(named: name)?.users.contains { LLVMGetBasicBlockParent(LLVMGetInstructionParent($0)) != hook.handle }
                ?? false
        }
        return isNeeded ? hook : nil
    }

    /// The functions of a list, those with a lower priority first. The list goes, or LLVM would run what it can of it
    /// as well.
    private func takeStartFunctions(_ name: String) -> [LLVMValue] {
        guard let global = global(named: name), let list = global.initializer else { return [] }
        defer { LLVMDeleteGlobal(global.handle) }
        var entries: [(priority: UInt64, function: LLVMValue)] = []
        for index in 0..<list.operandCount {
            let entry = list.operand(index)
            guard let priority = entry.element(0)?.constantBits, let function = entry.element(1),
                function.kind == LLVMFunctionValueKind
            else { continue }
            entries.append((priority, function))
        }
        let sorted = entries.enumerated().sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
        return sorted.map(\.element.function)
    }

    private func buildStart(_ main: LLVMValue, before: [LLVMValue], after: [LLVMValue]) {
        let word: OpaquePointer = LLVMIntTypeInContext(context, 32)
        let function: OpaquePointer = LLVMAddFunction(module, Self.startName, LLVMFunctionType(word, nil, 0, 0))
        let builder = LLVMCreateBuilderInContext(context)
        defer { LLVMDisposeBuilder(builder) }
        LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(context, function, hub_no_name()))
        for callee in before { call(callee, [], builder) }
        let result = call(main, arguments(main.contentType.parameters), builder)
        for callee in after { call(callee, [], builder) }
        let type = main.contentType.result
        if type.kind == LLVMIntegerTypeKind, type.integerBits == 32 {
            LLVMBuildRet(builder, result)
        } else {
            LLVMBuildRet(builder, LLVMConstInt(word, 0, 0))
        }
    }

    /// Gives a function without parameters a body that calls `callees`.
    private func buildCalls(_ function: LLVMValue, _ callees: [LLVMValue]) {
        let builder = LLVMCreateBuilderInContext(context)
        defer { LLVMDisposeBuilder(builder) }
        LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(context, function.handle, hub_no_name()))
        for callee in callees { call(callee, [], builder) }
        LLVMBuildRetVoid(builder)
        LLVMSetLinkage(function.handle, LLVMInternalLinkage)
    }

    @discardableResult
    private func call(_ callee: LLVMValue, _ arguments: [OpaquePointer?], _ builder: OpaquePointer?) -> OpaquePointer? {
        var arguments = arguments
        return LLVMBuildCall2(
            builder, callee.contentType.handle, callee.handle, &arguments, UInt32(arguments.count), hub_no_name())
    }

    /// What main gets: a count of one, a list of one empty name, and no environment.
    private func arguments(_ types: [LLVMType]) -> [OpaquePointer?] {
        types.enumerated().map { index, type in
            if type.kind == LLVMPointerTypeKind { return index == 1 ? argumentList(type) : environment(type) }
            return type.kind == LLVMIntegerTypeKind
                ? LLVMConstInt(type.handle, index == 0 ? 1 : 0, 0) : LLVMConstNull(type.handle)
        }
    }

    private func argumentList(_ pointer: LLVMType) -> OpaquePointer? {
        let name: OpaquePointer = LLVMConstStringInContext2(context, "", 0, 0)
        return pointers([addGlobal("hubc.name", name), LLVMConstNull(pointer.handle)], pointer, "hubc.arguments")
    }

    private func environment(_ pointer: LLVMType) -> OpaquePointer? {
        pointers([LLVMConstNull(pointer.handle)], pointer, "hubc.environment")
    }

    /// A global that holds pointers.
    private func pointers(_ values: [OpaquePointer?], _ pointer: LLVMType, _ name: String) -> OpaquePointer? {
        var values = values
        return addGlobal(name, LLVMConstArray2(pointer.handle, &values, UInt64(values.count)))
    }

    private func addGlobal(_ name: String, _ value: OpaquePointer?) -> OpaquePointer? {
        let global = LLVMAddGlobal(module, LLVMTypeOf(value), name)
        LLVMSetInitializer(global, value)
        LLVMSetLinkage(global, LLVMInternalLinkage)
        return global
    }
}
