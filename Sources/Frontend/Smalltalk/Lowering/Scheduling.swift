// The scheduler of an image, as compiled code looks at it: processes and the lists that they wait in. All values are
// dynamic; the program's own code never changes the shape of these objects.

import IR

struct Scheduling {
    let program: ProgramLowering
    let facts: ProcessFacts
    private let process: LayoutID
    private let scheduler: RootID
    private let schedulerLayout: LayoutID
    /// The process that the program starts with.
    let firstProcess: RootID

    /// Nil for a program without processes.
    init?(_ program: ProgramLowering) {
        guard let facts = program.world.processes, let process = program.layout.layout(facts.processClass),
            let scheduler = program.layout.root(facts.scheduler),
            let schedulerLayout = program.layout.layout(facts.schedulerClass),
            let first = program.layout.root(facts.activeProcess)
        else { return nil }
        (self.program, self.facts, self.process) = (program, facts, process)
        (self.scheduler, self.schedulerLayout, firstProcess) = (scheduler, schedulerLayout, first)
    }

    // MARK: Variables

    func get(_ index: Int, of process: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        emitter.fieldGet(.any, emitter.unbox(.ref(self.process), process), program.layout.field(index))
    }

    func set(_ index: Int, of process: ValueID, to value: ValueID, _ emitter: inout CodeEmitter) {
        emitter.fieldSet(.any, emitter.unbox(.ref(self.process), process), program.layout.field(index), value)
    }

    private func schedulerObject(_ emitter: inout CodeEmitter) -> ValueID {
        emitter.unbox(.ref(schedulerLayout), emitter.root(scheduler))
    }

    func active(_ emitter: inout CodeEmitter) -> ValueID {
        emitter.fieldGet(.any, schedulerObject(&emitter), program.layout.field(ProcessFacts.Scheduler.active))
    }

    func setActive(_ process: ValueID, _ emitter: inout CodeEmitter) {
        let field = program.layout.field(ProcessFacts.Scheduler.active)
        emitter.fieldSet(.any, schedulerObject(&emitter), field, process)
    }

    private func lists(_ emitter: inout CodeEmitter) -> ValueID {
        let field = program.layout.field(ProcessFacts.Scheduler.lists)
        let array = emitter.fieldGet(.any, schedulerObject(&emitter), field)
        guard let id = program.layout.arrayLayout else { return array }
        return emitter.unbox(.ref(id), array)
    }

    /// The scheduler's list of a process.
    func list(of process: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let priority = emitter.unbox(.i64, get(ProcessFacts.Link.priority, of: process, &emitter))
        let index = emitter.builder.binary(.sub, .i64, priority, emitter.long(1))
        return emitter.elementGet(.any, lists(&emitter), emitter.builder.unary(.trunc, .i32, index))
    }

    /// Whether a process has a higher priority than another.
    func precedes(_ process: ValueID, _ other: ValueID, _ emitter: inout CodeEmitter) -> ValueID {
        let priorities = [process, other].map { value in
            emitter.unbox(.i64, get(ProcessFacts.Link.priority, of: value, &emitter))
        }
        return emitter.builder.icmp(.sgt, .i64, priorities[0], priorities[1])
    }

    // MARK: Lists

    /// The layouts of what processes wait in.
    private var listLayouts: [LayoutID] {
        [facts.listClass, facts.semaphoreClass].compactMap { program.layout.layout($0) }
    }

    /// Emits code for a list of each layout that it can have.
    private func forEachLayout(
        _ list: ValueID, _ emitter: inout CodeEmitter, _ body: (inout CodeEmitter, ValueID) -> Void
    ) {
        for id in listLayouts {
            let other = emitter.makeBlock()
            emitter.require(emitter.flag(.isRef, .ref(id), list), else: other)
            body(&emitter, emitter.unbox(.ref(id), list))
            emitter.begin(other)
        }
        program.fail(with: program.string("a process waits in what is no list", &emitter), &emitter)
    }

