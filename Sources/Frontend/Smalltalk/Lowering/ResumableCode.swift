// Code that can be left at a call and gone on with there: what Frames.swift needs of methods and blocks. Each has a
// second function, which takes what a context's closure has kept, and the answer of the call; it goes on behind the
// call.

import IR
import Support

/// What a method or block with such calls knows of them.
struct ResumableCode {
    /// The places of the calls, in ascending order.
    let places: [Int]
    /// What the call answered, in the function that goes on.
    let answer: VariableID
    /// Where that function goes on behind each call; empty in the first function.
    var continuations: [Int: BlockID] = [:]
    /// The place of the call that is being left, and how much is on the stack then.
    let call: VariableID
    let depth: VariableID
    /// Where all calls go that are left.
    var leaving: BlockID?

    var goesOn: Bool { !continuations.isEmpty }
}

extension ScopeLowering {
    /// The deepest stack of the scope.
    private var mostValues: Int {
        code.points.values.reduce(0) { $1.scope == scope ? max($0, $1.depth) : $0 }
    }

    /// Prepares the calls of this scope that can be left.
    mutating func findResumableCalls() {
        let found = program.closed.resumablePlaces(method).filter { code.points[$0]?.scope == scope }
        guard !found.isEmpty else { return }
        if ownContext == nil { ownContext = makeVariable("context") }
        resumable = ResumableCode(
            places: found.sorted(), answer: makeVariable("answer"), call: makeVariable("call", .i64),
            depth: makeVariable("depth", .i64))
    }

    func isResumable(_ pc: Int) -> Bool { resumable?.places.contains(pc) == true }

    // MARK: Leaving

    /// The answer of a call that can be left.
    mutating func resumed(_ value: ValueID) -> ValueID {
        guard let continuation = resumable?.continuations[pc], let answer = resumable?.answer else {
            spill()
            return checkedForLeaving(value)
        }
        spill()
        emitter.builder.set(answer, value)
        emitter.builder.jump(continuation)
        return goOn(at: continuation, depth: stack.count)
    }

    /// A call that control comes to only by going on behind it.
    mutating func resumeOnly(_ point: CodePoint) {
        guard let continuation = resumable?.continuations[point.instruction.pc] else { return }
        let taken = argumentCount(point.instruction)
        let value = goOn(at: continuation, depth: point.depth - taken)
        push(value)
        if case .pushThisContext = point.instruction.operation { describe(value) }
    }

    /// Begins the block behind a call; answers what the call answered.
    private mutating func goOn(at continuation: BlockID, depth: Int) -> ValueID {
        emitter.begin(continuation)
        reload(depth)
        guard let resumable else { return emitter.null() }
        return checkedForLeaving(emitter.builder.get(resumable.answer))
    }

    private mutating func checkedForLeaving(_ value: ValueID) -> ValueID {
        let left = emitter.makeBlock(), next = emitter.makeBlock()
        emitter.builder.branch(emitter.flag(.unwound, .i32, value), left, else: next)
        emitter.begin(left)
        leave()
        emitter.begin(next)
        return value
    }

    /// How many values a call takes from the stack.
    private func argumentCount(_ instruction: BytecodeInstruction) -> Int {
        switch instruction.operation {
        case .send(_, let count), .superSend(_, let count): count + 1
        case .directedSuperSend(_, let count): count + 2
        case .sendSpecial(let index): program.world.image.selectors.argumentCounts[index] + 1
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .jump, .jumpIf,
            .returnReceiver, .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            0
        }
    }

    /// The call was left: by a return from a block, or because the stack is taken apart.
    private mutating func leave() {
        guard var resumable else { return }
        let block = resumable.leaving ?? emitter.makeBlock()
        resumable.leaving = block
        self.resumable = resumable
        emitter.builder.set(resumable.call, emitter.long(Int64(pc)))
        emitter.builder.set(resumable.depth, emitter.long(Int64(stack.count)))
        emitter.builder.jump(block)
    }

    /// What all calls have in common that can be left: a function makes the context.
    mutating func finishLeaving() {
        guard let resumable, let block = resumable.leaving else { return }
        emitter.begin(block)
        emitter.enter(program.location(method, code, code.scopes[scope].start))
        let isReturn = emitter.flag(.isNil, .any, emitter.root(program.frames.capture))
        emitter.leave(if: isReturn, to: unwinding())
        reload(mostValues)
        let call = emitter.box(.i64, emitter.builder.get(resumable.call))
        let depth = emitter.box(.i64, emitter.builder.get(resumable.depth))
        let context = ownContext.map { emitter.builder.get($0) } ?? emitter.null()
        var values = [call, receiver, home ?? emitter.null(), context]
        let variables = places.keys.sorted()
        for variable in variables { values.append(kept(variable)) }
        for place in stack.indices { values.append(materialize(place)) }
        let cells = Set(variables.indices.filter { if case .cell = places[variables[$0]] { true } else { false } })
        let function = program.leavingFunction(self, values.count + 1) { program, emitter, parameters in
            makeContext(program, &emitter, parameters, variables: variables.count, cells: cells)
        }
        _ = emitter.call(function, values + [depth])
        endHandler()
        let mark = emitter.unwinding()
        emitter.ret(mark)
    }

