// `become:`. The stack is taken apart (Frames.swift), so that all references are in objects and roots; then each object
// that can be reached is visited, and references to the objects in question are set anew. It costs programs without
// `become:` nothing; in the others, variables that activations share and what blocks keep are Arrays, which can be
// looked into, and a block that is called while objects are visited answers what it keeps (ObjectVisits.swift).
//
// The hash of an object has room for two marks: that it has been visited, and that references to it change.

import IR
import Support

/// What is known while references change.
struct ExchangeRoots {
    /// The objects that have been visited; not nil while that goes on.
    let list: RootID
    /// How many there are, an i32.
    let count: GlobalID
    let request: RootID

    init(_ module: inout Module) {
        list = module.roots.append(Root(name: "smalltalk.visited"))
        request = module.roots.append(Root(name: "smalltalk.exchange"))
        count = module.globals.append(Global(name: "visited objects", size: 4, alignment: 4, bytes: []))
    }
}

struct ReferenceExchange {
    let program: ProgramLowering
    var module: Module { program.module }
    var layout: ProgramLayout { program.layout }

    static let visited: Int64 = 1 << 30
    static let moved: Int64 = 1 << 29
    /// What a request is, an Array.
    private enum Request { static let old: Int64 = 0, new: Int64 = 1, isOneWay: Int64 = 2, movesHash: Int64 = 3 }

    init(_ program: ProgramLowering) { self.program = program }

    var roots: ExchangeRoots { program.exchangeRoots }

    // MARK: Pieces

    func array(_ value: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        guard let id = layout.arrayLayout else { return value }
        return emitter.unbox(.ref(id), value)
    }

    /// A loop over 0 ..< `count`, an i32 that is looked at before each turn.
    func loop(
        _ emitter: inout CodeEmitter, to count: (inout CodeEmitter) -> ValueID,
        _ body: (inout CodeEmitter, ValueID) -> Void
    ) {
        let head = emitter.builder.makeBlock([.i32]), done = emitter.makeBlock()
        emitter.builder.jump(head, [emitter.word(0)])
        emitter.begin(head)
        let index = emitter.builder.function.parameters(head)[0]
        emitter.require(emitter.builder.icmp(.ult, .i32, index, count(&emitter)), else: done)
        body(&emitter, index)
        emitter.builder.jump(head, [emitter.builder.binary(.add, .i32, index, emitter.word(1))])
        emitter.begin(done)
    }

    func load(_ global: GlobalID, _ emitter: inout CodeEmitter) -> ValueID {
        emitter.builder.load(.i32, emitter.value(.globalAddr, .ptr, a: global.rawValue))
    }

    func store(_ value: ValueID, _ global: GlobalID, _ emitter: inout CodeEmitter) {
        emitter.builder.store(.i32, emitter.value(.globalAddr, .ptr, a: global.rawValue), value)
    }

    /// Code for an object, unboxed; behind it goes on what is none.
    func ifObject(
        _ value: ValueID, _ emitter: inout CodeEmitter, _ body: (inout CodeEmitter, ValueID) -> Void
    ) {
        for id in module.layouts.ids where module.layouts[id].parent == nil {
            let other = emitter.makeBlock()
            emitter.require(emitter.flag(.isRef, .ref(id), value), else: other)
            body(&emitter, emitter.unbox(.ref(id), value))
            emitter.begin(other)
        }
    }

    func hash(_ object: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        emitter.fieldGet(.i32, object, ProgramLayout.hashField)
    }

    func setHash(_ object: ValueID, _ hash: ValueID, _ emitter: inout CodeEmitter) {
        emitter.fieldSet(.i32, object, ProgramLayout.hashField, hash)
    }

    func has(_ mark: Int64, _ hash: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let bit = emitter.builder.binary(.and, .i32, hash, emitter.word(mark))
        return emitter.builder.icmp(.ne, .i32, bit, emitter.word(0))
    }

    // MARK: Before it

