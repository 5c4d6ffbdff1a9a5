// Activations as objects. As long as nobody asks for them there are none: methods run on the stack of the machine. When
// `thisContext` is looked into, or another process is to run, the whole stack is taken apart. The call at the top
// answers the mark of unwinding while the root `capture` is set; each activation below sees the mark, puts all that it
// needs to go on into a closure and a context, links it to the context above, and answers the mark too. `drive`, which
// has called the first of them, then goes on with some context: it calls the context's closure with the answer that the
// activation waits for. That one runs on the stack again; its senders stay contexts until it returns, when `drive`
// calls the next.

import IR

/// The roots of what is known while activations are turned into contexts, and of those that are.
struct FrameRoots {
    /// Not nil while the stack is taken apart: true for `thisContext`, the process that is to run, or an array of what
    /// is to take each other's place.
    let capture: RootID
    /// The first and the last context that were made.
    let head: RootID
    let tail: RootID
    /// The context of the activation at the bottom of the machine's stack; nil for one that has never been left.
    let base: RootID

    init(_ module: inout Module) {
        capture = module.roots.append(Root(name: "smalltalk.capture"))
        head = module.roots.append(Root(name: "smalltalk.frames from"))
        tail = module.roots.append(Root(name: "smalltalk.frames to"))
        base = module.roots.append(Root(name: "smalltalk.frames below"))
    }
}

extension ProgramLowering {
    /// The answer of what the program calls first, when it has come to its end.
    func finished(_ value: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        closed.hasResumableCode ? emitter.call(drive(), [value]) : value
    }

    private var contextLayout: (id: LayoutID, resume: Int)? {
        guard let owner = facts.frameClass, let id = layout.layout(owner), let resume = layout.resumeField else {
            return nil
        }
        return (id, resume)
    }

