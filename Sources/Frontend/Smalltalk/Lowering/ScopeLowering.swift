// The code of a method or block, instruction by instruction. The stack of the bytecodes is known at every place, so its
// values are the IR's; where ways meet they are passed in variables, which SSA construction takes away.

import IR
import Support

struct ScopeLowering {
    /// A value on the stack.
    enum Entry {
        case value(ValueID)
        /// true or false, as a flag.
        case flag(ValueID)
        /// The context that runs.
        case context
    }

    let program: ProgramLowering
    let method: MethodID
    let plan: MethodPlan
    let scope: Int
    var emitter: CodeEmitter
    var stack: [Entry] = []
    /// Where the instruction stands that is being lowered.
    private(set) var pc = 0
    /// Where variables of the method or block are.
    private(set) var places: [Int: Place] = [:]
    /// A variable of the IR for each place on the stack.
    private var stackVariables: [VariableID] = []
    private var blocks: [Int: BlockID] = [:]
    var receiver: ValueID
    /// What a block that returns from its home tells it by: a cell that holds nil as long as the home runs.
    var home: ValueID?
    var unwindBlock: BlockID?
    /// Where jumps lead that are never taken.
    private var deadBlock: BlockID?
    /// The places that control can come to.
    var live: Set<Int>
    /// The calls that can be left and gone on with.
    var resumable: ResumableCode?
    /// The activation's context; nil as long as it has none.
    var ownContext: VariableID?
    /// How many values the code was handed on the stack of a closure before its own variables.
    private var copiedCount = 0

    enum Place {
        case variable(VariableID)
        case cell(ValueID)
        case value(ValueID)
    }

    var code: MethodCode { plan.code }
    var compiled: CompiledMethod { program.world.image.methods[method] }
    var owner: ClassID { compiled.classID }

    /// The scope of a method itself.
    init(_ program: ProgramLowering, _ method: MethodID, _ code: MethodCode, scope: Int, _ emitter: CodeEmitter) {
        let plan = MethodPlan(
            code, program.world.image.methods[method].header, isReturnedTo: program.closed.isReturnedTo(method))
        self.init(program, method, plan, scope, emitter)
    }

    private init(
        _ program: ProgramLowering, _ method: MethodID, _ plan: MethodPlan, _ scope: Int, _ emitter: CodeEmitter
    ) {
        (self.program, self.method, self.plan, self.scope, self.emitter) = (program, method, plan, scope, emitter)
        receiver = ValueID(rawValue: 0)
        live = program.closed.livePlaces(plan.code, method)
        let hasHome = scope == 0 && program.closed.isReturnedTo(method)
        if hasHome { ownContext = makeVariable("context") }
        findResumableCalls()
    }

    /// The same scope, for the function that goes on behind its calls.
    init(resuming other: ScopeLowering, _ emitter: CodeEmitter) {
        self.init(other.program, other.method, other.plan, other.scope, emitter)
    }

    // MARK: The frame

    mutating func run() {
        let parameters = emitter.start()
        emitter.enter(program.location(method, code, code.scopes[scope].start))
        if let ownContext { emitter.builder.set(ownContext, emitter.null()) }
        switch code.scopes[scope].kind {
        case .method: startMethod(parameters)
        case .block(let arguments): startBlock(parameters, arguments)
        case .closure(let arguments, let copied): startClosure(parameters, arguments, copied)
        }
        makeBlocks()
        let first = code.scopes[scope].start
        if let block = blocks[first] {
            spill()
            emitter.builder.jump(block)
        }
        lowerCode()
        finishLeaving()
        finishUnwinding()
    }

    /// Whether it is a call that control can go on behind, in the function for that.
    private func isContinued(_ pc: Int) -> Bool { resumable?.continuations[pc] != nil }

    /// The variables that a context keeps, in ascending order, as `restore` takes them.
    func restorePlaces() -> [Int] {
        switch code.scopes[scope].kind {
        case .method, .block: Array(0..<compiled.header.temporaryCount)
        case .closure(let arguments, let copied): Array(0..<arguments + copied)
        }
    }

    /// A variable gets back what a context has kept: its value, or the cell that it lives in.
    mutating func restore(_ variable: Int, _ value: ValueID) {
        switch code.scopes[scope].kind {
        case .method where plan.cells.contains(variable): places[variable] = .cell(value)
        case .block where plan.captures[scope].variables.contains(variable):
            places[variable] = plan.cells.contains(variable) ? .cell(value) : .value(value)
        case .method, .block, .closure:
            let id = makeVariable("t\(variable)")
            emitter.builder.set(id, value)
            places[variable] = .variable(id)
        }
        if case .closure(let arguments, let copied) = code.scopes[scope].kind { copiedCount = arguments + copied }
    }