    /// Makes the context of what is kept, behind which comes the depth of the stack; `cells` are the variables
    /// that are cells.
    private func makeContext(
        _ program: ProgramLowering, _ emitter: inout CodeEmitter, _ parameters: [ValueID], variables: Int,
        cells: Set<Int>
    ) {
        var values = Array(parameters.dropLast())
        let (call, receiver) = (values[KeptValue.call], values[KeptValue.receiver])
        let depth = parameters[parameters.count - 1]
        let context = emitter.call(program.frame(), [values[KeptValue.context], emitter.integer(Int64(shownCount))])
        values[KeptValue.context] = context
        var kept = values
        if program.closed.hasExchanges {
            kept = [program.keep(values, shownCount, cells: cells, &emitter)]
        } else if shownCount > 0 {
            program.show(values, shownCount, cells: cells, in: context, &emitter)
        }
        let closure = emitter.closure(program.resumingFunction(self, kept.count + 1), kept)
        let below = emitter.long(Int64(showsValues ? variables : 0))
        let top = emitter.builder.binary(.add, .i64, emitter.unbox(.i64, depth), below)
        let boxed = emitter.box(.i64, top)
        _ = emitter.call(program.link(), [context, closure, receiver, call, boxed])
        let null = emitter.null()
        emitter.ret(null)
    }

    /// What a context keeps of a variable: its value, or the cell that it lives in.
    private mutating func kept(_ variable: Int) -> ValueID {
        switch places[variable] {
        case .variable(let id): emitter.builder.get(id)
        case .cell(let value), .value(let value): value
        case nil: emitter.null()
        }
    }

    // MARK: What contexts show

    /// Whether code reads the elements of contexts: variables and stack.
    private var showsValues: Bool {
        guard let owner = program.facts.frameClass, let id = program.layout.layout(owner) else { return false }
        return program.closed.areElementsRead(of: owner) && program.module.layouts[id].elements == .any
    }

    /// How many elements the context has.
    var shownCount: Int { showsValues ? restorePlaces().count + mostValues : 0 }

    // MARK: Going on

    /// Lowers the function that goes on behind the calls: of what a context keeps, and the answer of the call.
    mutating func runResumed() {
        guard var resumable else { return }
        var parameters = emitter.start()
        if program.closed.hasExchanges {
            let count = KeptValue.first + restorePlaces().count + mostValues
            ReferenceExchange(program).answerWhileVisited(parameters[0], &emitter)
            parameters = program.values(keptIn: parameters[0], count, &emitter) + parameters.dropFirst()
        }
        for place in resumable.places { resumable.continuations[place] = emitter.makeBlock() }
        self.resumable = resumable
        emitter.enter(program.location(method, code, code.scopes[scope].start))
        receiver = parameters[KeptValue.receiver]
        if scope == 0 ? plan.isHome : plan.captures[scope].home { home = parameters[KeptValue.home] }
        if let ownContext { emitter.builder.set(ownContext, parameters[KeptValue.context]) }
        var next = KeptValue.first
        for variable in restorePlaces() {
            restore(variable, parameters[next])
            next += 1
        }
        for place in 0..<mostValues {
            emitter.builder.set(stackVariable(place), parameters[next])
            next += 1
        }
        emitter.builder.set(resumable.answer, parameters[next])
        let dead = neverReached()
        let number = emitter.builder.unary(.trunc, .i32, emitter.unbox(.i64, parameters[KeptValue.call]))
        var cases: [(value: UInt64, target: BlockCallID)] = []
        for place in resumable.places {
            guard let block = resumable.continuations[place] else { continue }
            cases.append((UInt64(place), emitter.builder.function.makeBlockCall(block)))
        }
        emitter.branch(number, cases, else: dead)
        keepOnly(behind: resumable.places)
        makeBlocks()
        lowerCode()
        finishLeaving()
        finishUnwinding()
    }

    /// Where control comes to from behind the calls.
    private mutating func keepOnly(behind calls: [Int]) {
        var found: Set<Int> = []
        var pending = calls.compactMap { code.points[$0]?.instruction.end }
        while let pc = pending.popLast() {
            guard live.contains(pc), let point = code.points[pc], point.scope == scope, found.insert(pc).inserted else {
                continue
            }
            if let target = point.instruction.target { pending.append(target) }
            if case .pushClosure(_, _, let size) = point.instruction.operation {
                pending.append(point.instruction.end + size)
            } else if !point.instruction.endsPath {
                pending.append(point.instruction.end)
            }
        }
        live = found
    }
}
