// The start of a program: `hub_program`, which tells the runtime what there is, and `main`, which hands it over.

import CLLVM
import IR
import Support

/// Writes the data and the functions that the runtime starts a program by; `hub_runtime.h` is the contract.
enum ProgramTable {
    static func emit(_ entry: FunctionID, _ context: NativeContext, _ builder: LLVMBuilder) {
        builder.setLocation(nil)
        let start = entryFunction(entry, context, builder)
        let program = table(start, context.module.functions[entry].signature.parameters.count, context)
        emitMain(program, context, builder)
    }

    /// `uint64_t entry(const uint64_t *arguments)`: the bits of the parameters in, those of the first result out.
    private static func entryFunction(
        _ entry: FunctionID, _ context: NativeContext, _ builder: LLVMBuilder
    ) -> LLVMValue {
        let (types, calls) = (context.session.types, context.calls)
        let signature = context.module.functions[entry].signature
        let function = context.session.addFunction("hub_entry", types.function([types.pointer], types.i64))
        function.setLinkage(LLVMInternalLinkage)
        context.functions.marks.apply(to: function)
        builder.position(atEndOf: builder.appendBlock(to: function))
        let arguments = signature.parameters.enumerated().map { index, type in
            let offset = context.session.constant(UInt64(index * 8), types.i64)
            let place = builder.address(function.parameter(0), offset: offset, isInBounds: true)
            return calls.unpack(builder.load(types.i64, place, alignment: 8), type, builder)
        }
        let convention = context.functions.convention(entry)
        let body = context.functions.body(entry)
        // Debug information of code that is inlined here would be lost: the caller has none.
        let mark = context.functions.marks.noInline
        let results = calls.call(body, signature, convention, arguments, builder, mark: mark) {
            builder.allocate(context.types.lower($0), alignment: 8)
        }
        if let status = results.first {
            builder.ret(calls.pack(status, signature.results[0], builder))
        } else {
            builder.ret(context.session.zero(types.i64))
        }
        return function
    }

    private static func table(_ entry: LLVMValue, _ parameterCount: Int, _ context: NativeContext) -> LLVMValue {
        let (session, types) = (context.session, context.session.types)
        func number(_ value: UInt64) -> LLVMValue { session.constant(value, types.i64) }
        let none = session.zero(types.pointer)
        var (memory, size, segments) = (none, UInt64(0), (pointer: none, count: 0))
        if case .array(let array, let bytes, let placement) = context.memory {
            (memory, size) = (array, bytes)
            segments = self.segments(MemoryContents(context.module, placement), context)
        }
        let code = context.options.keptCode
        let fields = [
            context.text(context.options.name), memory, number(size), segments.pointer, number(UInt64(segments.count)),
            code.isEmpty ? none : session.addPrivateConstant("", session.constant(code)), number(UInt64(code.count)),
            number(UInt64(parameterCount)), entry,
        ]
        return session.addPrivateConstant("hub_program", session.structure(fields))
    }

    /// The array of `hub_segment`.
    private static func segments(
        _ contents: MemoryContents, _ context: NativeContext
    ) -> (pointer: LLVMValue, count: Int) {
        let (session, types) = (context.session, context.session.types)
        guard !contents.stretches.isEmpty else { return (session.zero(types.pointer), 0) }
        let entries = contents.stretches.map { stretch in
            session.structure([
                session.constant(stretch.address, types.i32),
                session.constant(UInt64(stretch.bytes.count), types.i32),
                session.addPrivateConstant("", session.constant(stretch.bytes)),
            ])
        }
        let type = types.structure([types.i32, types.i32, types.pointer])
        return (session.addPrivateConstant("", session.array(type, entries)), entries.count)
    }

    /// `int main(int argc, char **argv)`.
    private static func emitMain(_ program: LLVMValue, _ context: NativeContext, _ builder: LLVMBuilder) {
        let types = context.session.types
        let main = context.session.addFunction("main", types.function([types.i32, types.pointer], types.i32))
        context.functions.marks.apply(to: main)
        builder.position(atEndOf: builder.appendBlock(to: main))
        let status = builder.call(context.runtime.main, [program, main.parameter(0), main.parameter(1)])
        builder.ret(status)
    }
}
