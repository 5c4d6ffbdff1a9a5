// The code of closures as functions of LLVM's; `ClosurePlan` says what it does.

import BackendKit
import CLLVM
import IR
import Support

/// The code of each closure that a module makes.
struct ClosureCode {
    private var codes: [ClosureKey: LLVMValue] = [:]
    /// Those that the part names.
    private let keys: [ClosureKey]

    init(_ context: NativeContext) {
        // Closures of one function differ in how much they capture.
        var counts = SecondaryMap<FunctionID, Int>(initial: 0)
        var named: [(key: ClosureKey, arguments: Int, name: String)] = []
        for key in context.calls.plan.closures.keys {
            guard let arguments = ClosurePlan.arguments(key, context.module) else { continue }
            counts[key.function] += 1
            guard context.part.namesClosures(of: key.function) else { continue }
            let (symbol, count) = (context.symbols.body(key.function), counts[key.function])
            named.append((key, arguments, "\(symbol).closure" + (count == 1 ? "" : ".\(count)")))
        }
        // Those of parts come in an order that does not depend on other parts.
        if !context.part.isWhole { named.sort { $0.name < $1.name } }
        keys = named.map(\.key)
        for (key, arguments, name) in named {
            let type = context.calls.functionType(ClosurePlan.signature(arguments), .tail)
            let code = context.session.addFunction(name, type)
            context.part.hideClosure(code, of: key.function)
            context.functions.marks.apply(to: code)
            codes[key] = code
        }
    }

    /// The address of the code as a word; zero for a closure that cannot be called.
    func word(_ key: ClosureKey, _ session: LLVMSession) -> LLVMValue {
        codes[key].map { session.integer($0, session.types.i64) } ?? session.zero(session.types.i64)
    }

    /// Writes the code of closures of the part's functions.
    func emit(_ context: NativeContext, _ builder: LLVMBuilder) {
        for key in keys where context.part.contains(key.function) {
            if let code = codes[key] { emit(key, code, context, builder) }
        }
    }

    private func emit(_ key: ClosureKey, _ code: LLVMValue, _ context: NativeContext, _ builder: LLVMBuilder) {
        let (calls, session, functions) = (context.calls, context.session, context.functions)
        let signature = context.module.functions[key.function].signature
        let own = ClosurePlan.signature(signature.parameters.count - key.captured)
        builder.setLocation(nil)
        builder.position(atEndOf: builder.appendBlock(to: code))
        let received = calls.receive(code, own, .tail, builder)
        let captured = (0..<key.captured).map { index in
            builder.call(context.core[.captured], [received[0], session.constant(UInt64(index), session.types.i32)])
        }
        let arguments = captured + received.dropFirst()
        let body = functions.body(key.function)
        if functions.convention(key.function) == .tail {
            return calls.tailCall(body, signature, arguments, builder)
        }
        // Debug information of code that is inlined here would be lost.
        let mark = context.options.debug ? functions.marks.noInline : nil
        let results = calls.call(body, signature, functions.convention(key.function), arguments, builder, mark: mark) {
            builder.allocate(context.types.lower($0), alignment: 8)
        }
        calls.ret(results, from: code, own, .tail, builder)
    }
}
