// New objects, copies, and what objects are known by.

import IR
import Support

struct CreationPrimitives {
    let primitive: PrimitiveLowering
    private var program: ProgramLowering { primitive.program }
    private var layout: ProgramLayout { primitive.layout }

    init(_ primitive: PrimitiveLowering) { self.primitive = primitive }

    /// Goes on with the failure when `value` says that nothing was made, else answers it.
    private func answer(_ value: ValueID, _ emitter: inout CodeEmitter) {
        emitter.leave(if: emitter.flag(.isNil, .any, value), to: primitive.failure)
        emitter.ret(value)
    }

    func new(_ emitter: inout CodeEmitter) {
        answer(emitter.call(Self.maker(program, isSized: false), [primitive.receiver]), &emitter)
    }

    func newSized(_ emitter: inout CodeEmitter) {
        let maker = Self.maker(program, isSized: true)
        answer(emitter.call(maker, [primitive.receiver, primitive.values[1]]), &emitter)
    }

    /// The function that makes an instance of a class, `isSized` with so many elements; nil when it cannot. Where there are
    /// no elements, it can have 0 of them.
    private static func maker(_ program: ProgramLowering, isSized: Bool) -> FunctionID {
        program.helper(isSized ? "new:" : "new", arity: isSized ? 2 : 1) { emitter, parameters in
            let layout = program.layout
            let failure = emitter.makeBlock()
            let number = emitter.layoutNumber(parameters[0])
            var cases: [(layout: LayoutID, block: BlockID)] = []
            var makers: [(block: BlockID, made: LayoutID)] = []
            var keys: Set<LayoutID> = []
            for id in layout.closed.liveClasses {
                guard let made = layout.layout(id), layout.receiver(id) == .layout(made),
                    let metaclass = program.world.image.metaclass(of: id), let key = layout.layout(metaclass),
                    keys.insert(key).inserted
                else { continue }
                let block = emitter.makeBlock()
                cases.append((key, block))
                makers.append((block, made))
            }
            emitter.branch(number, cases, else: failure)
            for (block, made) in makers {
                emitter.begin(block)
                var object: ValueID
                if program.module.layouts[made].elements == nil {
                    if isSized {
                        let size = emitter.smallInteger(parameters[1], else: failure)
                        emitter.require(emitter.builder.icmp(.eq, .i64, size, emitter.long(0)), else: failure)
                    }
                    object = emitter.value(.alloc, .ref(made))
                } else if isSized {
                    let size = emitter.smallInteger(parameters[1], else: failure)
                    let limit = emitter.long(1 << 30)
                    emitter.require(emitter.builder.icmp(.ult, .i64, size, limit), else: failure)
                    let count = emitter.builder.unary(.trunc, .i32, size)
                    object = emitter.value(.allocElements, .ref(made), a: count.rawValue)
                } else {
                    object = emitter.value(.allocElements, .ref(made), a: emitter.word(0).rawValue)
                }
                object = emitter.box(.ref(made), object)
                emitter.ret(object)
            }
            emitter.begin(failure)
            emitter.ret(emitter.null())
        }
    }

    func shallowCopy(_ emitter: inout CodeEmitter) {
        let copier = program.helper("copy", arity: 1) { emitter, parameters in
            let failure = emitter.makeBlock()
            let number = emitter.layoutNumber(parameters[0])
            var cases: [(layout: LayoutID, block: BlockID)] = []
            for id in layout.closed.liveClasses where program.world.image.classes[id].instance == nil {
                guard let made = layout.layout(id), layout.receiver(id) == .layout(made) else { continue }
                cases.append((made, emitter.makeBlock()))
            }
            emitter.branch(number, cases, else: failure)
            for (made, block) in cases {
                emitter.begin(block)
                let original = emitter.unbox(.ref(made), parameters[0])
                let copy: ValueID
                if program.module.layouts[made].elements == nil {
                    copy = emitter.value(.alloc, .ref(made))
                } else {
                    let count = emitter.elementCount(original)
                    copy = emitter.value(.allocElements, .ref(made), a: count.rawValue)
                    let zero = emitter.word(0)
                    emitter.copyElements([copy, zero, original, zero, count])
                }
                for (index, field) in program.module.layouts[made].fields.enumerated().dropFirst() {
                    emitter.fieldSet(field.type, copy, index, emitter.fieldGet(field.type, original, index))
                }
                emitter.ret(emitter.box(.ref(made), copy))
            }
            emitter.begin(failure)
            emitter.ret(emitter.null())
        }
        answer(emitter.call(copier, [primitive.receiver]), &emitter)
    }

