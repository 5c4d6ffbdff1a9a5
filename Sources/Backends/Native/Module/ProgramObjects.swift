// All that a program with dynamic values has besides its functions.

import IR

struct ProgramObjects {
    let core: CoreFunctions
    let closures: ClosureCode
    let statics: StaticObjects

    /// Requires: the functions and what the runtime exports are declared.
    init(_ context: NativeContext) {
        core = CoreFunctions(context.options.runtime, context.session, context.functions.marks)
        closures = ClosureCode(context)
        statics = StaticObjects(context, closures)
    }

    /// Writes what lies in the part: the code of closures, the table for the runtime.
    func emit(_ context: NativeContext, _ builder: LLVMBuilder) {
        closures.emit(context, builder)
        if context.part.holdsData { ObjectTable.emit(context) }
    }
}
