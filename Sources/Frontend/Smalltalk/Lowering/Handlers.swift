// Handlers of exceptions in images whose own code finds them among contexts (spec/smalltalk.md 2.6). Methods that are
// marked as handlers put a context on a list while they run: that is where the image's code looks for handlers, in place
// of all contexts of the stack. Code returns to such a context, or to one that its method has got from `thisContext`,
// as blocks return from their homes.

import IR

/// The variables that a context has besides those of its class, where code looks for handlers.
enum HandlerField: Int, CaseIterable {
    /// The cell by which the activation is known to what returns from it; nil for one that nothing returns from.
    case home
    /// The newest handler at the context or outside of it.
    case newest
    /// The newest handler outside of it.
    case outer
    /// The variables of the method as an Array, or nil.
    case variables

    var name: String {
        switch self {
        case .home: "home"
        case .newest: "newest handler"
        case .outer: "outer handler"
        case .variables: "variables"
        }
    }
}

/// The roots that say what handlers are in force, and what unwinding is to do with one.
struct HandlerRoots {
    let newest: RootID
    /// Not nil while a method with a handler is unwound to begin anew.
    let restart: RootID

    init(_ module: inout Module) {
        newest = module.roots.append(Root(name: "smalltalk.newest handler"))
        restart = module.roots.append(Root(name: "smalltalk.beginning anew"))
    }
}

struct Handlers {
    let program: ProgramLowering
    /// The layout of contexts.
    private let context: LayoutID
    private let owner: ClassID
    private var layout: ProgramLayout { program.layout }
    private var roots: HandlerRoots { program.handlerRoots }

    /// Nil for a program that does not look for handlers.
    init?(_ program: ProgramLowering) {
        guard program.closed.hasHandlers, let owner = program.facts.frameClass,
            let context = program.layout.layout(owner)
        else { return nil }
        (self.program, self.owner, self.context) = (program, owner, context)
    }

    // MARK: Variables of contexts

    private func get(_ field: HandlerField, of object: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        emitter.fieldGet(.any, object, layout.handlerField(field, owner))
    }

    private func set(_ field: HandlerField, of object: ValueID, to value: ValueID, _ emitter: inout CodeEmitter) {
        emitter.fieldSet(.any, object, layout.handlerField(field, owner), value)
    }

    /// The object of a context; goes to `other` for anything else.
    private func object(_ value: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) -> ValueID {
        emitter.require(emitter.flag(.isRef, .ref(context), value), else: other)
        return emitter.unbox(.ref(context), value)
    }

    // MARK: The list

    /// A method with a handler begins: of its home, its receiver and its variables.
    func push(_ home: ValueID, _ receiver: ValueID, _ variables: [ValueID], _ emitter: inout CodeEmitter) {
        let made = emitter.call(program.frame(), [emitter.null(), emitter.integer(0)])
        let object = emitter.unbox(.ref(context), made)
        emitter.fieldSet(.any, object, layout.field(FrameField.receiver), receiver)
        set(.home, of: object, to: home, &emitter)
        set(.newest, of: object, to: made, &emitter)
        set(.outer, of: object, to: emitter.root(roots.newest), &emitter)
        set(.variables, of: object, to: program.array(variables, &emitter), &emitter)
        emitter.setRoot(roots.newest, made)
    }

    /// The method of a home is left: its handler, and those that were left before it, are no longer in force.
    func pop(_ home: ValueID, _ emitter: inout CodeEmitter) {
        let function = program.helper("pop handler", arity: 1) { emitter, parameters in
            let loop = emitter.builder.makeBlock([.any]), next = emitter.makeBlock(), done = emitter.makeBlock()
            let newest = emitter.root(roots.newest)
            emitter.builder.jump(loop, [newest])
            emitter.begin(loop)
            let handler = emitter.builder.function.parameters(loop)[0]
            let object = object(handler, else: done, &emitter)
            let outer = get(.outer, of: object, &emitter)
            let isOwn = emitter.isSame(get(.home, of: object, &emitter), parameters[0])
            emitter.require(isOwn, else: next)
            emitter.setRoot(roots.newest, outer)
            emitter.builder.jump(done)
            emitter.begin(next)
            emitter.builder.jump(loop, [outer])
            emitter.begin(done)
            emitter.ret(emitter.null())
        }
        _ = emitter.call(function, [home])
    }

    /// A method gets its context from `thisContext`.
    func describe(
        _ context: ValueID, _ home: ValueID, _ receiver: ValueID, _ variables: [ValueID], _ emitter: inout CodeEmitter
    ) {
        let object = emitter.unbox(.ref(self.context), context)
        emitter.fieldSet(.any, object, layout.field(FrameField.receiver), receiver)
        set(.home, of: object, to: home, &emitter)
        set(.variables, of: object, to: program.array(variables, &emitter), &emitter)
        keep(object, &emitter)
    }

    /// A context knows which handlers are in force.
    func keep(_ object: ValueID, _ emitter: inout CodeEmitter) {
        let newest = emitter.root(roots.newest)
        set(.newest, of: object, to: newest, &emitter)
        set(.outer, of: object, to: newest, &emitter)
    }

