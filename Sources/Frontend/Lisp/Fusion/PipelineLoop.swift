// The code of a pipeline: a function that is called with all that its calls were given, and the loop that it runs.
//
// Values that are no lists, and a filter's answers that are errors, have to come out as they would without fusion: each
// list function that they would have reached says that they are no lists.

import Support

struct PipelineLoop {
    /// Something that the calls of a pipeline are given.
    private enum Slot: Hashable {
        case fold, start, stage(Int), list, from, to
        case captured(LocalID)
    }

    /// How the function that is being made gets at it.
    private enum Value {
        case local(LocalID)
        case same(CoreNode.Kind)
    }

    private let pipeline: ListPipeline
    private let library: (String) -> CoreFunctionID
    private let loop: CoreFunctionID
    /// In the order in which the program evaluates them.
    private var operands: [(slot: Slot, operand: ListOperand)] = []
    private var builder: CoreBuilder
    private var values: [Slot: Value] = [:]
    /// The loop's own: where it stands, where it began, where a range ends, and what has become of the elements so far.
    private var cursor, first, limit, result: LocalID

    /// The functions of these ids, and what the one that is called must be given.
    static func make(
        _ pipeline: ListPipeline, entry: CoreFunctionID, loop: CoreFunctionID, name: String, _ span: SourceSpan?,
        library: @escaping (String) -> CoreFunctionID
    ) -> (entry: CoreFunction, loop: CoreFunction, arguments: [ListOperand]) {
        var maker = PipelineLoop(pipeline, loop, library, CoreBuilder(loop, "\(name).loop", span))
        let body = maker.makeLoop()
        maker.builder = CoreBuilder(entry, name, span)
        let arguments = maker.declare(maker.operands)
        let start = maker.makeEntry()
        return (start, body, arguments)
    }

    private init(
        _ pipeline: ListPipeline, _ loop: CoreFunctionID, _ library: @escaping (String) -> CoreFunctionID,
        _ builder: CoreBuilder
    ) {
        self.pipeline = pipeline
        self.loop = loop
        self.library = library
        self.builder = builder
        (cursor, first, limit, result) = (
            LocalID(rawValue: 0), LocalID(rawValue: 0), LocalID(rawValue: 0), LocalID(rawValue: 0)
        )
        if case .fold(let function, let start) = pipeline.sink {
            add(function, .fold)
            operands.append((.start, start))
        }
        for (place, stage) in pipeline.stages.enumerated().reversed() { add(stage.function, .stage(place)) }
        switch pipeline.source {
        case .list(let list): operands.append((.list, list))
        case .range(let from, let to): operands += [(.from, from), (.to, to)]
        }
    }

    /// What calls of a function need: itself, or what its code captures.
    private mutating func add(_ function: StageFunction, _ slot: Slot) {
        guard function.isDirect else { return operands.append((slot, function.operand)) }
        for local in function.captured where !operands.contains(where: { $0.slot == .captured(local) }) {
            operands.append((.captured(local), .local(local)))
        }
    }

    // MARK: Pieces

    /// Makes parameters of what is not the same everywhere; what they are given.
    private mutating func declare(_ operands: [(slot: Slot, operand: ListOperand)]) -> [ListOperand] {
        values = [:]
        var given: [ListOperand] = []
        for (slot, operand) in operands {
            switch operand {
            case .value(let kind): values[slot] = .same(kind)
            case .node, .local:
                values[slot] = .local(parameter("\(slot)"))
                given.append(operand)
            }
        }
        return given
    }

    private mutating func parameter(_ name: String) -> LocalID {
        let local = builder.local(name)
        builder.function.parameters.append(local)
        return local
    }

    private mutating func get(_ slot: Slot) -> CoreID {
        switch values[slot] {
        case .local(let local): return builder.get(local)
        case .same(let kind): return builder.node(kind)
        case nil: preconditionFailure("PipelineLoop: \(slot) is not there")
        }
    }

