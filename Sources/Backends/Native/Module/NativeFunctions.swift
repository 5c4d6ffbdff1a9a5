// The functions of a module as LLVM's, with the wrappers that let one convention call another.

import BackendKit
import CLLVM
import IR
import Support

/// The attributes that all functions with code get.
struct FunctionMarks {
    private let always: [LLVMAttribute]
    let noInline, noReturn, noUnwind, noBuiltin: LLVMAttribute
    /// For code that stays as it stands. LLVM takes this for no code that is to be small.
    let asWritten: [LLVMAttribute]
    /// For code whose speed does not matter.
    let small: [LLVMAttribute]

    /// `tracesCalls`: the stack can be walked from any instruction.
    init(_ session: LLVMSession, _ options: BackendOptions, _ machine: LLVMMachine, tracesCalls: Bool) {
        noInline = session.attribute("noinline")
        noReturn = session.attribute("noreturn")
        noUnwind = session.attribute("nounwind")
        noBuiltin = session.attribute("nobuiltin")
        asWritten = [noInline] + (options.level == .size ? [] : [session.attribute("optnone")])
        small = [session.attribute("optsize"), session.attribute("minsize")]
        var always = [noUnwind]
        let description = machine.description
        if !description.processor.isEmpty {
            always.append(session.attribute("target-cpu", text: description.processor))
        }
        if !description.features.isEmpty {
            always.append(session.attribute("target-features", text: description.features))
        }
        // The baseline's instructions in an order that suits the processors of today.
        always.append(session.attribute("tune-cpu", text: "generic"))
        if tracesCalls { always.append(session.attribute("uwtable", FunctionMarks.everyInstruction)) }
        if options.level == .size { always.append(session.attribute("optsize")) }
        self.always = always
    }

    /// LLVM's number for tables of the stack that hold at each instruction.
    private static let everyInstruction: UInt64 = 2

    func apply(to function: LLVMValue) { always.forEach(function.addAttribute) }
}

/// The functions of a module.
struct NativeFunctions {
    private let module: Module
    private let part: ModulePart
    private let calls: NativeCalls
    private let session: LLVMSession
    let marks: FunctionMarks
    private let once: RunOnce?
    private let symbols: SymbolNames
    /// Of the functions that the part names.
    private var bodies: SecondaryMap<FunctionID, LLVMValue?>
    /// What other objects, and calls through addresses, call: the function itself, or a wrapper around it.
    private var pointers: SecondaryMap<FunctionID, LLVMValue?>
    /// The wrappers to be made: of which function, and in which convention they are called.
    private var wrappers: [(id: FunctionID, wrapper: LLVMValue, convention: NativeConvention)] = []

    /// `once` is the code that is to be small; nil when all is to be fast.
    init(
        _ module: Module, _ part: ModulePart, _ symbols: SymbolNames, _ calls: NativeCalls, _ session: LLVMSession,
        _ marks: FunctionMarks, once: RunOnce?
    ) {
        self.module = module
        self.part = part
        self.once = once
        self.calls = calls
        self.session = session
        self.marks = marks
        self.symbols = symbols
        bodies = SecondaryMap(initial: nil, count: module.functions.count)
        pointers = bodies
        for id in part.functions(of: module) { declare(id) }
    }

    func convention(_ id: FunctionID) -> NativeConvention { calls.plan.conventions[id] }

    /// The function's own code, called in its own convention. Requires: the part names the function.
    func body(_ id: FunctionID) -> LLVMValue { declared(bodies[id], id) }

    /// The function's address, called in the convention of pointers. Requires: the part names the function.
    func pointer(to id: FunctionID) -> LLVMValue { declared(pointers[id], id) }

    private func declared(_ value: LLVMValue?, _ id: FunctionID) -> LLVMValue {
        guard let value else {
            preconditionFailure("NativeFunctions: the part names '\(module.functions[id].name)'")
        }
        return value
    }

    private mutating func declare(_ id: FunctionID) {
        let (function, convention) = (module.functions[id], convention(id))
        let isVisible = SymbolNames.isVisible(function)
        let isWrapped = convention == .tail && isVisible
        let symbol = symbols.body(id)
        let body = add(isWrapped ? "\(symbol).local" : symbol, function, convention)
        if function.isDefinition {
            marks.apply(to: body)
            if function.attributes.contains(.noInline) { body.addAttribute(marks.noInline) }
            if function.attributes.contains(.asWritten) {
                marks.asWritten.forEach(body.addAttribute)
            } else if once?.contains(id) == true {
                marks.small.forEach(body.addAttribute)
            }
        } else {
            body.addAttribute(marks.noUnwind)
        }
        if !isVisible || isWrapped { part.hide(body, of: id) }
        bodies[id] = body
        pointers[id] = body
        if isWrapped { wrap(id, .c, symbol, isExported: true) }
        let isCalledOtherwise = calls.plan.addressed.contains(id) && convention != calls.plan.pointers
        if isCalledOtherwise, !(isWrapped && calls.plan.pointers == .c) {
            wrap(id, calls.plan.pointers, "\(symbol).pointer", isExported: false)
        }
        if isWrapped, calls.plan.pointers == .tail { pointers[id] = body }
    }

    private func add(_ name: String, _ function: Function, _ convention: NativeConvention) -> LLVMValue {
        let value = session.addFunction(name, calls.functionType(function.signature, convention))
        calls.setConvention(value, function.signature, convention)
        // Nothing is known of a function by its name.
        value.addAttribute(marks.noBuiltin)
        if function.attributes.contains(.noReturn) { value.addAttribute(marks.noReturn) }
        return value
    }

    private mutating func wrap(_ id: FunctionID, _ convention: NativeConvention, _ name: String, isExported: Bool) {
        let wrapper = add(name, module.functions[id], convention)
        marks.apply(to: wrapper)
        if !isExported { part.hide(wrapper, of: id) }
        wrappers.append((id, wrapper, convention))
        pointers[id] = wrapper
    }

    /// Writes the wrappers of the part's functions: each passes its arguments on and gives back what it gets.
    func makeWrappers(_ context: NativeContext, _ builder: LLVMBuilder) {
        for (id, wrapper, convention) in wrappers where part.contains(id) {
            let signature = module.functions[id].signature
            builder.setLocation(nil)
            builder.position(atEndOf: builder.appendBlock(to: wrapper))
            let arguments = calls.receive(wrapper, signature, convention, builder)
            // Debug information of code that is inlined here would be lost: wrappers have none.
            let results = calls.call(
                body(id), signature, self.convention(id), arguments, builder, mark: marks.noInline
            ) { builder.allocate(context.types.lower($0), alignment: 8) }
            calls.ret(results, from: wrapper, signature, convention, builder)
        }
    }

    /// For the numbers that stand for functions in a memory of declared size: the code of each function of a type,
    /// `Signature.callType`, null for the others, by number.
    func table(of callType: Signature) -> LLVMValue {
        let type = session.types.pointer
        let entries = module.functions.ids.prefix(module.addressedFunctionCount).map { id in
            module.functions[id].signature.callType == callType ? pointer(to: id) : session.zero(type)
        }
        return session.addPrivateConstant("", session.array(type, entries))
    }
}
