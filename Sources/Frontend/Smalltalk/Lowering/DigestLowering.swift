// Prints values so that two runs can be compared: what there is in them, nothing of where they lie. Objects are shown
// to some depth, arrays to some length, and all of a check to some number of values; what lies further in counts no
// more.
//
// nil, 12, f:3FF8000000000000 (the bits of a Float), 'text', Point(1 2), Array[2: 1 2], block/1, ^1 for the object one
// level out and ^2 for the one two levels out.

import IR

struct DigestLowering {
    private let program: ProgramLowering
    /// Prints an i64 in decimal.
    let number: FunctionID
    private let hexadecimal: FunctionID
    private let value: FunctionID
    private let room: GlobalID

    private static let depth: Int64 = 3
    private static let length: Int64 = 12
    private static let textLength: Int64 = 80
    private static let values: Int64 = 150

    init(_ program: ProgramLowering) {
        self.program = program
        number = Self.defineNumber(program)
        hexadecimal = Self.defineHexadecimal(program)
        room = program.module.globals.append(Global(name: "smalltalk.digest room", size: 4, alignment: 4))
        // Its own code calls it.
        let parameters: [Type] = [.any, .i32, .any, .any]
        value = program.function("smalltalk.digest", parameters) { emitter, _ in emitter.builder.ret()
        }
        defineValue()
    }

    /// Prints `value`, where `owner` is shown as ^1.
    func print(_ value: ValueID, below owner: ValueID?, _ emitter: inout CodeEmitter) {
        let place = emitter.value(.globalAddr, .ptr, a: room.rawValue)
        emitter.builder.store(.i32, place, emitter.word(Self.values))
        let depth = emitter.word(Self.depth), null = emitter.null()
        _ = emitter.builder.call(self.value, [value, depth, owner ?? null, null], results: [])
    }

    // MARK: Pieces

    private static func defineNumber(_ program: ProgramLowering) -> FunctionID {
        let digits = program.function("smalltalk.digits", [.i64]) { emitter, _ in
            emitter.builder.ret()
        }
        var emitter = start(digits, program)
        let magnitude = emitter.start()[0]
        let ten = emitter.long(10), long = emitter.makeBlock(), last = emitter.makeBlock()
        emitter.builder.branch(emitter.builder.icmp(.ult, .i64, magnitude, ten), last, else: long)
        emitter.begin(long)
        _ = emitter.builder.call(digits, [emitter.builder.binary(.udiv, .i64, magnitude, ten)], results: [])
        emitter.builder.jump(last)
        emitter.begin(last)
        let digit = emitter.builder.unary(.trunc, .i32, emitter.builder.binary(.urem, .i64, magnitude, ten))
        let character = emitter.builder.binary(.add, .i32, digit, emitter.word(0x30))
        _ = emitter.builder.call(ProgramOutput.character(program), [character], results: [])
        emitter.builder.ret()
        program.module.functions[digits] = emitter.builder.function
        return program.function("smalltalk.print number", [.i64]) { emitter, parameters in
            let negative = emitter.makeBlock(), positive = emitter.makeBlock()
            let isNegative = emitter.builder.icmp(.slt, .i64, parameters[0], emitter.long(0))
            emitter.builder.branch(isNegative, negative, else: positive)
            emitter.begin(negative)
            ProgramOutput.write("-", program, &emitter)
            _ = emitter.builder.call(digits, [emitter.builder.unary(.neg, .i64, parameters[0])], results: [])
            emitter.builder.ret()
            emitter.begin(positive)
            _ = emitter.builder.call(digits, [parameters[0]], results: [])
            emitter.builder.ret()
        }
    }