    private mutating func call(_ name: String, _ arguments: CoreID...) -> CoreID {
        builder.node(.call(library(name), arguments))
    }

    private mutating func choose(_ condition: CoreID, _ yes: CoreID, _ no: CoreID) -> CoreID {
        builder.node(.choose(condition, yes, no))
    }

    /// A variable that has a value in what follows.
    private mutating func bind(
        _ name: String, _ value: CoreID, _ rest: (inout PipelineLoop, LocalID) -> CoreID
    ) -> CoreID {
        let local = builder.local(name)
        let assignment = builder.node(.assign(local, value))
        return builder.node(.sequence([assignment, rest(&self, local)]))
    }

    private mutating func apply(_ function: StageFunction, _ slot: Slot, _ arguments: [LocalID]) -> CoreID {
        let values = arguments.map { builder.get($0) }
        if function.isDirect, let code = function.code {
            let captured = function.captured.map { get(.captured($0)) }
            return builder.node(.call(code, captured + values))
        }
        return builder.node(.call(library(values.count == 1 ? "%call-with" : "%call-with2"), [get(slot)] + values))
    }

    /// What becomes of something that is no list when it comes to a stage.
    private mutating func refuse(_ value: CoreID, from stage: Int) -> CoreID {
        var value = value
        for _ in pipeline.stages[stage...] { value = call("%not-list", value) }
        switch pipeline.sink {
        case .fold: return call("%not-list", value)
        case .count: return call("len", value)
        case .list: return value
        }
    }

    // MARK: The loop

    /// Its parameters: the functions, where it began, the end of a range, where it stands, the result so far.
    private mutating func makeLoop() -> CoreFunction {
        let functions = operands.filter { operand in
            switch operand.slot {
            case .fold, .stage, .captured: true
            case .start, .list, .from, .to: false
            }
        }
        _ = declare(functions)
        first = parameter("first")
        limit = parameter("limit")
        cursor = parameter("cursor")
        result = parameter("result")
        let isDone: CoreID
        let element: CoreID
        switch pipeline.source {
        case .list:
            isDone = builder.operation(.isNull, builder.get(cursor))
            element = builder.operation(.head, builder.get(cursor))
        case .range:
            isDone = builder.operation(.lessOrEqual, builder.get(limit), builder.get(cursor))
            element = builder.get(cursor)
        }
        let end =
            switch pipeline.sink {
            case .fold, .count: builder.get(result)
            case .list: builder.null()
            }
        let body = bind("element", element) { maker, local in maker.pass(local, stage: 0, isLast: false) }
        builder.function.body = choose(isDone, end, body)
        return builder.function
    }

    /// An element that has come to a stage goes on, and the loop behind it, unless it `isLast`.
    private mutating func pass(_ element: LocalID, stage place: Int, isLast: Bool) -> CoreID {
        guard place < pipeline.stages.count else { return end(element, isLast: isLast) }
        switch pipeline.stages[place] {
        case .map(let function):
            return bind("element", apply(function, .stage(place), [element])) { maker, value in
                maker.pass(value, stage: place + 1, isLast: isLast)
            }
        case .filter(let function):
            return bind("keep", apply(function, .stage(place), [element])) { maker, keep in
                let isError = maker.builder.operation(.isError, maker.builder.get(keep))
                let problem = maker.bind("problem", maker.call("%not-list", maker.builder.get(keep))) {
                    maker, problem in
                    let refused = maker.refuse(maker.builder.get(problem), from: place + 1)
                    let passed = maker.pass(problem, stage: place + 1, isLast: true)
                    return maker.choose(maker.isAtFirst(), refused, passed)
                }
                let isWanted = maker.call("%truthy?", maker.builder.get(keep))
                let passed = maker.pass(element, stage: place + 1, isLast: isLast)
                let dropped = maker.again(maker.builder.get(maker.result))
                return maker.choose(isError, problem, maker.choose(isWanted, passed, dropped))
            }
        }
    }