    /// A function of two Arrays, of whether it goes one way, and of whether hashes move, true or nil: the request, with
    /// arrays of its own; nil when it cannot be.
    func prepare() -> FunctionID {
        program.helper("exchanging", arity: 4) { emitter, parameters in
            let failure = emitter.makeBlock(), undone = emitter.makeBlock(), both = emitter.makeBlock()
            let done = emitter.makeBlock()
            let old = array(parameters[0], &emitter), new = array(parameters[1], &emitter)
            let number = emitter.elementCount(old)
            emitter.require(
                emitter.builder.icmp(.eq, .i32, number, emitter.elementCount(new)), else: failure)
            let isTwoWay = emitter.flag(.isNil, .any, parameters[2])
            require(fits(), old, new, number, else: undone, &emitter)
            forEach(old, number, mark(), else: undone, &emitter)
            emitter.builder.branch(isTwoWay, both, else: done)
            emitter.begin(both)
            require(fits(), new, old, number, else: undone, &emitter)
            forEach(new, number, mark(), else: undone, &emitter)
            emitter.builder.jump(done)
            emitter.begin(done)
            let arrays = [old, new].map { copy($0, number, &emitter) }
            emitter.ret(program.array(arrays + [parameters[2], parameters[3]], &emitter))
            emitter.begin(undone)
            for array in [old, new] {
                loop(&emitter, to: { _ in number }) { emitter, index in
                    _ = emitter.call(clear(), [emitter.elementGet(.any, array, index)])
                }
            }
            emitter.builder.jump(failure)
            emitter.begin(failure)
            emitter.ret(emitter.null())
        }
    }

    /// Calls a function for the elements of an array; goes to `other` when one answers nil.
    private func forEach(
        _ array: ValueID, _ count: ValueID, _ function: FunctionID, else other: BlockID, _ emitter: inout CodeEmitter
    ) {
        loop(&emitter, to: { _ in count }) { emitter, index in
            let answer = emitter.call(function, [emitter.elementGet(.any, array, index)])
            emitter.leave(if: emitter.flag(.isNil, .any, answer), to: other)
        }
    }

    /// The same for the elements of two arrays of one size.
    private func require(
        _ function: FunctionID, _ first: ValueID, _ second: ValueID, _ count: ValueID, else other: BlockID,
        _ emitter: inout CodeEmitter
    ) {
        loop(&emitter, to: { _ in count }) { emitter, index in
            let pair = [first, second].map { emitter.elementGet(.any, $0, index) }
            emitter.leave(if: emitter.flag(.isNil, .any, emitter.call(function, pair)), to: other)
        }
    }

    /// A function of two values: true if the second can take the place of the first, as far as the analysis knows.
    private func fits() -> FunctionID {
        program.helper("exchange fits", arity: 2) { emitter, parameters in
            let failure = emitter.makeBlock(), found = emitter.makeBlock()
            let (old, new) = (emitter.layoutNumber(parameters[0]), emitter.layoutNumber(parameters[1]))
            let same = emitter.builder.icmp(.eq, .i32, old, new)
            let exchanged = program.closed.exchanged, owners = exchanged.keys.sorted()
            func cases(_ owners: [ClassID], _ block: BlockID) -> [(layout: LayoutID, block: BlockID)] {
                owners.compactMap { id in layout.layout(id).map { ($0, block) } }
            }
            let within = owners.filter { exchanged[$0]?.contains($0) == true }
            let others = emitter.makeBlock(), alike = emitter.makeBlock()
            emitter.builder.branch(same, alike, else: others)
            emitter.begin(alike)
            emitter.branch(old, cases(within, found), else: failure)
            emitter.begin(others)
            var pairs: [(layout: LayoutID, block: BlockID)] = []
            let targets = owners.compactMap { owner in
                layout.layout(owner).flatMap { id in
                    let news = exchanged[owner]?.filter { $0 != owner } ?? []
                    guard !news.isEmpty else { return nil as (block: BlockID, news: [ClassID])? }
                    let block = emitter.makeBlock()
                    pairs.append((id, block))
                    return (block, news)
                }
            }
            emitter.branch(old, pairs, else: failure)
            for (block, news) in targets {
                emitter.begin(block)
                emitter.branch(new, cases(news, found), else: failure)
            }
            emitter.begin(found)
            emitter.ret(emitter.root(layout.trueRoot))
            emitter.begin(failure)
            emitter.ret(emitter.null())
        }
    }

    private func copy(_ array: ValueID, _ count: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        guard let id = layout.arrayLayout else { return emitter.null() }
        let copy = emitter.value(.allocElements, .ref(id), a: count.rawValue), zero = emitter.word(0)
        emitter.copyElements([copy, zero, array, zero, count])
        return emitter.box(.ref(id), copy)
    }