    /// Prints the lowest digits of an i64 in hexadecimal, an i32 of them.
    private static func defineHexadecimal(_ program: ProgramLowering) -> FunctionID {
        program.function("smalltalk.print bits", [.i64, .i32]) { emitter, parameters in
            let loop = emitter.builder.makeBlock([.i32])
            emitter.builder.jump(loop, [parameters[1]])
            emitter.begin(loop)
            let left = emitter.builder.function.parameters(loop)[0]
            let body = emitter.makeBlock(), done = emitter.makeBlock()
            emitter.builder.branch(emitter.builder.icmp(.eq, .i32, left, emitter.word(0)), done, else: body)
            emitter.begin(body)
            let next = emitter.builder.binary(.sub, .i32, left, emitter.word(1))
            let place = emitter.builder.binary(.mul, .i32, next, emitter.word(4))
            let shifted = emitter.builder.binary(.lshr, .i64, parameters[0], emitter.builder.unary(.zext, .i64, place))
            let nibble = emitter.builder.unary(
                .trunc, .i32, emitter.builder.binary(.and, .i64, shifted, emitter.long(15)))
            let isLetter = emitter.builder.icmp(.ugt, .i32, nibble, emitter.word(9))
            let base = emitter.builder.select(.i32, isLetter, emitter.word(0x37), emitter.word(0x30))
            let character = emitter.builder.binary(.add, .i32, nibble, base)
            _ = emitter.builder.call(ProgramOutput.character(program), [character], results: [])
            emitter.builder.jump(loop, [next])
            emitter.begin(done)
            emitter.builder.ret()
        }
    }

    /// An emitter for the code of a function that was declared.
    private static func start(_ id: FunctionID, _ program: ProgramLowering) -> CodeEmitter {
        var function = Function(
            name: program.module.functions[id].name, signature: program.module.functions[id].signature)
        function.attributes = program.module.functions[id].attributes
        var emitter = CodeEmitter(function.name, arity: 0, program.layout)
        emitter.builder = FunctionBuilder(function)
        return emitter
    }

    private func write(_ text: String, _ emitter: inout CodeEmitter) { ProgramOutput.write(text, program, &emitter) }

    // MARK: Values

    private func defineValue() {
        var emitter = Self.start(value, program)
        let parameters = emitter.start()
        let item = parameters[0]
        takeRoom(&emitter)
        for (level, owner) in parameters[2...3].enumerated() {
            let next = emitter.makeBlock(), same = emitter.makeBlock()
            emitter.leave(if: emitter.flag(.isNil, .any, owner), to: next)
            emitter.builder.branch(emitter.isSame(item, owner), same, else: next)
            emitter.begin(same)
            write("^\(level + 1)", &emitter)
            emitter.builder.ret()
            emitter.begin(next)
        }
        show(emitter.flag(.isNil, .any, item), &emitter) { write("nil", &$0) }
        show(emitter.flag(.isRef, .i64, item), &emitter) { emitter in
            _ = emitter.builder.call(number, [emitter.unbox(.i64, item)], results: [])
        }
        show(emitter.flag(.isRef, .f64, item), &emitter) { showFloat(item, &$0) }
        let arity = emitter.arity(item)
        show(emitter.builder.icmp(.sge, .i32, arity, emitter.word(0)), &emitter) { emitter in
            write("block/", &emitter)
            _ = emitter.builder.call(number, [emitter.builder.unary(.zext, .i64, arity)], results: [])
        }
        showObject(parameters, &emitter)
        program.module.functions[value] = emitter.builder.function
    }

    /// Takes one of the values that are left to show; returns when there is none.
    private func takeRoom(_ emitter: inout CodeEmitter) {
        let place = emitter.value(.globalAddr, .ptr, a: room.rawValue)
        let left = emitter.builder.load(.i32, place)
        show(emitter.builder.icmp(.eq, .i32, left, emitter.word(0)), &emitter) { write("..", &$0) }
        emitter.builder.store(.i32, place, emitter.builder.binary(.sub, .i32, left, emitter.word(1)))
    }

    /// Shows something and returns where the flag holds.
    private func show(_ flag: ValueID, _ emitter: inout CodeEmitter, _ write: (inout CodeEmitter) -> Void) {
        let found = emitter.makeBlock(), next = emitter.makeBlock()
        emitter.builder.branch(flag, found, else: next)
        emitter.begin(found)
        write(&emitter)
        emitter.builder.ret()
        emitter.begin(next)
    }

