// What methods have in common: variables of receivers, classes of values, identity, and the start of the program.

import IR

extension ProgramLowering {
    // MARK: Variables

    func setVariable(
        _ index: Int, of receiver: ValueID, _ owner: ClassID, _ value: ValueID, _ emitter: inout CodeEmitter
    ) {
        guard !isBlockClass(owner), let id = layout.layout(owner), index < world.shapes[owner].fieldCount else {
            return
        }
        let object = emitter.unbox(.ref(id), receiver)
        emitter.fieldSet(.any, object, layout.field(index), value)
    }

    /// Element `index` of an array that holds variables of several blocks.
    func remote(_ array: ValueID, _ index: Int, _ emitter: inout CodeEmitter) -> ValueID {
        guard let id = layout.arrayLayout else { return emitter.null() }
        let object = emitter.unbox(.ref(id), array)
        return emitter.elementGet(.any, object, emitter.word(Int64(index)))
    }

    func setRemote(_ array: ValueID, _ index: Int, _ value: ValueID, _ emitter: inout CodeEmitter) {
        guard let id = layout.arrayLayout else { return }
        let object = emitter.unbox(.ref(id), array)
        emitter.elementSet(.any, object, emitter.word(Int64(index)), value)
    }

    // MARK: Values

    /// Whether two values are the same object; Floats are values, so that equal bits make them the same.
    func identical(_ left: ValueID, _ right: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        guard hasFloats else { return emitter.isSame(left, right) }
        return emitter.builder.call(identity, [left, right], results: [.i1])[0]
    }

    /// Whether the program can have Floats.
    var hasFloats: Bool { facts.float.map { closed.liveClasses.contains($0) } ?? false }

    /// A function of the module, which is looked for once.
    func function(named name: String) -> FunctionID? {
        if let id = namedFunctions[name] { return id }
        namedFunctions[name] = module.function(named: name)
        return namedFunctions[name]
    }

    private var identity: FunctionID {
        let name = "smalltalk.identical"
        if let id = function(named: name) { return id }
        var function = Function(name: name, signature: Signature(parameters: [.any, .any], results: [.i1]))
        function.attributes = .alwaysInline
        var emitter = CodeEmitter(name, arity: 2, layout)
        emitter.builder = FunctionBuilder(function)
        let values = emitter.start()
        let same = emitter.makeBlock(), differ = emitter.makeBlock()
        emitter.leave(if: emitter.isSame(values[0], values[1]), to: same)
        emitter.require(emitter.flag(.isRef, .f64, values[0]), else: differ)
        emitter.require(emitter.flag(.isRef, .f64, values[1]), else: differ)
        let left = emitter.builder.unary(.bitcast, .i64, emitter.unbox(.f64, values[0]))
        let right = emitter.builder.unary(.bitcast, .i64, emitter.unbox(.f64, values[1]))
        let isEqual = emitter.builder.icmp(.eq, .i64, left, right)
        emitter.builder.ret([isEqual])
        emitter.begin(same)
        emitter.builder.ret([emitter.builder.constant(1, .i1)])
        emitter.begin(differ)
        emitter.builder.ret([emitter.builder.constant(0, .i1)])
        return module.functions.append(emitter.builder.function)
    }

    /// The function that answers the class of a value.
    func classOf() -> FunctionID {
        helper("class", arity: 1) { emitter, parameters in
            let value = parameters[0]
            let others = emitter.makeBlock()
            let number = emitter.layoutNumber(value)
            let isOther = emitter.builder.icmp(.eq, .i32, number, emitter.word(0))
            emitter.leave(if: isOther, to: others)
            emitter.ret(emitter.arrayGet(emitter.root(layout.classesRoot), number))
            emitter.begin(others)
            answer(facts.smallInteger, emitter.flag(.isRef, .i64, value), &emitter)
            answer(facts.undefined, emitter.flag(.isNil, .any, value), &emitter)
            if let float = facts.float { answer(float, emitter.flag(.isRef, .f64, value), &emitter) }
            if let block = facts.blockClosure ?? facts.blockContext {
                let isBlock = emitter.builder.icmp(.sge, .i32, emitter.arity(value), emitter.word(0))
                answer(block, isBlock, &emitter)
            }
            emitter.ret(emitter.null())
        }
    }

    private func answer(_ id: ClassID, _ flag: ValueID, _ emitter: inout CodeEmitter) {
        let found = emitter.makeBlock(), next = emitter.makeBlock()
        emitter.builder.branch(flag, found, else: next)
        emitter.begin(found)
        let root = layout.root(world.image.classes[id].object)
        emitter.ret(root.map { emitter.root($0) } ?? emitter.null())
        emitter.begin(next)
    }

    // MARK: Characters and large integers

    /// The Character of a code below 256, an i64.
    func character(_ code: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        if layout.codeField != nil {
            let place = emitter.builder.unary(.trunc, .i32, code)
            return emitter.arrayGet(emitter.root(characters()), place)
        }
        guard let table = facts.characterTable, let root = layout.root(table), let id = layout.arrayLayout
        else {
            return emitter.null()
        }
        let array = emitter.unbox(.ref(id), emitter.root(root))
        return emitter.elementGet(.any, array, emitter.builder.unary(.trunc, .i32, code))
    }

    /// An array of the first 256 characters, in images where they are no objects.
    private func characters() -> RootID {
        let name = "smalltalk.characters"
        if let root = module.roots.ids.first(where: { module.roots[$0].name == name }) { return root }
        let items = (0..<256).map { root(of: .character(UInt32($0))) }
        return module.roots.append(Root(name: name, isConstant: true, value: .array(items)))
    }

