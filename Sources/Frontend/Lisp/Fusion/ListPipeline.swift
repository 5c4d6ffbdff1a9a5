// List functions that are applied to each other's lists: `(foldl + 0 (filter odd? (map square (range 0 n))))`.

import Support

struct ListPipeline {
    enum Source {
        case list(ListOperand)
        case range(from: ListOperand, to: ListOperand)
    }

    /// What each element goes through.
    enum Stage {
        case map(StageFunction)
        case filter(StageFunction)

        var function: StageFunction {
            switch self {
            case .map(let function), .filter(let function): function
            }
        }
    }

    /// What becomes of the elements.
    enum Sink {
        case fold(StageFunction, start: ListOperand)
        case count
        /// A list of them.
        case list
    }

    let source: Source
    /// In the order that elements go through.
    let stages: [Stage]
    let sink: Sink
    /// The inner calls, which the pipeline stands for.
    let absorbed: [CoreID]

    /// The longest pipeline that ends with the call at a node and may become a loop; nil when there is none.
    static func longest(
        endingAt node: CoreID, in function: CoreFunction, _ calls: ListCalls, _ pure: PureFunctions
    ) -> ListPipeline? {
        var pipeline = ListPipeline(endingAt: node, in: function, calls)
        while let found = pipeline, !found.isSafe(pure) {
            pipeline = ListPipeline(endingAt: node, in: function, calls, atMost: found.absorbed.count - 1)
        }
        return pipeline
    }

    /// The pipeline of the call at a node and at most so many inner ones; nil when nothing is gained by it.
    private init?(endingAt node: CoreID, in function: CoreFunction, _ calls: ListCalls, atMost limit: Int = .max) {
        guard let call = calls.call(function.nodes[node].kind) else { return nil }
        var stages: [Stage] = []
        let next: ListOperand
        switch call.role {
        case .range: return nil
        case .count:
            sink = .count
            next = call.arguments[0]
        case .fold:
            guard let code = StageFunction(call.arguments[0], arity: 2, in: function, calls) else { return nil }
            sink = .fold(code, start: call.arguments[1])
            next = call.arguments[2]
        case .map, .filter:
            guard let stage = Self.stage(call, in: function, calls) else { return nil }
            sink = .list
            stages = [stage]
            next = call.arguments[1]
        }
        var source = Source.list(next)
        var absorbed: [CoreID] = []
        while absorbed.count < limit, case .list(.node(let inner)) = source,
            let call = calls.call(function.nodes[inner].kind)
        {
            if call.role == .range {
                source = .range(from: call.arguments[0], to: call.arguments[1])
            } else if let stage = Self.stage(call, in: function, calls),
                !(stage.isFilter && stages.contains(where: \.isFilter))
            {
                stages.append(stage)
                source = .list(call.arguments[1])
            } else {
                break
            }
            absorbed.append(inner)
        }
        guard !absorbed.isEmpty else { return nil }
        self.source = source
        self.stages = stages.reversed()
        self.absorbed = absorbed
    }

    private static func stage(_ call: ListCall, in function: CoreFunction, _ calls: ListCalls) -> Stage? {
        guard call.role == .map || call.role == .filter,
            let code = StageFunction(call.arguments[0], arity: 1, in: function, calls)
        else { return nil }
        return call.role == .map ? .map(code) : .filter(code)
    }

    /// Whether the program does the same when each element goes all the way before the next one sets out. At most one of
    /// the functions may do more than compute, and then all others must come to an end. A filter stops at an error, but
    /// what stands before it has been done to all elements.
    private func isSafe(_ pure: PureFunctions) -> Bool {
        if let filter = stages.firstIndex(where: \.isFilter) {
            for stage in stages[...filter] where !Self.isPure(stage.function, pure) { return false }
        }
        var functions = stages.map(\.function)
        if case .fold(let function, _) = sink { functions.append(function) }
        let others = functions.filter { Self.isPure($0, pure) }
        if others.count == functions.count { return true }
        return others.count + 1 == functions.count && others.allSatisfy { $0.code.map(pure.isFinite) == true }
    }

    private static func isPure(_ function: StageFunction, _ pure: PureFunctions) -> Bool {
        function.code.map(pure.isPure) == true
    }
}

extension ListPipeline.Stage {
    var isFilter: Bool {
        switch self {
        case .filter: true
        case .map: false
        }
    }
}
