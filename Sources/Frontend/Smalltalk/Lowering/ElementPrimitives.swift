// Elements of arrays, texts and other indexable objects.

import IR

struct ElementPrimitives {
    let primitive: PrimitiveLowering
    private let families: [ElementFamily]

    init(_ primitive: PrimitiveLowering) {
        self.primitive = primitive
        families = ElementFamilies.of(primitive.layout, primitive.program.module)
    }

    /// Emits code for each family of receivers; `write` gets the object.
    private func forEachFamily(
        _ emitter: inout CodeEmitter, _ write: (ElementFamily, ValueID, inout CodeEmitter) -> Void
    ) {
        for family in families {
            let next = emitter.makeBlock(), found = emitter.makeBlock()
            emitter.builder.branch(
                emitter.flag(.isRef, .ref(family.layout), primitive.receiver), found, else: next)
            emitter.begin(found)
            let object = emitter.unbox(.ref(family.layout), primitive.receiver)
            write(family, object, &emitter)
            emitter.begin(next)
        }
    }

    /// Emits code for Floats, which are values and no objects of words; `write` gets the bits, an i64.
    func forFloats(_ emitter: inout CodeEmitter, _ write: (ValueID, inout CodeEmitter) -> Void) {
        guard primitive.program.hasFloats else { return }
        let next = emitter.makeBlock(), found = emitter.makeBlock()
        emitter.builder.branch(emitter.flag(.isRef, .f64, primitive.receiver), found, else: next)
        emitter.begin(found)
        write(emitter.builder.unary(.bitcast, .i64, emitter.unbox(.f64, primitive.receiver)), &emitter)
        emitter.begin(next)
    }

    func size(_ emitter: inout CodeEmitter) {
        forFloats(&emitter) { _, emitter in emitter.ret(emitter.integer(2)) }
        forEachFamily(&emitter) { _, object, emitter in
            let count = emitter.elementCount(object)
            emitter.ret(emitter.box(.i64, emitter.builder.unary(.zext, .i64, count)))
        }
    }

    /// `isText`: bytes are characters.
    func at(isText: Bool, _ emitter: inout CodeEmitter) {
        forEachFamily(&emitter) { family, object, emitter in
            let count = emitter.elementCount(object)
            let index = emitter.index(primitive.values[1], below: count, else: primitive.failure)
            let element = emitter.elementGet(family.elements, object, index)
            if family.elements == .any { return emitter.ret(element) }
            guard let bits = family.elements.bits, bits <= 32 else {
                return emitter.builder.jump(primitive.failure)
            }
            let wide = emitter.builder.unary(.zext, .i64, element)
            if bits == 8, isText { return emitter.ret(primitive.program.character(wide, &emitter)) }
            if bits < 32 { return emitter.ret(emitter.box(.i64, wide)) }
            primitive.program.retWord(wide, else: primitive.failure, &emitter)
        }
        if !isText { wordOfFloat(&emitter) }
    }

    /// The first word of a Float is the high one.
    func wordOfFloat(_ emitter: inout CodeEmitter) {
        forFloats(&emitter) { bits, emitter in
            let index = emitter.index(primitive.values[1], below: emitter.word(2), else: primitive.failure)
            let isLow = emitter.builder.icmp(.ne, .i32, index, emitter.word(0))
            let high = emitter.builder.binary(.lshr, .i64, bits, emitter.long(32))
            let low = emitter.builder.binary(.and, .i64, bits, emitter.long(0xFFFF_FFFF))
            let word = emitter.builder.select(.i64, isLow, low, high)
            primitive.program.retWord(word, else: primitive.failure, &emitter)
        }
    }

    func atPut(isText: Bool, _ emitter: inout CodeEmitter) {
        forEachFamily(&emitter) { family, object, emitter in
            let count = emitter.elementCount(object)
            let index = emitter.index(primitive.values[1], below: count, else: primitive.failure)
            let value = primitive.values[2]
            guard let element = element(value, family.elements, isText: isText, &emitter) else {
                return emitter.builder.jump(primitive.failure)
            }
            emitter.elementSet(family.elements, object, index, element)
            emitter.ret(value)
        }
    }

