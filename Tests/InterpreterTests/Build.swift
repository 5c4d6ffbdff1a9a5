import IR
import Interpreter
import Support
import Testing

/// Adds a function to `module`, its body written by `body` with the builder and the parameters.
@discardableResult
func define(
    _ name: String, _ parameters: [Type], _ results: [Type], in module: inout Module,
    _ body: (inout FunctionBuilder, [ValueID]) -> Void
) -> FunctionID {
    var builder = FunctionBuilder(Function(name: name, signature: Signature(parameters: parameters, results: results)))
    let entry = builder.makeEntryBlock()
    body(&builder, builder.function.parameters(entry))
    return module.functions.append(builder.function)
}

extension FunctionBuilder {
    /// Appends an instruction with a list operand: calls through values, services, closures, `ret`.
    @discardableResult
    mutating func list(_ opcode: Opcode, _ a: UInt32 = 0, _ values: [ValueID], results: [Type] = []) -> [ValueID] {
        let list = function.lists.make(values)
        let id = append(Instruction(opcode, a: a, b: list.rawValue), results: results)
        return function.results(id)
    }

    /// Appends an instruction with one result of `result`.
    mutating func one(_ instruction: Instruction, _ result: Type) -> ValueID {
        let id = append(instruction, results: [result])
        return function.result(id)
    }
}

/// Runs the only function of a module that `body` writes.
func run(
    _ parameters: [Type] = [], _ results: [Type] = [.i32], _ arguments: [UInt64] = [],
    module: Module = Module(name: "m"),
    options: InterpreterOptions = InterpreterOptions(), _ body: (inout FunctionBuilder, [ValueID]) -> Void
) -> Ending {
    var module = module
    let id = define("f", parameters, results, in: &module, body)
    var interpreter = verifiedInterpreter(module, options: options)
    return interpreter.run(id, arguments: arguments).ending
}

/// An interpreter for a module that has to be well formed.
func verifiedInterpreter(
    _ module: Module, host: ServiceHost = .none, options: InterpreterOptions = InterpreterOptions()
) -> Interpreter {
    let errors = Verifier.verify(module)
    #expect(errors.isEmpty, "\(errors)")
    return Interpreter(module, host: host, options: options)
}