    /// A function that marks an object; nil for one that is marked.
    private func mark() -> FunctionID {
        program.helper("exchange mark", arity: 1) { emitter, parameters in
            let failure = emitter.makeBlock()
            ifObject(parameters[0], &emitter) { emitter, object in
                let hash = hash(object, &emitter)
                emitter.leave(if: has(Self.moved, hash, &emitter), to: failure)
                setHash(object, emitter.builder.binary(.or, .i32, hash, emitter.word(Self.moved)), &emitter)
                emitter.ret(emitter.root(layout.trueRoot))
            }
            emitter.builder.jump(failure)
            emitter.begin(failure)
            emitter.ret(emitter.null())
        }
    }

    /// A function that takes the marks off an object.
    private func clear() -> FunctionID {
        program.helper("exchange clear", arity: 1) { emitter, parameters in
            ifObject(parameters[0], &emitter) { emitter, object in
                let mask = emitter.word(~(Self.visited | Self.moved))
                setHash(object, emitter.builder.binary(.and, .i32, hash(object, &emitter), mask), &emitter)
                emitter.ret(parameters[0])
            }
            emitter.ret(parameters[0])
        }
    }

    // MARK: The exchange

    /// The function of a request that sets all references anew.
    func exchange() -> FunctionID {
        program.helper("exchange", arity: 1) { emitter, parameters in
            let request = array(parameters[0], &emitter), list = roots.list, count = roots.count
            emitter.setRoot(roots.request, parameters[0])
            emitter.setRoot(list, room(emitter.word(1 << 10), &emitter))
            store(emitter.word(0), count, &emitter)
            let old = array(emitter.elementGet(.any, request, emitter.word(Request.old)), &emitter)
            let new = array(emitter.elementGet(.any, request, emitter.word(Request.new)), &emitter)
            let number = emitter.elementCount(old)
            let same = emitter.makeBlock()
            let keepsHash = emitter.flag(
                .isNil, .any, emitter.elementGet(.any, request, emitter.word(Request.movesHash)))
            emitter.leave(if: keepsHash, to: same)
            loop(&emitter, to: { _ in number }) { emitter, index in
                let pair = [old, new].map { emitter.elementGet(.any, $0, index) }
                _ = emitter.call(exchangeHashes(), pair)
            }
            emitter.builder.jump(same)
            emitter.begin(same)
            loop(&emitter, to: { _ in number }) { emitter, index in
                for array in [old, new] { _ = emitter.call(visit(), [emitter.elementGet(.any, array, index)]) }
            }
            _ = emitter.call(visitor(), [])
            let visited = { (emitter: inout CodeEmitter, index: ValueID) in
                emitter.elementGet(.any, array(emitter.root(list), &emitter), index)
            }
            loop(&emitter, to: { load(count, &$0) }) { emitter, index in
                _ = emitter.call(follow(), [visited(&emitter, index)])
            }
            loop(&emitter, to: { load(count, &$0) }) { emitter, index in
                _ = emitter.call(clear(), [visited(&emitter, index)])
            }
            emitter.setRoot(list, emitter.null())
            emitter.setRoot(roots.request, emitter.null())
            emitter.ret(emitter.null())
        }
    }

    func room(_ count: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        guard let id = layout.arrayLayout else { return emitter.null() }
        return emitter.box(.ref(id), emitter.value(.allocElements, .ref(id), a: count.rawValue))
    }

    /// A function of two objects: each gets the other's hash, and keeps its marks.
    private func exchangeHashes() -> FunctionID {
        program.helper("exchange hashes", arity: 2) { emitter, parameters in
            let marks = emitter.word(Self.visited | Self.moved), rest = emitter.word(~(Self.visited | Self.moved))
            ifObject(parameters[0], &emitter) { emitter, first in
                ifObject(parameters[1], &emitter) { emitter, second in
                    let hashes = [first, second].map { hash($0, &emitter) }
                    for (object, own, other) in [(first, hashes[0], hashes[1]), (second, hashes[1], hashes[0])] {
                        let kept = emitter.builder.binary(.and, .i32, own, marks)
                        let given = emitter.builder.binary(.and, .i32, other, rest)
                        setHash(object, emitter.builder.binary(.or, .i32, kept, given), &emitter)
                    }
                    emitter.ret(emitter.null())
                }
                emitter.ret(emitter.null())
            }
            emitter.ret(emitter.null())
        }
    }