    private mutating func startMethod(_ parameters: [ValueID]) {
        receiver = parameters[0]
        let header = compiled.header
        for index in 0..<header.temporaryCount {
            let isArgument = index < header.argumentCount
            if plan.cells.contains(index) {
                let first = isArgument ? parameters[index + 1] : emitter.null()
                places[index] = .cell(emitter.cell(first))
            } else if isArgument {
                let variable = makeVariable("t\(index)")
                emitter.builder.set(variable, parameters[index + 1])
                places[index] = .variable(variable)
            } else {
                places[index] = .variable(makeVariable("t\(index)"))
            }
        }
        if plan.isHome { home = emitter.cell(emitter.null()) }
        beginHandler(parameters)
        if header.primitive != 0 {
            PrimitiveLowering.lower(header.primitive, Array(parameters), self.compiled, program, &emitter)
        }
    }

    /// Takes what the block captures; answers the other parameters.
    private mutating func takeCaptures(_ parameters: [ValueID]) -> [ValueID] {
        let captures = plan.captures[scope]
        var next = 0
        func take() -> ValueID {
            next += 1
            return parameters[next - 1]
        }
        if captures.receiver { receiver = take() } else { receiver = emitter.null() }
        if captures.home { home = take() }
        for variable in captures.variables {
            let value = take()
            places[variable] = plan.cells.contains(variable) ? .cell(value) : .value(value)
        }
        return Array(parameters[next...])
    }

    private mutating func startBlock(_ parameters: [ValueID], _ arguments: Int) {
        stack = takeCaptures(parameters).map { .value($0) }
        for index in 0..<compiled.header.temporaryCount where places[index] == nil {
            places[index] = .variable(makeVariable("t\(index)"))
        }
    }

    private mutating func startClosure(_ parameters: [ValueID], _ arguments: Int, _ copied: Int) {
        // Copied values are captured first, then come the receiver and the home, then the arguments.
        let captured = parameters.prefix(copied)
        let rest = takeCaptures(Array(parameters.dropFirst(copied)))
        copiedCount = arguments + copied
        stack = (0..<code.scopes[scope].temporaries).map { _ in .value(emitter.null()) }
        for (index, value) in (rest + captured).enumerated() {
            let variable = makeVariable("t\(index)")
            emitter.builder.set(variable, value)
            places[index] = .variable(variable)
        }
    }

    mutating func makeVariable(_ name: String, _ type: Type = .any) -> VariableID {
        emitter.builder.function.variables.append(Variable(name: name, type: type))
    }

    // MARK: Flow

    /// A block for each place that something jumps to.
    mutating func makeBlocks() {
        for point in code.points.values where point.scope == scope && live.contains(point.instruction.pc) {
            guard let target = point.instruction.target, code.points[target]?.scope == scope, live.contains(target)
            else { continue }
            blocks[target] = BlockID(rawValue: 0)
        }
        for pc in blocks.keys.sorted() { blocks[pc] = emitter.makeBlock() }
    }

    /// Puts the stack into its variables.
    mutating func spill() {
        for place in stack.indices {
            let value = materialize(place)
            emitter.builder.set(stackVariable(place), value)
        }
    }

    mutating func stackVariable(_ place: Int) -> VariableID {
        while stackVariables.count <= place { stackVariables.append(makeVariable("s\(stackVariables.count)")) }
        return stackVariables[place]
    }

    mutating func reload(_ depth: Int) {
        stack = []
        for place in 0..<depth {
            let variable = stackVariable(place)
            stack.append(.value(emitter.builder.get(variable)))
        }
    }

    mutating func lowerCode() {
        let points = code.points.values.filter { point in
            point.scope == scope && (live.contains(point.instruction.pc) || isContinued(point.instruction.pc))
        }.sorted { $0.instruction.pc < $1.instruction.pc }
        var isReachable = resumable?.goesOn != true
        var skip = false
        for (number, point) in points.enumerated() {
            let instruction = point.instruction
            if skip {
                skip = false
                continue
            }
            if let block = blocks[instruction.pc] {
                if isReachable, instruction.pc != code.scopes[scope].start {
                    spill()
                    emitter.builder.jump(block)
                }
                emitter.begin(block)
                reload(point.depth)
                isReachable = true
            } else if !isReachable, isContinued(instruction.pc) {
                isReachable = true
            } else if !isReachable {
                // Only jumps lead on behind a jump, and all of them lead to blocks.
                continue
            }
            let following = number + 1 < points.count ? points[number + 1].instruction : nil
            let next = following?.pc == instruction.end ? following : nil
            let previous = number > 0 ? points[number - 1].instruction : nil
            pc = instruction.pc
            emitter.enter(program.location(method, code, pc))
            if isContinued(pc), !live.contains(pc) {
                resumeOnly(point)
            } else {
                skip = lower(instruction, next: next, previous: previous)
            }
            let end = skip ? next?.end ?? instruction.end : instruction.end
            isReachable = !instruction.endsPath && !emitter.builder.isTerminated
            if isReachable, !isLive(behind: instruction, end) {
                emitter.builder.trap(.user)
                isReachable = false
            }
        }
        if !emitter.builder.isTerminated { emitter.builder.trap(.user) }
        if let deadBlock {
            emitter.begin(deadBlock)
            emitter.builder.trap(.user)
        }
    }

