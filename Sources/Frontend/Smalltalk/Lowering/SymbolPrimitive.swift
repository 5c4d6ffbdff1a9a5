// The symbol with the bytes of a text, of those that the program starts with.

import IR

struct SymbolPrimitive {
    private let primitive: PrimitiveLowering
    private var program: ProgramLowering { primitive.program }

    init(_ primitive: PrimitiveLowering) { self.primitive = primitive }

    func emit(_ emitter: inout CodeEmitter) {
        guard primitive.values.count > 1, let owner = program.layout.symbolClass,
            let symbolLayout = program.layout.layout(owner), let string = program.facts.string,
            let stringLayout = program.layout.layout(string),
            let family = ElementFamilies.of(program.layout, program.module).first(where: {
                program.module.layouts.isKind(stringLayout, of: $0.layout)
            }), family.elements == .i8, program.module.layouts.isKind(symbolLayout, of: family.layout)
        else { return }
        emitter.require(emitter.flag(.isRef, .ref(family.layout), primitive.values[1]), else: primitive.failure)
        let text = emitter.unbox(.ref(family.layout), primitive.values[1])
        let symbols = symbols(owner)
        let array = emitter.root(symbols.root), count = emitter.elementCount(text)
        let loop = emitter.builder.makeBlock([.i32])
        emitter.builder.jump(loop, [emitter.word(0)])
        emitter.begin(loop)
        let index = emitter.builder.function.parameters(loop)[0]
        let isOpen = emitter.builder.icmp(.ult, .i32, index, emitter.word(Int64(symbols.count)))
        emitter.require(isOpen, else: primitive.failure)
        let value = emitter.arrayGet(array, index)
        let symbol = emitter.unbox(.ref(family.layout), value)
        let next = emitter.makeBlock()
        let size = emitter.elementCount(symbol)
        emitter.require(emitter.builder.icmp(.eq, .i32, size, count), else: next)
        let found = emitter.makeBlock()
        let inner = emitter.builder.makeBlock([.i32])
        emitter.builder.jump(inner, [emitter.word(0)])
        emitter.begin(inner)
        let place = emitter.builder.function.parameters(inner)[0]
        let isInside = emitter.builder.icmp(.ult, .i32, place, count)
        emitter.require(isInside, else: found)
        let left = emitter.elementGet(.i8, text, place), right = emitter.elementGet(.i8, symbol, place)
        emitter.require(emitter.builder.icmp(.eq, .i8, left, right), else: next)
        let following = emitter.builder.binary(.add, .i32, place, emitter.word(1))
        emitter.builder.jump(inner, [following])
        emitter.begin(found)
        emitter.ret(value)
        emitter.begin(next)
        let behind = emitter.builder.binary(.add, .i32, index, emitter.word(1))
        emitter.builder.jump(loop, [behind])
    }

    /// An array of the symbols that code or data of the program hold.
    private func symbols(_ owner: ClassID) -> (root: RootID, count: Int) {
        let (layout, world) = (program.layout, program.world)
        let items = layout.closed.objects.sorted().filter { world.classID(of: .object($0)) == owner }
            .compactMap { layout.root($0) }
        let name = "smalltalk.symbols"
        if let root = program.module.roots.ids.first(where: { program.module.roots[$0].name == name }) {
            return (root, items.count)
        }
        let root = program.module.roots.append(Root(name: name, isConstant: true, value: .array(items)))
        return (root, items.count)
    }
}
