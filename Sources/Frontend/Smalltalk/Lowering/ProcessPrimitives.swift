// Semaphores and processes (spec/smalltalk.md 2.7). Processes run until they wait, give way, or make one of a higher
// priority ready.

import IR

struct ProcessPrimitives {
    let primitive: PrimitiveLowering
    private var program: ProgramLowering { primitive.program }

    init(_ primitive: PrimitiveLowering) { self.primitive = primitive }

    func emit(_ number: Int, _ emitter: inout CodeEmitter) {
        guard let scheduling = Scheduling(program) else { return }
        switch number {
        case ProcessPrimitive.signal: signal(scheduling, &emitter)
        case ProcessPrimitive.wait: wait(scheduling, &emitter)
        case ProcessPrimitive.resume: resume(scheduling, &emitter)
        case ProcessPrimitive.suspend: suspend(scheduling, &emitter)
        case ProcessPrimitive.yield: yield(scheduling, &emitter)
        default: break
        }
    }

    // MARK: Semaphores

    private func semaphore(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) -> ValueID? {
        guard let id = program.layout.layout(scheduling.facts.semaphoreClass) else { return nil }
        emitter.require(emitter.flag(.isRef, .ref(id), primitive.receiver), else: primitive.failure)
        return emitter.unbox(.ref(id), primitive.receiver)
    }

    /// The signals that nobody has waited for, an i64.
    private func signals(_ semaphore: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let field = program.layout.field(ProcessFacts.List.signals)
        return emitter.smallInteger(emitter.fieldGet(.any, semaphore, field), else: primitive.failure)
    }

    private func setSignals(_ semaphore: ValueID, _ number: ValueID, _ emitter: inout CodeEmitter) {
        let count = emitter.smallInteger(of: number, else: primitive.failure)
        emitter.fieldSet(.any, semaphore, program.layout.field(ProcessFacts.List.signals), count)
    }

    private func signal(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        guard let semaphore = semaphore(scheduling, &emitter) else { return }
        let count = signals(semaphore, &emitter)
        if program.closed.hasProcesses {
            let nobody = emitter.makeBlock()
            let waiting = emitter.call(scheduling.removeFirst(), [primitive.receiver])
            emitter.leave(if: emitter.flag(.isNil, .any, waiting), to: nobody)
            makeReady(waiting, scheduling, &emitter)
            emitter.begin(nobody)
        }
        setSignals(semaphore, emitter.builder.binary(.add, .i64, count, emitter.long(1)), &emitter)
        emitter.ret(primitive.receiver)
    }

    private func wait(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        guard let semaphore = semaphore(scheduling, &emitter) else { return }
        let count = signals(semaphore, &emitter), none = emitter.makeBlock()
        emitter.require(emitter.builder.icmp(.sgt, .i64, count, emitter.long(0)), else: none)
        setSignals(semaphore, emitter.builder.binary(.sub, .i64, count, emitter.long(1)), &emitter)
        emitter.ret(primitive.receiver)
        emitter.begin(none)
        guard program.closed.hasProcesses else {
            return program.fail(with: program.string("deadlock: every process waits", &emitter), &emitter)
        }
        _ = emitter.call(scheduling.addLast(), [primitive.receiver, scheduling.active(&emitter)])
        change(to: emitter.call(scheduling.takeReady(), [emitter.integer(1)]), &emitter)
    }

    // MARK: Processes

    private func isProcess(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) -> Bool {
        guard let id = program.layout.layout(scheduling.facts.processClass) else { return false }
        emitter.require(emitter.flag(.isRef, .ref(id), primitive.receiver), else: primitive.failure)
        return true
    }

    private func resume(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        guard program.closed.hasProcesses, isProcess(scheduling, &emitter) else { return }
        let process = primitive.receiver
        // Only a process that is suspended can be resumed: one with something to go on with, and in no list.
        let context = scheduling.get(ProcessFacts.Link.context, of: process, &emitter)
        emitter.leave(if: emitter.flag(.isNil, .any, context), to: primitive.failure)
        let list = scheduling.get(ProcessFacts.Link.list, of: process, &emitter)
        emitter.require(emitter.flag(.isNil, .any, list), else: primitive.failure)
        let priority = scheduling.get(ProcessFacts.Link.priority, of: process, &emitter)
        let number = emitter.smallInteger(priority, else: primitive.failure)
        let top = emitter.long(Int64(scheduling.facts.lists.count))
        let place = emitter.builder.binary(.sub, .i64, number, emitter.long(1))
        emitter.require(emitter.builder.icmp(.ult, .i64, place, top), else: primitive.failure)
        makeReady(process, scheduling, &emitter)
    }

    private func suspend(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        guard program.closed.hasProcesses, isProcess(scheduling, &emitter) else { return }
        let isActive = emitter.isSame(primitive.receiver, scheduling.active(&emitter))
        emitter.require(isActive, else: primitive.failure)
        change(to: emitter.call(scheduling.takeReady(), [emitter.integer(1)]), &emitter)
    }

    private func yield(_ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        guard program.closed.hasProcesses else { return emitter.ret(primitive.receiver) }
        let active = scheduling.active(&emitter), alone = emitter.makeBlock()
        let priority = scheduling.get(ProcessFacts.Link.priority, of: active, &emitter)
        let ready = emitter.call(scheduling.findReady(), [priority])
        emitter.leave(if: emitter.flag(.isNil, .any, ready), to: alone)
        giveWay(to: ready, scheduling, &emitter)
        emitter.begin(alone)
        emitter.ret(primitive.receiver)
    }

    /// A process may run; it does at once if its priority is higher than that of the one that runs.
    private func makeReady(_ process: ValueID, _ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        let later = emitter.makeBlock()
        let isFirst = scheduling.precedes(process, scheduling.active(&emitter), &emitter)
        emitter.require(isFirst, else: later)
        giveWay(to: process, scheduling, &emitter)
        emitter.begin(later)
        let list = scheduling.list(of: process, &emitter)
        _ = emitter.call(scheduling.addLast(), [list, process])
        emitter.ret(primitive.receiver)
    }

    /// The process that runs stays ready, and another one runs.
    private func giveWay(to process: ValueID, _ scheduling: Scheduling, _ emitter: inout CodeEmitter) {
        let active = scheduling.active(&emitter)
        let list = scheduling.list(of: active, &emitter)
        _ = emitter.call(scheduling.addLast(), [list, active])
        change(to: process, &emitter)
    }

    /// Leaves the process that runs. When it goes on, the primitive answers its receiver.
    private func change(to process: ValueID, _ emitter: inout CodeEmitter) {
        program.leave(for: process, answering: primitive.receiver, &emitter)
    }
}