    /// What an element is set to by a value; nil where that is not done here.
    private func element(
        _ value: ValueID, _ type: Type, isText: Bool, _ emitter: inout CodeEmitter
    ) -> ValueID? {
        if type == .any { return value }
        guard let bits = type.bits, type.isInteger, bits <= 32 else { return nil }
        if bits == 32 {
            let number = primitive.program.unsignedWord(of: value, else: primitive.failure, &emitter)
            return emitter.builder.unary(.trunc, type, number)
        }
        let number =
            isText && bits == 8
            ? primitive.program.code(of: value, else: primitive.failure, &emitter)
            : emitter.smallInteger(value, else: primitive.failure)
        let limit = emitter.long(1 << Int64(bits))
        let fits = emitter.builder.icmp(.ult, .i64, number, limit)
        emitter.require(fits, else: primitive.failure)
        return emitter.builder.unary(.trunc, type, number)
    }

    /// Sets all elements.
    func fill(_ emitter: inout CodeEmitter) {
        forEachFamily(&emitter) { family, object, emitter in
            guard let element = element(primitive.values[1], family.elements, isText: false, &emitter) else {
                return emitter.builder.jump(primitive.failure)
            }
            let count = emitter.elementCount(object)
            let loop = emitter.builder.makeBlock([.i32])
            let body = emitter.makeBlock(), done = emitter.makeBlock()
            emitter.builder.jump(loop, [emitter.word(0)])
            emitter.begin(loop)
            let index = emitter.builder.function.parameters(loop)[0]
            emitter.builder.branch(emitter.builder.icmp(.ult, .i32, index, count), body, else: done)
            emitter.begin(body)
            emitter.elementSet(family.elements, object, index, element)
            emitter.builder.jump(loop, [emitter.builder.binary(.add, .i32, index, emitter.word(1))])
            emitter.begin(done)
            emitter.ret(primitive.receiver)
        }
    }

    /// `replaceFrom: start to: stop with: source startingAt: first`, between objects of one family.
    func replace(_ emitter: inout CodeEmitter) {
        let failure = primitive.failure
        let start = emitter.smallInteger(primitive.values[1], else: failure)
        let stop = emitter.smallInteger(primitive.values[2], else: failure)
        let first = emitter.smallInteger(primitive.values[4], else: failure)
        let one = emitter.long(1)
        let to = emitter.builder.binary(.sub, .i64, start, one)
        let from = emitter.builder.binary(.sub, .i64, first, one)
        let count = emitter.builder.binary(.sub, .i64, stop, to)
        forEachFamily(&emitter) { family, object, emitter in
            let isSame = emitter.flag(.isRef, .ref(family.layout), primitive.values[3])
            emitter.require(isSame, else: failure)
            let source = emitter.unbox(.ref(family.layout), primitive.values[3])
            requireRange(to, count, in: object, &emitter)
            requireRange(from, count, in: source, &emitter)
            func word(_ long: ValueID) -> ValueID { emitter.builder.unary(.trunc, .i32, long) }
            emitter.copyElements([object, word(to), source, word(from), word(count)])
            emitter.ret(primitive.receiver)
        }
    }

    private func requireRange(
        _ start: ValueID, _ count: ValueID, in object: ValueID, _ emitter: inout CodeEmitter
    ) {
        let size = emitter.builder.unary(.zext, .i64, emitter.elementCount(object))
        emitter.require(emitter.builder.icmp(.ule, .i64, count, size), else: primitive.failure)
        let room = emitter.builder.binary(.sub, .i64, size, count)
        emitter.require(emitter.builder.icmp(.ule, .i64, start, room), else: primitive.failure)
    }
}