    /// A function of a list and a process: puts the process at the end of the list.
    func addLast() -> FunctionID {
        program.helper("addLast", arity: 2) { emitter, parameters in
            let process = parameters[1]
            set(ProcessFacts.Link.next, of: process, to: emitter.null(), &emitter)
            set(ProcessFacts.Link.list, of: process, to: parameters[0], &emitter)
            let (first, last) = (ProcessFacts.List.first, ProcessFacts.List.last)
            forEachLayout(parameters[0], &emitter) { emitter, list in
                let empty = emitter.makeBlock(), done = emitter.makeBlock()
                let head = emitter.fieldGet(.any, list, program.layout.field(first))
                emitter.leave(if: emitter.flag(.isNil, .any, head), to: empty)
                let end = emitter.fieldGet(.any, list, program.layout.field(last))
                set(ProcessFacts.Link.next, of: end, to: process, &emitter)
                emitter.builder.jump(done)
                emitter.begin(empty)
                emitter.fieldSet(.any, list, program.layout.field(first), process)
                emitter.builder.jump(done)
                emitter.begin(done)
                emitter.fieldSet(.any, list, program.layout.field(last), process)
                emitter.ret(process)
            }
        }
    }

    /// A function of a list: takes its first process away; nil for an empty list.
    func removeFirst() -> FunctionID {
        program.helper("removeFirst", arity: 1) { emitter, parameters in
            let (first, last) = (ProcessFacts.List.first, ProcessFacts.List.last)
            forEachLayout(parameters[0], &emitter) { emitter, list in
                let empty = emitter.makeBlock(), done = emitter.makeBlock()
                let process = emitter.fieldGet(.any, list, program.layout.field(first))
                emitter.leave(if: emitter.flag(.isNil, .any, process), to: empty)
                let next = get(ProcessFacts.Link.next, of: process, &emitter)
                emitter.fieldSet(.any, list, program.layout.field(first), next)
                let null = emitter.null()
                set(ProcessFacts.Link.next, of: process, to: null, &emitter)
                set(ProcessFacts.Link.list, of: process, to: null, &emitter)
                emitter.require(emitter.flag(.isNil, .any, next), else: done)
                emitter.fieldSet(.any, list, program.layout.field(last), null)
                emitter.builder.jump(done)
                emitter.begin(done)
                emitter.ret(process)
                emitter.begin(empty)
                emitter.ret(emitter.null())
            }
        }
    }

    /// A function of the lowest priority: takes away the first process that is ready, of the highest priority. There
    /// must be one.
    func takeReady() -> FunctionID {
        program.helper("takeReady", arity: 1) { emitter, parameters in
            let ready = emitter.call(findReady(), parameters)
            let none = emitter.makeBlock()
            emitter.leave(if: emitter.flag(.isNil, .any, ready), to: none)
            emitter.ret(ready)
            emitter.begin(none)
            program.fail(with: program.string("deadlock: every process waits", &emitter), &emitter)
        }
    }

    /// A function of the lowest priority: takes away the first process that is ready, of the highest priority; nil for
    /// none.
    func findReady() -> FunctionID {
        program.helper("findReady", arity: 1) { emitter, parameters in
            let lists = self.lists(&emitter)
            let lowest = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[0]))
            let loop = emitter.builder.makeBlock([.i32]), none = emitter.makeBlock(), found = emitter.makeBlock()
            emitter.builder.jump(loop, [emitter.elementCount(lists)])
            emitter.begin(loop)
            let number = emitter.builder.function.parameters(loop)[0]
            emitter.require(emitter.builder.icmp(.sge, .i32, number, lowest), else: none)
            let index = emitter.builder.binary(.sub, .i32, number, emitter.word(1))
            let list = emitter.elementGet(.any, lists, index)
            let process = emitter.call(removeFirst(), [list])
            emitter.require(emitter.flag(.isNil, .any, process), else: found)
            emitter.builder.jump(loop, [index])
            emitter.begin(found)
            emitter.ret(process)
            emitter.begin(none)
            emitter.ret(emitter.null())
        }
    }
}
