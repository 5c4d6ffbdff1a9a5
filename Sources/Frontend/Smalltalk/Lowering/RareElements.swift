// Values that are kept for later and elements that are set by code which rarely runs: by calls, because every method
// that can be left has such code. An Array of kept values begins with the place where the next one is put or taken, so
// that a call says no more than it has to.

import IR

extension ProgramLowering {
    /// A new Array that keeps values.
    func keep(_ values: [ValueID], _ emitter: inout CodeEmitter) -> ValueID {
        guard let array = layout.arrayLayout else { return emitter.null() }
        let begin = rareHelper("keep from", arity: 1) { emitter, parameters in
            let count = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[0]))
            let object = emitter.value(.allocElements, .ref(array), a: count.rawValue)
            beginValues(object, array, &emitter)
            emitter.ret(emitter.null())
        }
        let next = rareHelper("keep", arity: 1) { emitter, parameters in
            let (object, place) = nextPlace(array, &emitter)
            emitter.elementSet(.any, object, place, parameters[0])
            emitter.ret(emitter.null())
        }
        let end = rareHelper("kept", arity: 0) { emitter, _ in
            let kept = emitter.root(keptValues)
            emitter.setRoot(keptValues, emitter.null())
            emitter.ret(kept)
        }
        _ = emitter.call(begin, [emitter.integer(Int64(values.count + 1))])
        for value in values { _ = emitter.call(next, [value]) }
        return emitter.call(end, [])
    }

    /// The values that an Array keeps.
    func values(keptIn kept: ValueID, _ count: Int, _ emitter: inout CodeEmitter) -> [ValueID] {
        guard let array = layout.arrayLayout else { return [] }
        let begin = rareHelper("take from", arity: 1) { emitter, parameters in
            beginValues(emitter.unbox(.ref(array), parameters[0]), array, &emitter)
            emitter.ret(emitter.null())
        }
        let next = rareHelper("take", arity: 0) { emitter, _ in
            let (object, place) = nextPlace(array, &emitter)
            emitter.ret(emitter.elementGet(.any, object, place))
        }
        _ = emitter.call(begin, [kept])
        return (0..<count).map { _ in emitter.call(next, []) }
    }

    private func beginValues(_ object: ValueID, _ array: LayoutID, _ emitter: inout CodeEmitter) {
        emitter.elementSet(.any, object, emitter.word(0), emitter.integer(1))
        emitter.setRoot(keptValues, emitter.box(.ref(array), object))
    }

    /// The Array and where its next value is, as an i32.
    private func nextPlace(_ array: LayoutID, _ emitter: inout CodeEmitter) -> (object: ValueID, place: ValueID) {
        let object = emitter.unbox(.ref(array), emitter.root(keptValues)), first = emitter.word(0)
        let place = emitter.unbox(.i64, emitter.elementGet(.any, object, first))
        let next = emitter.box(.i64, emitter.builder.binary(.add, .i64, place, emitter.long(1)))
        emitter.elementSet(.any, object, first, next)
        return (object, emitter.builder.unary(.trunc, .i32, place))
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

    private func rareHelper(
        _ name: String, arity: Int, _ write: (inout CodeEmitter, [ValueID]) -> Void
    ) -> FunctionID {
        helper(name, arity: arity) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            write(&emitter, parameters)
        }
    }
}
