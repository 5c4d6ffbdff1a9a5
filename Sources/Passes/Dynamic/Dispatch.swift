// How the method of a message is found in a closed world: what the receivers that there can be run.

import IR
import Support

/// How the method of a message is found.
struct Dispatch {
    /// Layouts in a row whose objects run the same method; nil: a `bad_cast`.
    struct Row {
        let first: LayoutID
        var last: LayoutID
        let method: FunctionID?
    }

    let selector: Selector
    private(set) var rows: [Row] = []
    /// The layouts in each row of those that objects are made of.
    private(set) var layouts: [FunctionID?: [LayoutID]] = [:]

    init(_ selector: Selector, _ receivers: PossibleReceivers, _ module: Module) {
        self.selector = selector
        for layout in receivers.layouts {
            let method = selector.function(for: layout, in: module.layouts)
            layouts[method, default: []].append(layout)
            if rows.last?.method == method, !rows.isEmpty {
                rows[rows.count - 1].last = layout
            } else {
                rows.append(Row(first: layout, last: layout, method: method))
            }
        }
    }

    /// What objects of most layouts run.
    var usualMethod: FunctionID? {
        var best: (method: FunctionID?, count: Int) = (nil, 0)
        for row in rows {
            let count = layouts[row.method]?.count ?? 0
            if count > best.count { best = (row.method, count) }
        }
        return best.method
    }

    private static let others: [Receiver] = [.integer, .null, .float, .closure]

    /// The method that all receivers run.
    var onlyMethod: FunctionID? {
        let other = selector.function(for: .other)
        let methods = Set(rows.map(\.method) + Self.others.map { selector.function(for: $0) ?? other })
        guard methods.count == 1, let only = methods.first else { return nil }
        return only
    }
}

/// Writes the function of a message, which takes the receiver and the arguments and goes on in the method.
struct DispatchWriter {
    private let dispatch: Dispatch
    private var builder: FunctionBuilder
    private var receiver = ValueID(rawValue: 0)
    /// The block that goes on in each method.
    private var calls: [FunctionID?: BlockID] = [:]
    private var order: [FunctionID?] = []

    /// More rows than this are looked up in a table.
    private static let mostComparisons = 4
    /// Functions of no more rows stand where they are called.
    private static let mostInlined = 2

    static func function(_ dispatch: Dispatch, named name: String, arity: Int) -> Function {
        let types = Array(repeating: Type.any, count: arity)
        var function = Function(name: name, signature: Signature(parameters: types, results: [.any]))
        function.attributes = dispatch.rows.count <= mostInlined ? .alwaysInline : []
        var writer = DispatchWriter(dispatch: dispatch, builder: FunctionBuilder(function))
        writer.write()
        return writer.builder.function
    }

    private init(dispatch: Dispatch, builder: FunctionBuilder) {
        self.dispatch = dispatch
        self.builder = builder
    }

    private mutating func write() {
        let entry = builder.makeEntryBlock()
        let parameters = builder.function.parameters(entry)
        receiver = parameters[0]
        let selector = dispatch.selector
        let other = selector.function(for: .other)
        // Integers come first: they are most of what there is.
        if let method = selector.function(for: .integer), method != other {
            branch(flag(Instruction(.isRef, type: .i64, a: receiver.rawValue)), method)
        }
        writeObjects()
        if let method = selector.function(for: .null), method != other {
            branch(flag(Instruction(.isNil, type: .any, a: receiver.rawValue)), method)
        }
        if let method = selector.function(for: .float), method != other {
            branch(flag(Instruction(.isRef, type: .f64, a: receiver.rawValue)), method)
        }
        if let method = selector.function(for: .closure), method != other {
            let arity = builder.value(Instruction(.closureArity, type: .i32, a: receiver.rawValue))
            let zero = builder.constant(0, .i32)
            branch(builder.icmp(.sge, .i32, arity, zero), method)
        }
        let target = block(other)
        builder.jump(target)
        for method in order {
            guard let block = calls[method] else { continue }
            builder.position(atEndOf: block)
            if let method { builder.tailCall(method, parameters) } else { builder.trap(.badCast) }
        }
    }

    /// Goes to the method of an object; for what is none goes on.
    private mutating func writeObjects() {
        let rows = dispatch.rows
        guard let last = rows.last, rows.contains(where: { $0.method != dispatch.selector.function(for: .other) })
        else { return }
        let number = builder.value(Instruction(.layoutOf, type: .i32, a: receiver.rawValue))
        let next = builder.makeBlock()
        if rows.count <= Self.mostComparisons {
            let objects = builder.makeBlock()
            let zero = builder.constant(0, .i32)
            builder.branch(builder.icmp(.eq, .i32, number, zero), next, else: objects)
            builder.position(atEndOf: objects)
            for row in rows.dropLast() { branch(isWithin(row, number), row.method) }
            // The last row is for all objects that are left.
            let target = block(last.method)
            builder.jump(target)
        } else {
            writeTable(number, next)
        }
        builder.position(atEndOf: next)
    }

    private mutating func isWithin(_ row: Dispatch.Row, _ number: ValueID) -> ValueID {
        let first = builder.constant(Int64(row.first.index + 1), .i32)
        if row.first == row.last { return builder.icmp(.eq, .i32, number, first) }
        let span = builder.constant(Int64(row.last.index - row.first.index), .i32)
        return builder.icmp(.ule, .i32, builder.binary(.sub, .i32, number, first), span)
    }

    /// A switch in which what most layouts run is the default, so that it has few cases.
    private mutating func writeTable(_ number: ValueID, _ next: BlockID) {
        let usual = dispatch.usualMethod
        var cases: [(value: UInt64, target: BlockCallID)] = []
        cases.append((0, builder.function.makeBlockCall(next)))
        for row in dispatch.rows where row.method != usual {
            let block = block(row.method)
            for layout in dispatch.layouts[row.method] ?? [] where layout >= row.first && layout <= row.last {
                cases.append((UInt64(layout.index + 1), builder.function.makeBlockCall(block)))
            }
        }
        let block = block(usual)
        let table = SwitchTable(cases: cases, defaultTarget: builder.function.makeBlockCall(block))
        let id = builder.function.switchTables.append(table)
        builder.append(Instruction(.switch, type: .i32, a: number.rawValue, b: id.rawValue), results: [])
    }

    // MARK: Pieces

    private mutating func flag(_ instruction: Instruction) -> ValueID {
        let id = builder.append(instruction, results: [.i1])
        return builder.function.result(id)
    }

    /// Goes on in `method` if the flag holds.
    private mutating func branch(_ flag: ValueID, _ method: FunctionID?) {
        let target = block(method)
        let next = builder.makeBlock()
        builder.branch(flag, target, else: next)
        builder.position(atEndOf: next)
    }

    private mutating func block(_ method: FunctionID?) -> BlockID {
        if let block = calls[method] { return block }
        let block = builder.makeBlock()
        calls[method] = block
        order.append(method)
        return block
    }
}