    /// A function of an activation's context, nil for one that has none yet, and a number of elements: the context.
    func frame() -> FunctionID {
        helper("frame", arity: 2) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            guard let (id, _) = contextLayout else { return emitter.builder.trap(.user) }
            let known = emitter.makeBlock()
            let isNew = emitter.flag(.isNil, .any, parameters[0])
            emitter.require(isNew, else: known)
            let object: ValueID
            if module.layouts[id].elements == nil {
                object = emitter.value(.alloc, .ref(id))
            } else {
                let count = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[1]))
                object = emitter.value(.allocElements, .ref(id), a: count.rawValue)
            }
            let made = emitter.box(.ref(id), object)
            emitter.ret(made)
            emitter.begin(known)
            emitter.ret(parameters[0])
        }
    }

    /// A function of a context, the closure that goes on with it, the receiver, the pc and the stack pointer: links the
    /// context to the one that was made before it.
    func link() -> FunctionID {
        helper("link", arity: 5) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            guard let (id, resume) = contextLayout else { return emitter.builder.trap(.user) }
            let object = emitter.unbox(.ref(id), parameters[0])
            emitter.fieldSet(.any, object, resume, parameters[1])
            Handlers(self)?.keep(object, &emitter)
            let contents = [
                (FrameField.receiver, parameters[2]), (FrameField.pc, parameters[3]),
                (FrameField.stackPointer, parameters[4]),
            ]
            for (index, content) in contents {
                emitter.fieldSet(.any, object, layout.field(index), content)
            }
            let first = emitter.makeBlock(), done = emitter.makeBlock()
            let last = emitter.root(frames.tail)
            emitter.leave(if: emitter.flag(.isNil, .any, last), to: first)
            setSender(of: last, to: parameters[0], &emitter)
            emitter.builder.jump(done)
            emitter.begin(first)
            emitter.setRoot(frames.head, parameters[0])
            emitter.builder.jump(done)
            emitter.begin(done)
            emitter.setRoot(frames.tail, parameters[0])
            let null = emitter.null()
            emitter.ret(null)
        }
    }

    private func setSender(of context: ValueID, to sender: ValueID, _ emitter: inout CodeEmitter) {
        guard let (id, _) = contextLayout else { return }
        emitter.fieldSet(.any, emitter.unbox(.ref(id), context), layout.field(FrameField.sender), sender)
    }

    private func sender(of context: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        guard let (id, _) = contextLayout else { return context }
        return emitter.fieldGet(.any, emitter.unbox(.ref(id), context), layout.field(FrameField.sender))
    }

    /// The context of a value, an object of its layout; ends the program for anything else.
    private func context(_ value: ValueID, else other: BlockID, _ emitter: inout CodeEmitter) -> ValueID? {
        guard let (id, _) = contextLayout else { return nil }
        emitter.require(emitter.flag(.isRef, .ref(id), value), else: other)
        return emitter.unbox(.ref(id), value)
    }

    /// Begins to take the stack apart: for `thisContext`, or to go on with `process`.
    func capture(_ process: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        emitter.setRoot(frames.capture, process)
        let null = emitter.null()
        emitter.setRoot(frames.head, null)
        emitter.setRoot(frames.tail, null)
        return emitter.unwinding()
    }

    /// Leaves a primitive; it answers `answer` when its process goes on.
    func leave(for request: ValueID, answering answer: ValueID, _ emitter: inout CodeEmitter) {
        let mark = capture(request, &emitter)
        let context = emitter.call(frame(), [emitter.null(), emitter.integer(0)])
        let closure = closure(self.answer(), [answer], &emitter)
        let zero = emitter.integer(0)
        _ = emitter.call(link(), [context, closure, answer, zero, zero])
        emitter.ret(mark)
    }

    /// A function of what a primitive answers when its process goes on, and of what its call has answered.
    private func answer() -> FunctionID {
        helper("answer", arity: 2) { emitter, parameters in emitter.ret(parameters[0]) }
    }

    /// Ends the program where the stack is being taken apart and the activation that runs cannot be left.
    func refuseCapture(_ emitter: inout CodeEmitter) {
        guard closed.hasResumableCode else { return }
        let refused = emitter.makeBlock(), next = emitter.makeBlock()
        emitter.builder.branch(emitter.flag(.isNil, .any, emitter.root(frames.capture)), next, else: refused)
        emitter.begin(refused)
        fail(with: string("a block that runs while calls end cannot be left", &emitter), &emitter)
        emitter.begin(next)
    }

    // MARK: Going on

    /// The function that goes on with contexts until the first activation of the program has returned; of what the call
    /// of that one answered.
    private func drive() -> FunctionID {
        helper("drive", arity: 1) { emitter, parameters in
            guard let (_, resume) = contextLayout else { return emitter.ret(parameters[0]) }
            let next = emitter.builder.makeBlock([.any]), ended = emitter.makeBlock(), broken = emitter.makeBlock()
            let captured = emitter.makeBlock(), returned = emitter.makeBlock()
            emitter.builder.jump(next, [parameters[0]])
            emitter.begin(next)
            let value = emitter.builder.function.parameters(next)[0]
            emitter.require(emitter.flag(.unwound, .i32, value), else: returned)
            let isReturn = emitter.flag(.isNil, .any, emitter.root(frames.capture))
            emitter.require(isReturn, else: captured)
            emitter.builder.jump(returned)

            // An activation has returned, or is being unwound: so is its sender's call.
            emitter.begin(returned)
            let base = emitter.root(frames.base)
            emitter.leave(if: emitter.flag(.isNil, .any, base), to: ended)
            let sender = self.sender(of: base, &emitter)
            emitter.leave(if: emitter.flag(.isNil, .any, sender), to: ended)
            resumeContext(sender, value, resume, next, broken, &emitter)

            // The stack has been taken apart.
            emitter.begin(captured)
            let request = emitter.root(frames.capture)
            emitter.setRoot(frames.capture, emitter.null())
            let bottom = emitter.root(frames.base)
            let last = emitter.root(frames.tail)
            let linked = emitter.makeBlock(), other = emitter.makeBlock()
            emitter.leave(if: emitter.flag(.isNil, .any, bottom), to: linked)
            emitter.leave(if: emitter.isSame(bottom, last), to: linked)
            emitter.builder.jump(other)
            // The activation at the bottom has left its place to another one.
            emitter.begin(other)
            setSender(of: last, to: self.sender(of: bottom, &emitter), &emitter)
            emitter.builder.jump(linked)
            emitter.begin(linked)
            let head = emitter.root(frames.head)
            let switching = emitter.makeBlock()
            if closed.hasExchanges, let array = layout.arrayLayout {
                let other = emitter.makeBlock()
                emitter.require(emitter.flag(.isRef, .ref(array), request), else: other)
                _ = emitter.call(ReferenceExchange(self).exchange(), [request])
                resumeContext(head, head, resume, next, broken, &emitter)
                emitter.begin(other)
            }
            emitter.require(
                emitter.isSame(request, emitter.root(layout.trueRoot)), else: switching)
            resumeContext(head, head, resume, next, broken, &emitter)

            emitter.begin(switching)
            goOn(with: request, leaving: head, resume, next, broken, &emitter)

            emitter.begin(ended)
            endProcess(value, resume, next, broken, &emitter)
            emitter.begin(broken)
            fail(with: string("a context that cannot be gone on with", &emitter), &emitter)
        }
    }

    /// Goes on with a context, whose call has answered `value`.
    private func resumeContext(
        _ context: ValueID, _ value: ValueID, _ resume: Int, _ next: BlockID, _ broken: BlockID,
        _ emitter: inout CodeEmitter
    ) {
        guard let object = self.context(context, else: broken, &emitter) else { return emitter.builder.jump(broken) }
        emitter.setRoot(frames.base, context)
        Handlers(self)?.restore(object, &emitter)
        let closure = emitter.fieldGet(.any, object, resume)
        let isClosure = emitter.builder.icmp(.eq, .i32, emitter.arity(closure), emitter.word(1))
        emitter.require(isClosure, else: broken)
        let answer = emitter.callClosure([closure, value])
        emitter.builder.jump(next, [answer])
    }

    /// Leaves the process that runs at a context, and goes on with another one.
    private func goOn(
        with process: ValueID, leaving head: ValueID, _ resume: Int, _ next: BlockID, _ broken: BlockID,
        _ emitter: inout CodeEmitter
    ) {
        guard let scheduling = Scheduling(self) else { return emitter.builder.jump(broken) }
        let active = scheduling.active(&emitter)
        scheduling.set(ProcessFacts.Link.context, of: active, to: head, &emitter)
        start(process, scheduling, resume, next, broken, &emitter)
    }

    private func start(
        _ process: ValueID, _ scheduling: Scheduling, _ resume: Int, _ next: BlockID, _ broken: BlockID,
        _ emitter: inout CodeEmitter
    ) {
        scheduling.setActive(process, &emitter)
        let suspended = scheduling.get(ProcessFacts.Link.context, of: process, &emitter)
        scheduling.set(ProcessFacts.Link.context, of: process, to: emitter.null(), &emitter)
        let context = emitter.makeBlock()
        let isBlock = emitter.builder.icmp(.eq, .i32, emitter.arity(suspended), emitter.word(0))
        emitter.require(isBlock, else: context)
        emitter.setRoot(frames.base, emitter.null())
        Handlers(self)?.restore(nil, &emitter)
        let answer = emitter.callClosure([suspended])
        emitter.builder.jump(next, [answer])
        emitter.begin(context)
        resumeContext(suspended, emitter.null(), resume, next, broken, &emitter)
    }

    /// The last activation of a process has returned: the program's first one ends with that; others make way.
    private func endProcess(
        _ value: ValueID, _ resume: Int, _ next: BlockID, _ broken: BlockID, _ emitter: inout CodeEmitter
    ) {
        let isReturned = emitter.makeBlock(), isUnwinding = emitter.flag(.unwound, .i32, value)
        emitter.require(isUnwinding, else: isReturned)
        fail(with: string("a block cannot return from a method that another process runs", &emitter), &emitter)
        emitter.begin(isReturned)
        emitter.setRoot(frames.base, emitter.null())
        guard closed.hasProcesses, let scheduling = Scheduling(self) else { return emitter.ret(value) }
        let other = emitter.makeBlock()
        let first = emitter.root(scheduling.firstProcess)
        emitter.require(emitter.isSame(scheduling.active(&emitter), first), else: other)
        emitter.ret(value)
        emitter.begin(other)
        let ready = emitter.call(scheduling.takeReady(), [emitter.integer(1)])
        start(ready, scheduling, resume, next, broken, &emitter)
    }
}
