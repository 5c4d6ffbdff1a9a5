// Blocks and messages that are values.

import IR

struct BlockPrimitives {
    let primitive: PrimitiveLowering
    private var program: ProgramLowering { primitive.program }

    init(_ primitive: PrimitiveLowering) { self.primitive = primitive }

    /// The most arguments that a block or message is given by an array.
    static let mostArguments = 15

    func value(_ emitter: inout CodeEmitter) {
        let arity = emitter.arity(primitive.receiver)
        let wanted = emitter.word(Int64(primitive.values.count - 1))
        emitter.require(emitter.builder.icmp(.eq, .i32, arity, wanted), else: primitive.failure)
        emitter.ret(emitter.callClosure(primitive.values))
    }

    func valueWithArguments(_ emitter: inout CodeEmitter) {
        guard let array = arguments(primitive.values[1], &emitter) else { return }
        let count = emitter.elementCount(array)
        let arity = emitter.arity(primitive.receiver)
        emitter.require(emitter.builder.icmp(.eq, .i32, arity, count), else: primitive.failure)
        for number in 0...Self.mostArguments {
            let next = emitter.makeBlock()
            emitter.require(emitter.builder.icmp(.eq, .i32, count, emitter.word(Int64(number))), else: next)
            let values = elements(array, number, &emitter)
            emitter.ret(emitter.callClosure([primitive.receiver] + values))
            emitter.begin(next)
        }
    }

    func perform(_ emitter: inout CodeEmitter) {
        let arguments = Array(primitive.values.dropFirst(2))
        guard let number = selectorNumber(primitive.values[1], &emitter) else { return }
        perform(number, arguments, &emitter)
    }

    func performWithArguments(_ emitter: inout CodeEmitter) {
        guard primitive.values.count > 2, let array = arguments(primitive.values[2], &emitter),
            let number = selectorNumber(primitive.values[1], &emitter)
        else { return }
        let count = emitter.elementCount(array)
        let performed = program.closed.selectors.filter { program.layout.performNumbers[$0] != nil }
        for wanted in Set(performed.map(program.argumentCount)).union(0...4).sorted() {
            let next = emitter.makeBlock()
            emitter.require(emitter.builder.icmp(.eq, .i32, count, emitter.word(Int64(wanted))), else: next)
            let values = elements(array, wanted, &emitter)
            perform(number, values, &emitter)
            emitter.begin(next)
        }
    }

    // MARK: Pieces

    private func arguments(_ value: ValueID, _ emitter: inout CodeEmitter) -> ValueID? {
        guard let id = program.layout.arrayLayout else { return nil }
        emitter.require(emitter.flag(.isRef, .ref(id), value), else: primitive.failure)
        return emitter.unbox(.ref(id), value)
    }

    private func elements(_ array: ValueID, _ count: Int, _ emitter: inout CodeEmitter) -> [ValueID] {
        (0..<count).map { index in
            let place = emitter.word(Int64(index))
            return emitter.elementGet(.any, array, place)
        }
    }

    /// The number of the selector that a symbol is.
    private func selectorNumber(_ symbol: ValueID, _ emitter: inout CodeEmitter) -> ValueID? {
        guard let owner = program.layout.symbolClass, let id = program.layout.layout(owner),
            let field = program.layout.selectorField
        else { return nil }
        emitter.require(emitter.flag(.isRef, .ref(id), symbol), else: primitive.failure)
        return emitter.fieldGet(.i32, emitter.unbox(.ref(id), symbol), field)
    }

    /// Sends what a number says; fails for selectors with more or fewer arguments.
    private func perform(_ number: ValueID, _ arguments: [ValueID], _ emitter: inout CodeEmitter) {
        let unknown = emitter.makeBlock()
        emitter.leave(if: emitter.builder.icmp(.eq, .i32, number, emitter.word(0)), to: unknown)
        var targets: [(selector: SelectorID, block: BlockID)] = []
        var cases: [(value: UInt64, target: BlockCallID)] = []
        for name in program.closed.selectors where program.argumentCount(name) == arguments.count {
            guard let value = program.layout.performNumbers[name], let selector = program.layout.selector(name) else {
                continue
            }
            let block = emitter.makeBlock()
            targets.append((selector, block))
            cases.append((UInt64(value), emitter.builder.function.makeBlockCall(block)))
        }
        emitter.branch(number, cases, else: primitive.failure)
        for (selector, block) in targets {
            emitter.begin(block)
            emitter.tailSend(selector, [primitive.receiver] + arguments)
        }
        emitter.begin(unknown)
        guard let selector = program.layout.selector(program.facts.doesNotUnderstand),
            let message = program.message(primitive.values[1], arguments, &emitter)
        else {
            return emitter.builder.jump(primitive.failure)
        }
        emitter.tailSend(selector, [primitive.receiver, message])
    }
}
