// How methods and blocks return: to their callers, from blocks to the callers of their homes, and what runs on the way.

import IR

extension ScopeLowering {
    /// Returns from the method; from a block, from its home.
    mutating func returnFromMethod(_ value: ValueID) {
        guard scope > 0 else { return finish(value) }
        guard let home else { preconditionFailure("ScopeLowering: a block that does not know its home") }
        let isAlive = emitter.flag(.isNil, .any, emitter.cellGet(home))
        let dead = emitter.makeBlock()
        emitter.require(isAlive, else: dead)
        emitter.setRoot(program.layout.homeRoot, home)
        emitter.setRoot(program.layout.answerRoot, value)
        let mark = emitter.unwinding()
        emitter.ret(mark)
        emitter.begin(dead)
        program.cannotReturn(value, &emitter)
    }

    /// Returns from the method itself.
    private mutating func finish(_ value: ValueID) {
        endHome()
        emitter.ret(value)
    }

    /// Nothing returns from the method any more.
    private mutating func endHome() {
        if let home { emitter.cellSet(home, emitter.integer(0)) }
        endHandler()
    }

    /// Checks what a call answered: while a block returns from its home, calls in between end too.
    mutating func checked(_ value: ValueID) -> ValueID {
        if isResumable(pc) { return resumed(value) }
        guard program.closed.hasNonLocalReturns else { return value }
        let block = unwinding()
        let isUnwinding = emitter.flag(.unwound, .i32, value)
        emitter.leave(if: isUnwinding, to: block)
        return value
    }

    /// The block that ends what is being unwound.
    mutating func unwinding() -> BlockID {
        let block = unwindBlock ?? emitter.makeBlock()
        unwindBlock = block
        return block
    }

    mutating func finishUnwinding() {
        guard let unwindBlock else { return }
        emitter.begin(unwindBlock)
        emitter.enter(program.location(method, code, code.scopes[scope].start))
        if scope == 0, let home {
            let other = emitter.makeBlock()
            let wanted = emitter.root(program.layout.homeRoot)
            let isOwn = emitter.isSame(wanted, home)
            emitter.require(isOwn, else: other)
            beginAnew()
            let answer = emitter.root(program.layout.answerRoot)
            finish(answer)
            emitter.begin(other)
            endHome()
        }
        if scope == 0, compiled.header.primitive == UnwindMarker.primitive { runGuard() }
        let mark = emitter.unwinding()
        emitter.ret(mark)
    }

    /// A return from a block passes this method, which has a block to run then, unless that has been done. The return
    /// goes on behind it, or makes way for one that the block itself does.
    private mutating func runGuard() {
        guard compiled.header.temporaryCount > UnwindMarker.isComplete,
            let selector = program.layout.selector(UnwindMarker.selector)
        else { return }
        let done = emitter.makeBlock()
        let isOpen = emitter.flag(.isNil, .any, variable(UnwindMarker.isComplete))
        emitter.require(isOpen, else: done)
        if let ownContext, let handlers = Handlers(program) {
            handlers.leave(ifCleared: UnwindMarker.block, in: emitter.builder.get(ownContext), to: done, &emitter)
        }
        let target = emitter.root(program.layout.homeRoot), answer = emitter.root(program.layout.answerRoot)
        setVariable(UnwindMarker.isComplete, emitter.root(program.layout.trueRoot))
        let value = emitter.send(selector, [variable(UnwindMarker.block)])
        program.refuseCapture(&emitter)
        emitter.leave(if: emitter.flag(.unwound, .i32, value), to: done)
        emitter.setRoot(program.layout.homeRoot, target)
        emitter.setRoot(program.layout.answerRoot, answer)
        emitter.builder.jump(done)
        emitter.begin(done)
    }

    // MARK: Handlers of exceptions

    private var isHandler: Bool { scope == 0 && compiled.header.primitive == HandlerMarker.primitive }

    /// A method that handles exceptions puts its handler in force.
    mutating func beginHandler(_ parameters: [ValueID]) {
        guard isHandler, let home, let handlers = Handlers(program) else { return }
        let count = compiled.header.argumentCount
        var variables = Array(parameters[1...count])
        for index in count..<max(count, compiled.header.temporaryCount) {
            variables.append(index == count ? emitter.root(program.layout.trueRoot) : emitter.null())
        }
        handlers.push(home, receiver, variables, &emitter)
    }

    mutating func endHandler() {
        guard isHandler, let home else { return }
        Handlers(program)?.pop(home, &emitter)
    }

    /// Code has returned to the method, or has told it to begin anew with a new receiver.
    private mutating func beginAnew() {
        guard isHandler, let handlers = Handlers(program), let function = program.function(method) else { return }
        let returned = emitter.makeBlock()
        emitter.leave(if: handlers.takeRestart(&emitter), to: returned)
        let newReceiver = emitter.root(program.layout.answerRoot)
        endHome()
        let arguments = (0..<compiled.header.argumentCount).map { variable($0) }
        emitter.builder.tailCall(function, [newReceiver] + arguments)
        emitter.begin(returned)
    }

    /// The context of the activation, as what looks for handlers sees it; nil for one that nothing returns to.
    mutating func activation() -> ValueID? {
        guard scope == 0, let ownContext, program.closed.isReturnedTo(method), program.closed.hasHandlers else {
            return nil
        }
        let count = emitter.integer(Int64(shownCount))
        let context = emitter.call(program.frame(), [emitter.builder.get(ownContext), count])
        emitter.builder.set(ownContext, context)
        describe(context)
        return context
    }

    /// The activation's context learns how to return to it, and which handlers are in force.
    mutating func describe(_ context: ValueID) {
        guard scope == 0, let home, program.closed.isReturnedTo(method), let handlers = Handlers(program) else {
            return
        }
        let variables = (0..<compiled.header.temporaryCount).map { variable($0) }
        handlers.describe(context, home, receiver, variables, &emitter)
    }
}