    /// The code of a Character, an i64; goes to `other` for anything else.
    func code(of value: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) -> ValueID {
        if let field = layout.codeField, let id = facts.character.flatMap({ layout.layout($0) }) {
            emitter.require(emitter.flag(.isRef, .ref(id), value), else: other)
            let code = emitter.fieldGet(.i32, emitter.unbox(.ref(id), value), field)
            return emitter.builder.unary(.zext, .i64, code)
        }
        guard let owner = facts.character, let id = layout.layout(owner), world.shapes[owner].fieldCount > 0 else {
            emitter.builder.jump(other)
            emitter.begin(emitter.makeBlock())
            return emitter.long(0)
        }
        emitter.require(emitter.flag(.isRef, .ref(id), value), else: other)
        let object = emitter.unbox(.ref(id), value)
        return emitter.smallInteger(emitter.fieldGet(.any, object, layout.field(0)), else: other)
    }

    /// Answers an i64 from 0 to 2^32 - 1.
    func retWord(_ word: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) {
        let large = emitter.makeBlock()
        emitter.ret(emitter.smallInteger(of: word, else: large))
        emitter.begin(large)
        self.large(word, else: other, &emitter)
    }

    /// Answers a new LargePositiveInteger of four bytes, the low half of an i64.
    private func large(_ number: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) {
        guard let owner = facts.largePositive, let id = layout.layout(owner), module.layouts[id].elements == .i8 else {
            return emitter.builder.jump(other)
        }
        let object = emitter.value(.allocElements, .ref(id), a: emitter.word(4).rawValue)
        for byte in 0..<4 {
            let shifted = emitter.builder.binary(.lshr, .i64, number, emitter.long(Int64(8 * byte)))
            let low = emitter.builder.unary(.trunc, .i8, shifted)
            emitter.elementSet(.i8, object, emitter.word(Int64(byte)), low)
        }
        emitter.ret(emitter.box(.ref(id), object))
    }

    /// The number of an integer from 0 to 2^32 - 1, an i64; goes to `other` for anything else.
    func unsignedWord(of value: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) -> ValueID {
        let join = emitter.builder.makeBlock([.i64])
        let large = emitter.makeBlock()
        let small = emitter.smallInteger(value, else: large)
        let fits = emitter.builder.icmp(.ult, .i64, small, emitter.long(1 << 32))
        emitter.require(fits, else: other)
        emitter.builder.jump(join, [small])
        emitter.begin(large)
        if let owner = facts.largePositive, let id = layout.layout(owner), module.layouts[id].elements == .i8 {
            emitter.require(emitter.flag(.isRef, .ref(id), value), else: other)
            let object = emitter.unbox(.ref(id), value)
            let hasFour = emitter.builder.icmp(.eq, .i32, emitter.elementCount(object), emitter.word(4))
            emitter.require(hasFour, else: other)
            var number = emitter.long(0)
            for byte in 0..<4 {
                let element = emitter.elementGet(.i8, object, emitter.word(Int64(byte)))
                let wide = emitter.builder.unary(.zext, .i64, element)
                let shifted = emitter.builder.binary(.shl, .i64, wide, emitter.long(Int64(8 * byte)))
                number = emitter.builder.binary(.or, .i64, number, shifted)
            }
            emitter.builder.jump(join, [number])
        } else {
            emitter.builder.jump(other)
        }
        emitter.begin(join)
        return emitter.builder.function.parameters(join)[0]
    }

    /// The context that runs: compiled methods have none, so it is one that knows nothing.
    func context(_ emitter: inout CodeEmitter) -> ValueID {
        guard let owner = facts.methodContext, let id = layout.layout(owner) else { return emitter.null() }
        let name = "smalltalk.thisContext"
        if let root = module.roots.ids.first(where: { module.roots[$0].name == name }) { return emitter.root(root) }
        let null = root(of: .object(facts.nilObject))
        let fields = module.layouts[id].fields.map { field -> RootField in
            field.type == .any ? .root(null) : .bits(0)
        }
        return emitter.root(
            module.roots.append(Root(name: name, isConstant: true, value: .object(id, fields))))
    }

    /// A block returns from a home that has returned: the context is told that it cannot, and the block answers what
    /// that answers.
    func cannotReturn(_ value: ValueID, _ emitter: inout CodeEmitter) {
        if let selector = layout.selector(facts.cannotReturn), facts.methodContext != nil {
            let receiver = context(&emitter)
            return emitter.ret(emitter.send(selector, [receiver, value]))
        }
        let text = string("a block cannot return from a method that has ended", &emitter)
        fail(with: text, &emitter)
    }

    // MARK: The start

    func addMain(_ entries: [SmalltalkEntry], printsResults: Bool) {
        var function = Function(name: unique("main"), signature: Signature(parameters: [], results: []))
        function.attributes = .entry
        var emitter = CodeEmitter(function.name, arity: 0, layout)
        emitter.builder = FunctionBuilder(function)
        _ = emitter.start()
        for entry in entries {
            let receiver: ValueID
            switch entry.receiver {
            case .integer(let number): receiver = emitter.integer(number)
            case .object(let object): receiver = layout.root(object).map { emitter.root($0) } ?? emitter.null()
            }
            guard let callee = self.function(entry.method) else { continue }
            let arguments = entry.arguments.map { emitter.integer($0) }
            let answer = finished(emitter.call(callee, [receiver] + arguments), &emitter)
            guard printsResults, let selector = layout.selector("printString") else { continue }
            ProgramOutput.write(entry.name + "\t", self, &emitter)
            let text = finished(emitter.send(selector, [answer]), &emitter)
            _ = emitter.builder.call(ProgramOutput.writer(self), [text], results: [])
            _ = emitter.builder.call(ProgramOutput.character(self), [emitter.word(10)], results: [])
        }
        emitter.builder.ret()
        module.functions.append(emitter.builder.function)
    }
}