    /// The handlers of a context that is gone on with are in force again; nil: none are.
    func restore(_ object: ValueID?, _ emitter: inout CodeEmitter) {
        let newest = object.map { get(.newest, of: $0, &emitter) } ?? emitter.null()
        emitter.setRoot(roots.newest, newest)
    }

    // MARK: What code does with contexts

    func replace(
        _ replacement: ReplacedMethods.Replacement, _ parameters: [ValueID], _ emitter: inout CodeEmitter
    ) {
        switch replacement {
        case .findsHandler(let isInclusive): find(parameters[0], isInclusive: isInclusive, &emitter)
        case .returnsToContext: returnTo(parameters[0], parameters[1], &emitter)
        case .restartsContext: restart(parameters[0], parameters.count > 1 ? parameters[1] : nil, &emitter)
        case .fails, .answersFalse, .answersReceiver, .answersEmptyString, .exchanges: program.stop(&emitter)
        }
    }

    /// A method of a context: answers the newest handler outside of it, or at it; nil where there is none.
    private func find(_ value: ValueID, isInclusive: Bool, _ emitter: inout CodeEmitter) {
        let none = emitter.makeBlock()
        let object = object(value, else: none, &emitter)
        emitter.ret(get(isInclusive ? .newest : .outer, of: object, &emitter))
        emitter.begin(none)
        emitter.ret(emitter.null())
    }

    /// A method of a context and a value: returns the value to the sender of the context.
    private func returnTo(_ context: ValueID, _ value: ValueID, _ emitter: inout CodeEmitter) {
        let dead = emitter.makeBlock()
        unwind(to: object(context, else: dead, &emitter), with: value, else: dead, &emitter)
        emitter.begin(dead)
        program.cannotReturn(value, &emitter)
    }

    private func unwind(
        to object: ValueID, with value: ValueID, else dead: BlockID, _ emitter: inout CodeEmitter
    ) {
        let home = get(.home, of: object, &emitter)
        emitter.leave(if: emitter.flag(.isNil, .any, home), to: dead)
        emitter.require(emitter.flag(.isNil, .any, emitter.cellGet(home)), else: dead)
        emitter.setRoot(layout.homeRoot, home)
        emitter.setRoot(layout.answerRoot, value)
        let mark = emitter.unwinding()
        emitter.ret(mark)
    }

    /// A method of a context and a receiver, or nil for the one that it has: the method of the context begins anew.
    private func restart(_ context: ValueID, _ receiver: ValueID?, _ emitter: inout CodeEmitter) {
        let dead = emitter.makeBlock()
        let object = object(context, else: dead, &emitter)
        emitter.require(emitter.isSame(get(.newest, of: object, &emitter), context), else: dead)
        let receiver = receiver ?? emitter.fieldGet(.any, object, layout.field(FrameField.receiver))
        emitter.setRoot(roots.restart, emitter.root(layout.trueRoot))
        unwind(to: object, with: receiver, else: dead, &emitter)
        emitter.begin(dead)
        program.fail(with: program.string("only a method with a handler can begin anew", &emitter), &emitter)
    }

    /// Whether the method that is unwound to is to begin anew; it is not asked twice.
    func takeRestart(_ emitter: inout CodeEmitter) -> ValueID {
        let isReturn = emitter.flag(.isNil, .any, emitter.root(roots.restart))
        emitter.setRoot(roots.restart, emitter.null())
        return isReturn
    }

    // MARK: Variables of methods

    /// Goes to `other` if code has stored nil into a variable of a context: Squeak 3 says so that the block of `ensure:`
    /// has run.
    func leave(ifCleared index: Int, in context: ValueID, to other: BlockID, _ emitter: inout CodeEmitter) {
        guard let array = layout.arrayLayout else { return }
        let next = emitter.makeBlock()
        let variables = get(.variables, of: object(context, else: next, &emitter), &emitter)
        emitter.require(emitter.flag(.isRef, .ref(array), variables), else: next)
        let content = emitter.elementGet(.any, emitter.unbox(.ref(array), variables), emitter.word(Int64(index)))
        emitter.builder.branch(emitter.flag(.isNil, .any, content), other, else: next)
        emitter.begin(next)
    }

    /// The primitive that reads a variable of a context, or stores into it.
    func variable(_ primitive: PrimitiveLowering, isStored: Bool, _ emitter: inout CodeEmitter) {
        guard let array = layout.arrayLayout else { return }
        let object = object(primitive.receiver, else: primitive.failure, &emitter)
        let variables = get(.variables, of: object, &emitter)
        emitter.require(emitter.flag(.isRef, .ref(array), variables), else: primitive.failure)
        let elements = emitter.unbox(.ref(array), variables)
        let count = emitter.elementCount(elements)
        let index = emitter.index(primitive.values[1], below: count, else: primitive.failure)
        if isStored {
            emitter.elementSet(.any, elements, index, primitive.values[2])
            emitter.ret(primitive.values[2])
        } else {
            emitter.ret(emitter.elementGet(.any, elements, index))
        }
    }
}
