// Values that are kept for later and elements that are set by code which rarely runs: by calls, because every method
// that can be left has such code. An Array of kept values begins with the place where the next one is put or taken, so
// that a call says no more than it has to.

import IR

/// What a context keeps of an activation, in this order: the place of the call, the receiver, the home, the context
/// itself, and then variables and stack.
enum KeptValue {
    static let call = 0, receiver = 1, home = 2, context = 3, first = 4
}

extension ProgramLowering {
    /// A new Array that keeps the values of a context. The context shows `shown` variables and places of the stack as
    /// its elements; of variables that are cells, by their numbers, what is in them.
    func keep(_ values: [ValueID], _ shown: Int, cells: Set<Int>, _ emitter: inout CodeEmitter) -> ValueID {
        guard let array = layout.arrayLayout else { return emitter.null() }
        let begin = rareHelper("keep from", arity: 1) { emitter, parameters in
            let count = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[0]))
            let object = emitter.value(.allocElements, .ref(array), a: count.rawValue)
            beginValues(object, array, &emitter)
            emitter.ret(emitter.null())
        }
        let end = rareHelper("kept", arity: 0) { emitter, _ in
            let kept = emitter.root(keptValues)
            emitter.setRoot(keptValues, emitter.null())
            emitter.ret(kept)
        }
        _ = emitter.call(begin, [emitter.integer(Int64(values.count + 1))])
        for (place, value) in values.enumerated() {
            let index = place - KeptValue.first
            let next = keepNext(array, isShown: (0..<shown).contains(index), isCell: cells.contains(index))
            _ = emitter.call(next, [value])
        }
        return emitter.call(end, [])
    }

    /// A function that keeps the next value.
    private func keepNext(_ array: LayoutID, isShown: Bool, isCell: Bool) -> FunctionID {
        let context = facts.frameClass.flatMap { layout.layout($0) }
        guard isShown, let context else {
            return rareHelper("keep", arity: 1) { emitter, parameters in
                let (object, place) = nextPlace(array, &emitter)
                emitter.elementSet(.any, object, place, parameters[0])
                emitter.ret(emitter.null())
            }
        }
        return rareHelper(isCell ? "keep and show cell" : "keep and show", arity: 1) { emitter, parameters in
            let (object, place) = nextPlace(array, &emitter)
            emitter.elementSet(.any, object, place, parameters[0])
            let kept = emitter.elementGet(.any, object, emitter.word(Int64(KeptValue.context + 1)))
            let index = emitter.builder.binary(.sub, .i32, place, emitter.word(Int64(KeptValue.first + 1)))
            let content = isCell ? emitter.cellGet(parameters[0]) : parameters[0]
            emitter.elementSet(.any, emitter.unbox(.ref(context), kept), index, content)
            emitter.ret(emitter.null())
        }
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

    /// Where values are not kept in an Array: the context shows them by itself.
    func show(
        _ values: [ValueID], _ shown: Int, cells: Set<Int>, in context: ValueID, _ emitter: inout CodeEmitter
    ) {
        guard let id = facts.frameClass.flatMap({ layout.layout($0) }) else { return }
        let set = rareHelper("show", arity: 3) { emitter, parameters in
            let index = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[1]))
            emitter.elementSet(.any, emitter.unbox(.ref(id), parameters[0]), index, parameters[2])
            emitter.ret(emitter.null())
        }
        for index in 0..<shown {
            let value = values[KeptValue.first + index]
            let content = cells.contains(index) ? emitter.cellGet(value) : value
            _ = emitter.call(set, [context, emitter.integer(Int64(index)), content])
        }
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
