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
        for (name, block) in targets(number, &emitter, where: { $0 == arguments.count }) {
            emitter.begin(block)
            if let selector = program.layout.selector(name) {
                emitter.tailSend(selector, [primitive.receiver] + arguments)
            }
        }
    }

    func performWithArguments(_ emitter: inout CodeEmitter) {
        guard primitive.values.count > 2, let array = arguments(primitive.values[2], &emitter),
            let number = selectorNumber(primitive.values[1], &emitter)
        else { return }
        let count = emitter.elementCount(array)
        let performed = program.closed.selectors.filter { program.layout.performNumbers[$0] != nil }
        for wanted in Set(performed.map(program.argumentCount)).sorted() {
            let next = emitter.makeBlock()
            emitter.require(emitter.builder.icmp(.eq, .i32, count, emitter.word(Int64(wanted))), else: next)
            let values = elements(array, wanted, &emitter)
            for (name, block) in targets(number, &emitter, where: { $0 == wanted }) {
                emitter.begin(block)
                if let selector = program.layout.selector(name) {
                    emitter.tailSend(selector, [primitive.receiver] + values)
                }
            }
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

    /// A block for each selector that `fits` by its number of arguments; others fail.
    private func targets(
        _ number: ValueID, _ emitter: inout CodeEmitter, where fits: (Int) -> Bool
    ) -> [(name: String, block: BlockID)] {
        var targets: [(name: String, block: BlockID)] = []
        var cases: [(value: UInt64, target: BlockCallID)] = []
        for name in program.closed.selectors where fits(program.argumentCount(name)) {
            guard let value = program.layout.performNumbers[name] else { continue }
            let block = emitter.makeBlock()
            targets.append((name, block))
            cases.append((UInt64(value), emitter.builder.function.makeBlockCall(block)))
        }
        emitter.branch(number, cases, else: primitive.failure)
        return targets
    }
}
