// One function of the core language as a function of the IR. Variables are those of the IR, which SSA construction takes
// away; shared ones are cells.

import IR
import Support

struct CoreFunctionLowering {
    /// A value with its kind; nothing where control does not come.
    struct Lowered {
        let value: ValueID
        let kind: CoreKind
    }

    /// Numbers that every target keeps in the value itself.
    private static let small: Range<Int64> = -(1 << 30)..<(1 << 30)

    private let function: CoreFunction
    private var unit: CoreLowering
    var builder: FunctionBuilder
    private var variables: SecondaryMap<LocalID, VariableID>
    private var locations: [SourceLocation: LocationID] = [:]

    static func lower(
        _ id: CoreFunctionID, _ body: CoreID, _ target: Function, _ unit: inout CoreLowering
    ) -> Function {
        // The unit moves in and out again: a second owner would make every change copy the module.
        let source = unit.program.functions[id]
        var lowering = CoreFunctionLowering(source, target, consume unit)
        lowering.run(body)
        let result = lowering.builder.function
        unit = lowering.finish()
        return result
    }

    private consuming func finish() -> CoreLowering { unit }

    private init(_ function: CoreFunction, _ target: Function, _ unit: consuming CoreLowering) {
        self.function = function
        self.unit = unit
        builder = FunctionBuilder(target)
        variables = SecondaryMap(initial: VariableID(rawValue: .max), count: function.locals.count)
        for local in function.locals.ids {
            variables[local] = builder.function.variables.append(
                Variable(name: function.locals[local].name, type: .any))
        }
    }

    private mutating func run(_ body: CoreID) {
        enter(function.span)
        let entry = builder.makeEntryBlock()
        let arriving = builder.function.parameters(entry)
        for (local, value) in zip(function.captured, arriving) { builder.set(variables[local], value) }
        for (local, value) in zip(function.parameters, arriving.dropFirst(function.captured.count)) {
            builder.set(variables[local], function.locals[local].isShared ? newCell(value) : value)
        }
        let unset = function.locals.ids.filter {
            !isArriving($0) && (function.locals[$0].mayBeUnset || function.locals[$0].isShared)
        }
        for local in unset {
            let mark = root(unit.constants.unset)
            builder.set(variables[local], function.locals[local].isShared ? newCell(mark) : mark)
        }
        tail(body)
    }

    private func isArriving(_ local: LocalID) -> Bool {
        function.captured.contains(local) || function.parameters.contains(local)
    }

    /// Code from here on stands at `span`; without one it goes on where it was.
    private mutating func enter(_ span: SourceSpan?) {
        guard let span, let location = unit.location(span) else { return }
        if let known = locations[location] {
            builder.location = known
        } else {
            builder.location = builder.function.locations.append(location)
            locations[location] = builder.location
        }
    }

    // MARK: Tail position

    /// Lowers a node whose value the function returns.
    private mutating func tail(_ id: CoreID) {
        let node = function.nodes[id]
        let around = builder.location
        enter(node.span)
        defer { builder.location = around }
        switch node.kind {
        case .sequence(let nodes):
            for node in nodes.dropLast() { _ = lower(node) }
            if let last = nodes.last { tail(last) } else { builder.ret([coerce(null(), function.result)]) }
        case .choose(let condition, let yes, let no):
            let (yesBlock, noBlock) = (builder.makeBlock(), builder.makeBlock())
            branch(condition, yesBlock, noBlock)
            builder.position(atEndOf: yesBlock)
            tail(yes)
            builder.position(atEndOf: noBlock)
            tail(no)
        case .call(let callee, let arguments) where unit.program.functions[callee].result == function.result:
            builder.tailCall(unit.functions[callee], arguments.map { any($0) })
        case .callCode(let code, let arguments) where function.result == .any:
            let values = ([code] + arguments).map { any($0) }
            let list = builder.function.lists.make(values)
            builder.append(Instruction(.tailCallClosure, b: list.rawValue), results: [])
        case .constant, .integer, .truth, .special, .symbol, .local, .assign, .operation, .call, .callCode, .code,
            .function,
            .define:
            let value = lower(id)
            if !builder.isTerminated { builder.ret([coerce(value, function.result)]) }
        }
    }

    // MARK: Values

    /// The value of a node as a Lisp value.
    mutating func any(_ id: CoreID) -> ValueID { coerce(lower(id), .any) }