    private func showFloat(_ item: ValueID, _ emitter: inout CodeEmitter) {
        let float = emitter.unbox(.f64, item)
        let isNumber = emitter.makeBlock()
        emitter.leave(if: emitter.compare(.oeq, float, float), to: isNumber)
        write("f:nan", &emitter)
        emitter.builder.ret()
        emitter.begin(isNumber)
        write("f:", &emitter)
        let bits = emitter.builder.unary(.bitcast, .i64, float)
        _ = emitter.builder.call(hexadecimal, [bits, emitter.word(16)], results: [])
    }

    private func showObject(_ parameters: [ValueID], _ emitter: inout CodeEmitter) {
        let other = emitter.makeBlock()
        var cases: [(layout: LayoutID, block: BlockID)] = []
        var kinds: [(id: ClassID, layout: LayoutID)] = []
        for id in program.closed.liveClasses {
            guard let layout = program.layout.layout(id), program.layout.receiver(id) == .layout(layout) else {
                continue
            }
            cases.append((layout, emitter.makeBlock()))
            kinds.append((id, layout))
        }
        emitter.branch(emitter.layoutNumber(parameters[0]), cases, else: other)
        for ((id, layout), (_, block)) in zip(kinds, cases) {
            emitter.begin(block)
            show(id, layout, parameters, &emitter)
            emitter.builder.ret()
        }
        emitter.begin(other)
        write("?", &emitter)
        emitter.builder.ret()
    }

    // MARK: Objects

    private func show(_ id: ClassID, _ layout: LayoutID, _ parameters: [ValueID], _ emitter: inout CodeEmitter) {
        let world = program.world, facts = world.facts
        for (object, name) in [(facts.trueObject, "true"), (facts.falseObject, "false")] {
            if world.classID(of: .object(object)) == id { return write(name, &emitter) }
        }
        let name = world.image.classes[id].instance.map { world.image.classes[$0].name } ?? world.image.classes[id].name
        let item = parameters[0]
        if world.isText(id), let code = bytes(layout, isText: true) {
            _ = emitter.builder.call(code, [item], results: [])
            return
        }
        write(name, &emitter)
        if let code = bytes(layout, isText: false) { _ = emitter.builder.call(code, [item], results: []) }
        let done = emitter.makeBlock()
        let isDeep = emitter.builder.icmp(.eq, .i32, parameters[1], emitter.word(0))
        emitter.leave(if: isDeep, to: done)
        let object = emitter.unbox(.ref(layout), item)
        showVariables(id, layout, object, parameters, &emitter)
        if program.module.layouts[layout].elements == .any { showElements(object, parameters, &emitter) }
        emitter.builder.jump(done)
        emitter.begin(done)
    }

    /// The variables with names; of classes those of their own.
    private func showVariables(
        _ id: ClassID, _ layout: LayoutID, _ object: ValueID, _ parameters: [ValueID], _ emitter: inout CodeEmitter
    ) {
        let world = program.world
        let isClass = world.image.classes[id].instance != nil
        let known = isClass ? world.behaviors.map { world.shapes[$0].fieldCount }.max() ?? 0 : 0
        let fields = program.module.layouts[layout].fields.enumerated().dropFirst(ProgramLayout.firstField + known)
        guard !fields.isEmpty else { return }
        write("(", &emitter)
        for (place, (index, field)) in fields.enumerated() {
            if place > 0 { write(" ", &emitter) }
            guard field.type == .any else {
                let number = emitter.builder.unary(.zext, .i64, emitter.fieldGet(field.type, object, index))
                _ = emitter.builder.call(self.number, [number], results: [])
                continue
            }
            showPart(emitter.fieldGet(.any, object, index), parameters, &emitter)
        }
        write(")", &emitter)
    }

    private func showPart(_ part: ValueID, _ parameters: [ValueID], _ emitter: inout CodeEmitter) {
        let depth = emitter.builder.binary(.sub, .i32, parameters[1], emitter.word(1))
        _ = emitter.builder.call(value, [part, depth, parameters[0], parameters[2]], results: [])
    }