    /// Whether control comes to what follows an instruction; the code of closures lies between.
    private func isLive(behind instruction: BytecodeInstruction, _ end: Int) -> Bool {
        if case .pushClosure(_, _, let size) = instruction.operation { return live.contains(end + size) }
        return live.contains(end)
    }

    /// The block of a jump's target; where control never comes to, one that says so.
    mutating func block(_ pc: Int) -> BlockID { blocks[pc] ?? neverReached() }

    mutating func neverReached() -> BlockID {
        if let deadBlock { return deadBlock }
        let block = emitter.makeBlock()
        deadBlock = block
        return block
    }

    func isJumpTarget(_ pc: Int) -> Bool { blocks[pc] != nil }

    /// Where control goes on when a jump is not taken: the block there, or a new one.
    mutating func blockBehind(_ pc: Int) -> BlockID {
        live.contains(pc) ? blocks[pc] ?? emitter.makeBlock() : neverReached()
    }

    /// Goes on behind a jump that was not taken, unless the block there begins by itself.
    mutating func goOn(_ block: BlockID, at pc: Int) {
        if live.contains(pc), !isJumpTarget(pc) { emitter.begin(block) }
    }

    // MARK: The stack

    mutating func push(_ value: ValueID) { stack.append(.value(value)) }

    /// The value at a place of the stack.
    mutating func materialize(_ place: Int) -> ValueID {
        let value: ValueID
        switch stack[place] {
        case .value(let known): return known
        case .flag(let flag): value = emitter.truth(flag)
        case .context: value = activation() ?? program.context(&emitter)
        }
        stack[place] = .value(value)
        return value
    }

    mutating func top() -> ValueID { materialize(stack.count - 1) }

    mutating func pop() -> ValueID {
        let value = top()
        stack.removeLast()
        return value
    }

    mutating func pop(_ count: Int) -> [ValueID] {
        var values: [ValueID] = []
        for _ in 0..<count { values.append(pop()) }
        return values.reversed()
    }

    // MARK: Variables

    mutating func variable(_ index: Int) -> ValueID {
        if let slot = stackSlot(index) { return slot < stack.count ? materialize(slot) : emitter.null() }
        switch places[index] {
        case .variable(let variable): return emitter.builder.get(variable)
        case .cell(let cell): return emitter.cellGet(cell)
        case .value(let value): return value
        case nil: return emitter.null()
        }
    }

    mutating func setVariable(_ index: Int, _ value: ValueID) {
        if let slot = stackSlot(index) {
            // What was popped into its own place is gone.
            if slot < stack.count { stack[slot] = .value(value) }
            return
        }
        switch places[index] {
        case .variable(let variable): emitter.builder.set(variable, value)
        case .cell(let cell): emitter.cellSet(cell, value)
        case .value, nil: preconditionFailure("ScopeLowering: a variable that cannot be set")
        }
    }

    /// The place on the stack of a variable that a closure made itself.
    private func stackSlot(_ index: Int) -> Int? {
        guard case .closure = code.scopes[scope].kind, index >= copiedCount else { return nil }
        return index - copiedCount
    }

    // MARK: Blocks

    /// A closure of the scope that begins at `pc`, over `copied` values.
    mutating func makeClosure(at pc: Int, copied: [ValueID]) -> ValueID {
        guard let child = code.scopes.indices.first(where: { $0 > scope && code.scopes[$0].start == pc }) else {
            preconditionFailure("ScopeLowering: a block without a scope")
        }
        return makeClosure(child, copied: copied, receiver: receiver)
    }

    mutating func makeClosure(_ child: Int, copied: [ValueID], receiver: ValueID) -> ValueID {
        let captures = plan.captures[child]
        var values = copied
        if captures.receiver { values.append(receiver) }
        if captures.home, let home { values.append(home) }
        for variable in captures.variables {
            switch places[variable] {
            case .cell(let cell): values.append(cell)
            case .value(let value): values.append(value)
            case .variable(let variable): values.append(emitter.builder.get(variable))
            case nil: values.append(emitter.null())
            }
        }
        let arity = values.count + code.scopes[child].argumentCount
        let id = program.blockFunction(CodePart(method: method, scope: child), arity) { body in
            var lowering = ScopeLowering(program, method, plan, child, body)
            lowering.emitter.builder.function.attributes = program.attributes(of: method)
            lowering.run()
            return lowering.emitter.builder.function
        }
        return program.closure(id, values, &emitter)
    }
}