    mutating func lower(_ id: CoreID) -> Lowered {
        let around = builder.location
        enter(function.nodes[id].span)
        defer { builder.location = around }
        switch function.nodes[id].kind {
        case .constant(let datum):
            // Small numbers are values that passes can see; to make a large one anew may take an object.
            if case .number(let number) = unit.program.data[datum].kind, Self.small.contains(number) {
                return Lowered(value: builder.constant(number, .i64), kind: .word)
            }
            return Lowered(
                value: root(unit.constants.datum(datum, unit.program.data, &unit.module)), kind: .any)
        case .integer(let number): return Lowered(value: builder.constant(number, .i64), kind: .word)
        case .truth(let truth): return Lowered(value: builder.constant(truth ? 1 : 0, .i1), kind: .flag)
        case .special(.null): return null()
        case .special(.unset): return Lowered(value: root(unit.constants.unset), kind: .any)
        case .symbol(let symbol):
            let name = unit.program.data.names.name(symbol)
            return Lowered(value: root(unit.constants.symbol(symbol, name, &unit.module)), kind: .any)
        case .local(let local): return Lowered(value: read(local), kind: .any)
        case .assign(let local, let value):
            write(local, any(value))
            return null()
        case .sequence(let nodes):
            var last = null()
            for node in nodes { last = lower(node) }
            return last
        case .choose(let condition, let yes, let no): return choose(condition, yes, no)
        case .operation(let operation, let operands): return lower(operation, operands)
        case .call(let callee, let arguments):
            let kind = unit.program.functions[callee].result
            let values = arguments.map { any($0) }
            let results = builder.call(unit.functions[callee], values, results: [kind.type])
            return Lowered(value: results[0], kind: kind == .none ? .any : kind)
        case .callCode(let code, let arguments):
            let list = builder.function.lists.make(([code] + arguments).map { any($0) })
            let id = builder.append(Instruction(.callClosure, b: list.rawValue), results: [.any])
            return Lowered(value: builder.function.result(id), kind: .any)
        case .function(let callee, let shape, let identity):
            return Lowered(value: root(unit.object(callee, shape: shape, identity)), kind: .any)
        case .define(let symbol, let value):
            if unit.mentioned.contains(symbol) { define(symbol, any(value)) }
            return null()
        case .code(let callee, let captured):
            let list = builder.function.lists.make(captured.map { builder.get(variables[$0]) })
            let closure = Instruction(.closure, a: unit.functions[callee].rawValue, b: list.rawValue)
            let id = builder.append(closure, results: [.any])
            return Lowered(value: builder.function.result(id), kind: .any)
        }
    }

    private mutating func define(_ symbol: Symbol, _ value: ValueID) {
        let name = unit.program.data.names.name(symbol)
        let object = builder.unary(
            .unbox, .ref(layouts.symbol), root(unit.constants.symbol(symbol, name, &unit.module)))
        let number = LispLayouts.Symbol.value.rawValue
        builder.append(
            Instruction(.fieldSet, type: .any, a: object.rawValue, b: value.rawValue, c: number), results: [])
    }

    private mutating func choose(_ condition: CoreID, _ yes: CoreID, _ no: CoreID) -> Lowered {
        let (yesBlock, noBlock) = (builder.makeBlock(), builder.makeBlock())
        branch(condition, yesBlock, noBlock)
        builder.position(atEndOf: yesBlock)
        let yesValue = lower(yes)
        let yesEnd = builder.block
        builder.position(atEndOf: noBlock)
        let noValue = lower(no)
        // Words and flags stay what they are where both arms are.
        let kind = yesValue.kind == noValue.kind ? yesValue.kind : .any
        let join = builder.makeBlock([kind.type])
        builder.jump(join, [coerce(noValue, kind)])
        if let yesEnd { builder.position(atEndOf: yesEnd) }
        builder.jump(join, [coerce(yesValue, kind)])
        builder.position(atEndOf: join)
        return Lowered(value: builder.function.parameters(join)[0], kind: kind)
    }

    private mutating func branch(_ condition: CoreID, _ yes: BlockID, _ no: BlockID) {
        let flag = coerce(lower(condition), .flag)
        builder.branch(flag, yes, else: no)
    }

    /// The one result of an instruction, a Lisp value.
    mutating func result(_ instruction: Instruction) -> ValueID {
        let id = builder.append(instruction, results: [.any])
        return builder.function.result(id)
    }

    // MARK: Kinds

    mutating func coerce(_ lowered: Lowered, _ kind: CoreKind) -> ValueID {
        switch (lowered.kind, kind) {
        case (.any, .any), (.word, .word), (.flag, .flag), (.any, .none), (.none, _): return lowered.value
        case (.word, .any), (.word, .none): return box(lowered.value)
        case (.flag, .any), (.flag, .none): return box(builder.unary(.zext, .i64, lowered.value))
        case (.flag, .word): return builder.unary(.zext, .i64, lowered.value)
        case (.any, .word): return builder.unary(.unbox, .i64, lowered.value)
        case (.any, .flag):
            let number = builder.unary(.unbox, .i64, lowered.value)
            return builder.icmp(.ne, .i64, number, builder.constant(0, .i64))
        case (.word, .flag): return builder.icmp(.ne, .i64, lowered.value, builder.constant(0, .i64))
        }
    }

    private mutating func box(_ value: ValueID) -> ValueID {
        let id = builder.append(.unary(.box, .i64, value), results: [.any])
        return builder.function.result(id)
    }

    mutating func null() -> Lowered { Lowered(value: builder.value(Instruction(.nilConst, type: .any)), kind: .any) }

    mutating func root(_ root: RootID) -> ValueID {
        let id = builder.append(Instruction(.rootGet, a: root.rawValue), results: [.any])
        return builder.function.result(id)
    }

    // MARK: Variables

    private mutating func newCell(_ value: ValueID) -> ValueID {
        result(Instruction(.cellNew, a: value.rawValue))
    }

    private mutating func read(_ local: LocalID) -> ValueID {
        let value = builder.get(variables[local])
        guard function.locals[local].isShared else { return value }
        return result(Instruction(.cellGet, a: value.rawValue))
    }

    private mutating func write(_ local: LocalID, _ value: ValueID) {
        guard function.locals[local].isShared else { return builder.set(variables[local], value) }
        let cell = builder.get(variables[local])
        builder.append(Instruction(.cellSet, a: cell.rawValue, b: value.rawValue), results: [])
    }

    /// The value of what has none.
    mutating func unset() -> ValueID { root(unit.constants.unset) }

    // MARK: What operations need

    var layouts: LispLayouts { unit.layouts }
    var services: LispServices { unit.services }
    var symbols: RootID { unit.symbols }
    mutating func inputService() -> ServiceID { unit.inputService() }
}
