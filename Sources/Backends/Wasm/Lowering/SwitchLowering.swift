// Ways chosen by a number: a table of branches where the numbers lie close together, else comparisons that halve them.

import BackendKit
import CBinaryen
import IR

extension FunctionLowering {
    /// A table may have this many places for each case in it.
    private static let tableSparseness: UInt64 = 4
    /// So few cases are compared one after the other.
    private static let chainLimit = 4

    mutating func lowerChoice(
        _ terminator: InstructionID, _ cases: [(values: [UInt64], body: [ControlStatement])],
        _ rest: [ControlStatement]
    ) {
        let value = function[terminator].valueA
        let type = function[terminator].type
        if cases.count == 1, cases[0].values.count == 1 {
            lowerTwoWays(value, type, cases[0], rest)
            return
        }
        let label = "s\(terminator.rawValue)"
        keep(value)
        var entries: [(value: UInt64, label: String)] = []
        for (place, way) in cases.enumerated() {
            entries += way.values.map { ($0, "\(label).\(place)") }
        }
        entries.sort { $0.value < $1.value }
        let choice = dispatch(entries, otherwise: "\(label).default", value, type)
        lowerWays(choice, label, cases.map(\.body), rest)
    }

    private mutating func lowerTwoWays(
        _ value: ValueID, _ type: Type, _ way: (values: [UInt64], body: [ControlStatement]), _ rest: [ControlStatement]
    ) {
        let equals = wasm.binary(
            IntegerOperation.comparison(.eq)(type), useForDecision(value), integer(way.values[0], type))
        let (yes, no) = (nested(way.body), nested(rest))
        emit(wasm.conditional(equals, wasm.block(yes), no.isEmpty ? nil : wasm.block(no)))
    }

    /// The head of an irreducible region. Its last way is the table's default, for no other number comes.
    mutating func lowerDispatch(_ variable: DispatchVariable, _ ways: [[ControlStatement]]) {
        let label = "d\(variable.number)"
        let names = ways.indices.dropLast().map { "\(label).\($0)" }
        let choice = wasm.branch(names, "\(label).default", wasm.get(local(variable), .i32))
        lowerWays([choice], label, Array(ways.dropLast()), ways[ways.count - 1])
    }

    /// Nests blocks so that the branches of `choice` lead to `ways`, the last one to `rest`.
    private mutating func lowerWays(
        _ choice: [WasmExpression], _ label: String, _ ways: [[ControlStatement]], _ rest: [ControlStatement]
    ) {
        var inner = choice
        for (place, way) in ways.enumerated() {
            inner = [wasm.block(inner, name: "\(label).\(place)")] + nested(way)
            if !ControlLowering.leaves(way) { inner.append(wasm.branch(label)) }
        }
        inner = [wasm.block(inner, name: "\(label).default")] + nested(rest)
        emit(wasm.block(inner, name: label))
    }

    /// Branches to the label of the case that `value` equals. Requires: cases in ascending order, `value` kept.
    private mutating func dispatch(
        _ cases: [(value: UInt64, label: String)], otherwise: String, _ value: ValueID, _ type: Type
    ) -> [WasmExpression] {
        guard let first = cases.first?.value, let last = cases.last?.value else { return [wasm.branch(otherwise)] }
        if cases.count <= FunctionLowering.chainLimit {
            let tests = cases.map { entry in
                let equals = wasm.binary(
                    IntegerOperation.comparison(.eq)(type), use(value), integer(entry.value, type))
                return wasm.branch(entry.label, if: equals)
            }
            return tests + [wasm.branch(otherwise)]
        }
        if last - first < UInt64(cases.count) * FunctionLowering.tableSparseness {
            return table(cases, first: first, otherwise: otherwise, value, type)
        }
        let middle = cases.count / 2
        let isLow = wasm.binary(
            IntegerOperation.comparison(.ult)(type), use(value), integer(cases[middle].value, type))
        let low = dispatch(Array(cases[..<middle]), otherwise: otherwise, value, type)
        let high = dispatch(Array(cases[middle...]), otherwise: otherwise, value, type)
        return [wasm.conditional(isLow, wasm.block(low))] + high
    }

    private mutating func table(
        _ cases: [(value: UInt64, label: String)], first: UInt64, otherwise: String, _ value: ValueID, _ type: Type
    ) -> [WasmExpression] {
        let size = Int(cases[cases.count - 1].value - first) + 1
        var labels = Array(repeating: otherwise, count: size)
        for entry in cases { labels[Int(entry.value - first)] = entry.label }
        func place() -> WasmExpression {
            let number = use(value)
            return first == 0
                ? number : wasm.binary(IntegerOperation.sub(type), number, integer(first, type))
        }
        var result: [WasmExpression] = []
        if type == .i64 {
            let isOutside = wasm.binary(
                IntegerOperation.comparison(.uge)(type), place(), integer(UInt64(size), type))
            result.append(wasm.branch(otherwise, if: isOutside))
        }
        return result + [wasm.branch(labels, otherwise, shortened(place(), type))]
    }
}