    /// Whether a variable or an element of the receiver holds the argument.
    func pointsTo(_ emitter: inout CodeEmitter) {
        let finder = program.helper("pointsTo:", arity: 2) { emitter, parameters in
            let found = emitter.makeBlock(), missing = emitter.makeBlock()
            let (object, wanted) = (parameters[0], parameters[1])
            VariableOwners.lower(program, object, else: missing, &emitter) { emitter, object, _, other in
                let count = emitter.elementCount(object)
                let loop = emitter.builder.makeBlock([.i32])
                emitter.builder.jump(loop, [emitter.word(0)])
                emitter.begin(loop)
                let index = emitter.builder.function.parameters(loop)[0]
                emitter.require(emitter.builder.icmp(.ult, .i32, index, count), else: other)
                let held = emitter.elementGet(.any, object, index)
                emitter.leave(if: emitter.isSame(held, wanted), to: found)
                emitter.builder.jump(loop, [emitter.builder.binary(.add, .i32, index, emitter.word(1))])
            } variables: { emitter, object, indices, other in
                for index in indices {
                    let held = emitter.fieldGet(.any, object, layout.field(index))
                    emitter.leave(if: emitter.isSame(held, wanted), to: found)
                }
                emitter.builder.jump(other)
            }
            emitter.begin(found)
            emitter.ret(emitter.root(layout.trueRoot))
            emitter.begin(missing)
            emitter.ret(emitter.root(layout.falseRoot))
        }
        emitter.ret(emitter.call(finder, primitive.values))
    }

    /// Objects get their hashes when someone asks: the numbers that the virtual machine of old makes in a row.
    func identityHash(_ emitter: inout CodeEmitter) {
        let state = Self.hashState(program)
        for id in program.module.layouts.ids where program.module.layouts[id].parent == nil {
            let next = emitter.makeBlock(), found = emitter.makeBlock(), known = emitter.makeBlock()
            emitter.builder.branch(emitter.flag(.isRef, .ref(id), primitive.receiver), found, else: next)
            emitter.begin(found)
            let object = emitter.unbox(.ref(id), primitive.receiver)
            let hash = emitter.fieldGet(.i32, object, ProgramLayout.hashField)
            let zero = emitter.word(0)
            emitter.leave(if: emitter.builder.icmp(.ne, .i32, hash, zero), to: known)
            let place = emitter.value(.globalAddr, .ptr, a: state.rawValue)
            let last = emitter.builder.load(.i32, place)
            let product = emitter.builder.binary(.mul, .i32, last, emitter.word(27181))
            let sum = emitter.builder.binary(.add, .i32, product, emitter.word(13849))
            let fresh = emitter.builder.binary(.and, .i32, sum, emitter.word(0xFFFF))
            emitter.builder.store(.i32, place, fresh)
            let short = emitter.builder.binary(.and, .i32, fresh, emitter.word(0xFFF))
            let kept = emitter.builder.binary(.add, .i32, short, emitter.word(1))
            emitter.fieldSet(.i32, object, ProgramLayout.hashField, kept)
            emitter.ret(emitter.box(.i64, emitter.builder.unary(.zext, .i64, short)))
            emitter.begin(known)
            let given = emitter.builder.binary(.sub, .i32, hash, emitter.word(1))
            emitter.ret(emitter.box(.i64, emitter.builder.unary(.zext, .i64, given)))
            emitter.begin(next)
        }
        let null = emitter.makeBlock()
        emitter.leave(if: emitter.flag(.isNil, .any, primitive.receiver), to: null)
        ElementPrimitives(primitive).forFloats(&emitter) { bits, emitter in
            // Equal floats are one.
            let upper = emitter.builder.binary(.lshr, .i64, bits, emitter.long(40))
            let mixed = emitter.builder.binary(.xor, .i64, bits, upper)
            emitter.ret(emitter.box(.i64, emitter.builder.binary(.and, .i64, mixed, emitter.long(0xFFF))))
        }
        // Blocks have no room for one.
        let isBlock = emitter.builder.icmp(.sge, .i32, emitter.arity(primitive.receiver), emitter.word(0))
        emitter.require(isBlock, else: primitive.failure)
        emitter.ret(emitter.integer(1))
        emitter.begin(null)
        let image = program.world.image
        emitter.ret(emitter.integer(Int64(image.memory.objects[program.facts.nilObject].hash)))
    }

    private static func hashState(_ program: ProgramLowering) -> GlobalID {
        if let id = program.module.globals.ids.first(where: { program.module.globals[$0].name == "last hash" }) {
            return id
        }
        return program.module.globals.append(
            Global(name: "last hash", size: 4, alignment: 4, bytes: [0x37, 0x13, 0, 0]))
    }
}