    /// A function of an object whose references change: what they lead to from now on.
    func target() -> FunctionID {
        program.helper("exchange target", arity: 1) { emitter, parameters in
            let value = parameters[0]
            let request = array(emitter.root(roots.request), &emitter)
            let old = array(emitter.elementGet(.any, request, emitter.word(Request.old)), &emitter)
            let new = array(emitter.elementGet(.any, request, emitter.word(Request.new)), &emitter)
            let isTwoWay = emitter.flag(
                .isNil, .any, emitter.elementGet(.any, request, emitter.word(Request.isOneWay)))
            let number = emitter.elementCount(old)
            loop(&emitter, to: { _ in number }) { emitter, index in
                let objects = [old, new].map { emitter.elementGet(.any, $0, index) }
                let isOld = emitter.makeBlock(), isNew = emitter.makeBlock()
                emitter.leave(if: emitter.isSame(objects[0], value), to: isOld)
                let isSecond = emitter.builder.binary(.and, .i1, isTwoWay, emitter.isSame(objects[1], value))
                emitter.leave(if: isSecond, to: isNew)
                let next = emitter.makeBlock()
                emitter.builder.jump(next)
                emitter.begin(isOld)
                emitter.ret(objects[1])
                emitter.begin(isNew)
                emitter.ret(objects[0])
                emitter.begin(next)
            }
            emitter.ret(value)
        }
    }

}

extension ProgramLowering {
    /// A new closure of a function, whose first parameters are `captured`.
    func closure(_ function: FunctionID, _ captured: [ValueID], _ emitter: inout CodeEmitter) -> ValueID {
        guard closed.hasExchanges else { return emitter.closure(function, captured) }
        let entry = ReferenceExchange(self).entry(function, captured.count)
        return emitter.closure(entry, [array(captured, &emitter)])
    }

    func visitRoots(in function: FunctionID) { ReferenceExchange(self).visitRoots(in: function) }

    /// References to two objects change; goes to `failure` when they cannot, else answers the first.
    func exchange(
        _ exchange: ObjectExchange, _ first: ValueID, _ second: ValueID, failure: BlockID, _ emitter: inout CodeEmitter
    ) {
        guard closed.hasExchanges else { return emitter.builder.jump(failure) }
        let arrays = [array([first], &emitter), array([second], &emitter)]
        let movesHash = exchange.movesHash ? emitter.root(layout.trueRoot) : emitter.null()
        request(exchange, arrays, movesHash, answering: first, failure: failure, &emitter)
    }

    /// The same for the elements of two Arrays; a third argument, true or false, says whether hashes move.
    func exchangeElements(
        _ exchange: ObjectExchange, _ values: [ValueID], failure: BlockID, _ emitter: inout CodeEmitter
    ) {
        guard closed.hasExchanges, let id = layout.arrayLayout else { return emitter.builder.jump(failure) }
        for array in values.prefix(2) { emitter.require(emitter.flag(.isRef, .ref(id), array), else: failure) }
        var movesHash = exchange.movesHash ? emitter.root(layout.trueRoot) : emitter.null()
        if values.count > 2 {
            let isTrue = emitter.isSame(values[2], emitter.root(layout.trueRoot))
            movesHash = emitter.builder.select(.any, isTrue, values[2], emitter.null())
        }
        request(exchange, Array(values.prefix(2)), movesHash, answering: values[0], failure: failure, &emitter)
    }

    private func request(
        _ exchange: ObjectExchange, _ arrays: [ValueID], _ movesHash: ValueID, answering answer: ValueID,
        failure: BlockID, _ emitter: inout CodeEmitter
    ) {
        let isOneWay = exchange.isOneWay ? emitter.root(layout.trueRoot) : emitter.null()
        let request = emitter.call(ReferenceExchange(self).prepare(), arrays + [isOneWay, movesHash])
        emitter.leave(if: emitter.flag(.isNil, .any, request), to: failure)
        leave(for: request, answering: answer, &emitter)
    }
}