    private func showElements(_ object: ValueID, _ parameters: [ValueID], _ emitter: inout CodeEmitter) {
        forEachElement(of: object, Self.length, &emitter) { index, emitter in
            ProgramOutput.write(" ", program, &emitter)
            showPart(emitter.elementGet(.any, object, index), parameters, &emitter)
        }
    }

    /// Shows the count, then the first elements.
    private func forEachElement(
        of object: ValueID, _ most: Int64, _ emitter: inout CodeEmitter,
        _ write: (ValueID, inout CodeEmitter) -> Void
    ) {
        let count = emitter.elementCount(object), limit = emitter.word(most)
        self.write("[", &emitter)
        _ = emitter.builder.call(number, [emitter.builder.unary(.zext, .i64, count)], results: [])
        self.write(":", &emitter)
        let isShort = emitter.builder.icmp(.ult, .i32, count, limit)
        let end = emitter.builder.select(.i32, isShort, count, limit)
        let loop = emitter.builder.makeBlock([.i32])
        emitter.builder.jump(loop, [emitter.word(0)])
        emitter.begin(loop)
        let index = emitter.builder.function.parameters(loop)[0]
        let body = emitter.makeBlock(), done = emitter.makeBlock()
        emitter.builder.branch(emitter.builder.icmp(.ult, .i32, index, end), body, else: done)
        emitter.begin(body)
        write(index, &emitter)
        emitter.builder.jump(loop, [emitter.builder.binary(.add, .i32, index, emitter.word(1))])
        emitter.begin(done)
        self.write("]", &emitter)
    }

    // MARK: Numbers as elements

    /// The function that shows the elements of objects of a layout, as text or as numbers; nil where they are none.
    private func bytes(_ layout: LayoutID, isText: Bool) -> FunctionID? {
        guard let type = program.module.layouts[layout].elements, type.isInteger else { return nil }
        var family = layout
        while let parent = program.module.layouts[family].parent, program.module.layouts[parent].elements != nil {
            family = parent
        }
        let name = "smalltalk.\(isText ? "text" : "numbers") \(program.module.layouts[family].name)"
        if let id = program.module.function(named: name) { return id }
        return program.function(name, [.any]) { emitter, parameters in
            let object = emitter.unbox(.ref(family), parameters[0])
            guard isText, type == .i8 else {
                forEachElement(of: object, Self.textLength, &emitter) { index, emitter in
                    write(" ", &emitter)
                    let element = emitter.elementGet(type, object, index)
                    let wide = type == .i64 ? element : emitter.builder.unary(.zext, .i64, element)
                    _ = emitter.builder.call(number, [wide], results: [])
                }
                return emitter.builder.ret()
            }
            forEachElement(of: object, Self.textLength, &emitter) { index, emitter in
                let byte = emitter.builder.unary(.zext, .i32, emitter.elementGet(.i8, object, index))
                showCharacter(byte, &emitter)
            }
            emitter.builder.ret()
        }
    }

    /// A printable character as it is, any other as its number.
    private func showCharacter(_ byte: ValueID, _ emitter: inout CodeEmitter) {
        let plain = emitter.makeBlock(), other = emitter.makeBlock(), done = emitter.makeBlock()
        let offset = emitter.builder.binary(.sub, .i32, byte, emitter.word(0x20))
        emitter.builder.branch(emitter.builder.icmp(.ult, .i32, offset, emitter.word(0x5F)), plain, else: other)
        emitter.begin(plain)
        _ = emitter.builder.call(ProgramOutput.character(program), [byte], results: [])
        emitter.builder.jump(done)
        emitter.begin(other)
        write("\\", &emitter)
        _ = emitter.builder.call(hexadecimal, [emitter.builder.unary(.zext, .i64, byte), emitter.word(2)], results: [])
        emitter.builder.jump(done)
        emitter.begin(done)
    }
}