    private mutating func isAtFirst() -> CoreID {
        switch pipeline.source {
        case .list: builder.operation(.isSame, builder.get(cursor), builder.get(first))
        case .range: builder.operation(.equal, builder.get(cursor), builder.get(first))
        }
    }

    /// What becomes of an element behind all stages.
    private mutating func end(_ element: LocalID, isLast: Bool) -> CoreID {
        let value: CoreID
        switch pipeline.sink {
        case .fold(let function, _): value = apply(function, .fold, [result, element])
        case .count: value = builder.operation(.add, builder.get(result), builder.node(.integer(1)))
        case .list:
            let pair = builder.operation(.openPair, builder.get(element))
            return bind("pair", pair) { maker, pair in
                let link = maker.builder.operation(
                    .setTail, maker.builder.get(maker.result), maker.builder.get(pair))
                let rest = isLast ? maker.builder.null() : maker.again(maker.builder.get(pair))
                return maker.builder.node(.sequence([link, rest]))
            }
        }
        return isLast ? value : again(value)
    }

    /// The loop with the next element.
    private mutating func again(_ value: CoreID) -> CoreID {
        let next =
            switch pipeline.source {
            case .list: builder.operation(.tail, builder.get(cursor))
            case .range: builder.operation(.add, builder.get(cursor), builder.node(.integer(1)))
            }
        // The value first, as everything that belongs to this element.
        return bind("result", value) { maker, local in
            let same = maker.builder.function.parameters.dropLast(2).map { maker.builder.get($0) }
            return maker.builder.node(.call(maker.loop, same + [next, maker.builder.get(local)]))
        }
    }

    // MARK: The entry

    private mutating func makeEntry() -> CoreFunction {
        switch pipeline.source {
        case .list:
            let refused = refuse(get(.list), from: 0)
            let isPair = builder.operation(.isPair, get(.list))
            let started = begin(first: get(.list), limit: builder.null())
            let walk = choose(isPair, started, refused)
            builder.function.body = choose(builder.operation(.isNull, get(.list)), empty(), walk)
        case .range:
            builder.function.body = bind("problem", call("%range-problem", get(.from), get(.to))) { maker, problem in
                let isNull = maker.builder.operation(.isNull, maker.builder.get(problem))
                let refused = maker.refuse(maker.builder.get(problem), from: 0)
                return maker.choose(isNull, maker.begin(first: maker.get(.from), limit: maker.get(.to)), refused)
            }
        }
        return builder.function
    }

    /// The value without any element.
    private mutating func empty() -> CoreID {
        switch pipeline.sink {
        case .fold: get(.start)
        case .count: builder.node(.integer(0))
        case .list: builder.null()
        }
    }

    /// The first call of the loop.
    private mutating func begin(first: CoreID, limit: CoreID) -> CoreID {
        let functions = operands.compactMap { operand -> CoreID? in
            switch (operand.slot, operand.operand) {
            case (.fold, .node), (.stage, .node), (.captured, _): get(operand.slot)
            case (.fold, _), (.stage, _), (.start, _), (.list, _), (.from, _), (.to, _): nil
            }
        }
        func run(_ maker: inout PipelineLoop, _ result: CoreID) -> CoreID {
            maker.builder.node(.call(maker.loop, functions + [first, limit, first, result]))
        }
        switch pipeline.sink {
        case .fold, .count: return run(&self, empty())
        case .list:
            return bind("front", builder.operation(.openPair, builder.null())) { maker, front in
                maker.bind("problem", run(&maker, maker.builder.get(front))) { maker, problem in
                    let isNull = maker.builder.operation(.isNull, maker.builder.get(problem))
                    let list = maker.builder.operation(.tail, maker.builder.get(front))
                    return maker.choose(isNull, list, maker.builder.get(problem))
                }
            }
        }
    }
}
