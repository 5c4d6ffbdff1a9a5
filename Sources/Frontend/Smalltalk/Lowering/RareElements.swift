// Elements as code reads and sets them that rarely runs: by calls, because every method that can be left has such code.

import IR

extension ProgramLowering {
    /// A new Array of values.
    func keptArray(_ values: [ValueID], _ emitter: inout CodeEmitter) -> ValueID {
        guard let id = layout.arrayLayout else { return emitter.null() }
        let make = rareHelper("new array", arity: 1) { emitter, parameters in
            let count = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[0]))
            emitter.ret(emitter.box(.ref(id), emitter.value(.allocElements, .ref(id), a: count.rawValue)))
        }
        let array = emitter.call(make, [emitter.integer(Int64(values.count))])
        for (index, value) in values.enumerated() { setElement(index, of: array, id, value, &emitter) }
        return array
    }

    /// Sets an element of an object of a layout.
    func setElement(
        _ index: Int, of object: ValueID, _ id: LayoutID, _ value: ValueID, _ emitter: inout CodeEmitter
    ) {
        let set = rareHelper("set element \(id.index)", arity: 3) { emitter, parameters in
            let object = emitter.unbox(.ref(id), parameters[0])
            let index = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[1]))
            emitter.elementSet(.any, object, index, parameters[2])
            emitter.ret(parameters[2])
        }
        _ = emitter.call(set, [object, emitter.integer(Int64(index)), value])
    }

    /// The first elements of an Array.
    func elements(of array: ValueID, _ count: Int, _ emitter: inout CodeEmitter) -> [ValueID] {
        let get = rareHelper("element", arity: 2) { emitter, parameters in
            guard let id = layout.arrayLayout else { return emitter.ret(parameters[0]) }
            let index = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[1]))
            emitter.ret(emitter.elementGet(.any, emitter.unbox(.ref(id), parameters[0]), index))
        }
        return (0..<count).map { emitter.call(get, [array, emitter.integer(Int64($0))]) }
    }

    private func rareHelper(
        _ name: String, arity: Int, _ write: (inout CodeEmitter, [ValueID]) -> Void
    ) -> FunctionID {
        helper(name, arity: arity) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            write(&emitter, parameters)
        }
    }
}
