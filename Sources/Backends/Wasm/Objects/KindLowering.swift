// What a dynamic value is: the number of its layout, how many arguments it takes as a closure, whether it is the mark
// of a call that is being unwound.

import CBinaryen
import IR

extension FunctionLowering {
    mutating func lowerLayoutOf(_ id: InstructionID, _ data: Instruction) {
        keep(data.valueA)
        let type = objects.types[.numbered]
        let object = wasm.cast(use(data.valueA), type)
        let number = wasm.field(ObjectStructures.layoutNumberPlace, of: object, .i32)
        let isObject = wasm.test(use(data.valueA), type)
        define(function.result(id), wasm.conditional(isObject, number, wasm.constant(Int32(0))))
    }

    /// Keeps the value, since `lowerArityTest` may ask it in place of this.
    mutating func lowerClosureArity(_ id: InstructionID, _ data: Instruction) {
        keep(data.valueA)
        define(function.result(id), wasm.call(ClosureArity.name, [use(data.valueA)], .i32))
    }

    /// Whether a closure takes a certain number of arguments, or not: a test of its type. Answers whether the
    /// comparison is one of that sort.
    mutating func lowerArityTest(_ id: InstructionID, _ data: Instruction) -> Bool {
        let condition = data.integerCondition
        guard condition == .eq || condition == .ne, waiting[data.valueA] != nil,
            let asking = function.definingInstruction(data.valueA), function[asking].opcode == .closureArity,
            let count = constant(data.valueB), objects.types.contains(.closure(Int(count)))
        else { return false }
        // The tree of `closure_arity` is left out; what it asks has been kept.
        _ = waiting.take(data.valueA)
        let test = wasm.test(use(function[asking].valueA), objects.types[.closure(Int(count))])
        define(function.result(id), condition == .eq ? test : wasm.unary(BinaryenEqZInt32(), test))
        return true
    }

    mutating func lowerUnwindingTest(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        define(function.result(id), wasm.isSame(use(data.valueA), objects.roots.unwinding(wasm)))
    }
}
