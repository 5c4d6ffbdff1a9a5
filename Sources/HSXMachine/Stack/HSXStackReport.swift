// How much stack each function of a program may take, with everything that it calls.

import Support

/// The most stack that a function and its callees take.
public enum HSXStackDepth: Hashable, Sendable {
    /// In bytes, counted from the stack pointer at the function's start.
    case bounded(UInt32)
    /// There is no bound: these functions call each other in a circle.
    case recursive([String])
    /// There is no known bound, for the reason given.
    case unknown(String)

    /// The bytes; nil without a bound.
    public var bytes: UInt32? { if case .bounded(let bytes) = self { bytes } else { nil } }
}

/// The stack use of one function.
public struct HSXStackUse: Hashable, Sendable {
    /// Code address.
    public let offset: UInt32
    public let name: String
    /// The most bytes that the function itself has on the stack: saved registers, frame, and the return address of a
    /// call.
    public let own: UInt32
    public let depth: HSXStackDepth
    /// The functions on the way to the deepest point, this one first; each with what it takes before the next starts.
    public let path: [HSXStackStep]
}

/// A function on the way to the deepest point of the stack.
public struct HSXStackStep: Hashable, Sendable {
    public let name: String
    /// In bytes.
    public let bytes: UInt32
}

/// The stack use of a program.
public struct HSXStackReport: Sendable {
    /// By rising address.
    public private(set) var functions: [HSXStackUse] = []
    private var places: [UInt32: Int] = [:]

    /// The use of the function at a code address.
    public subscript(offset: UInt32) -> HSXStackUse? { places[offset].map { functions[$0] } }

    /// The stack use of a linked program, whose image holds `code`.
    public init(_ program: LinkedProgram, code: [UInt32]) {
        var names: [UInt32: String] = [:]
        for id in program.symbols.ids where program.symbols[id].section == .text {
            let offset = program.symbols[id].offset
            // Of several names the exported one is best, else the first.
            if names[offset] == nil || program.symbols[id].isExported { names[offset] = program.name(id) }
        }
        for function in program.functions { names[function.offset] = function.name }
        self.init(HSXStackProgram(program, code), names)
    }

    /// The stack use of an image of which nothing else is known.
    public init(_ image: HSXImage) { self.init(HSXStackProgram(image), [image.entry: "entry"]) }

    private init(_ program: HSXStackProgram, _ names: [UInt32: String]) {
        var solver = HSXStackSolver(program) { offset in
            names[offset] ?? "L_" + Hexadecimal.digits(offset, width: 4)
        }
        functions = solver.solve()
        for (index, function) in functions.enumerated() { places[function.offset] = index }
    }
}

/// Puts the flows of all functions together.
private struct HSXStackSolver {
    private let order: [UInt32]
    private let flows: [HSXStackFlow]
    private let name: (UInt32) -> String
    private var numbers: [UInt32: Int] = [:]
    private var worst: [Int]
    /// The edge that leads to the deepest point, by function.
    private var deepest: [Int?]
    private var failures: [HSXStackDepth?]

    init(_ program: HSXStackProgram, _ name: @escaping (UInt32) -> String) {
        var order = program.order
        var known = Set(order)
        var flows = order.map { HSXStackFlow.walk($0, program) }
        // A computed target may be no function that was known before.
        var next = 0
        while next < flows.count {
            for edge in flows[next].edges where known.insert(edge.callee).inserted {
                order.append(edge.callee)
                flows.append(HSXStackFlow.walk(edge.callee, program))
            }
            next += 1
        }
        self.order = order
        self.flows = flows
        self.name = name
        worst = flows.map(\.peak)
        deepest = Array(repeating: nil, count: flows.count)
        failures = flows.enumerated().map { index, flow in
            flow.problem.map { .unknown("'\(name(order[index]))': \($0)") }
        }
        for (index, offset) in order.enumerated() { numbers[offset] = index }
    }

    mutating func solve() -> [HSXStackUse] {
        // Without circles that push, every depth is final after as many rounds as there are functions.
        for round in 0...order.count {
            let changed = relax()
            if changed.isEmpty { break }
            if round == order.count { for function in changed { nameCircle(from: function) } }
        }
        spreadFailures()
        return order.indices.sorted { order[$0] < order[$1] }.map(use)
    }

    /// One round; answers the functions whose depth has grown.
    private mutating func relax() -> [Int] {
        var changed: [Int] = []
        for index in order.indices {
            for (number, edge) in flows[index].edges.enumerated() {
                guard let callee = numbers[edge.callee], edge.depth + worst[callee] > worst[index] else { continue }
                worst[index] = edge.depth + worst[callee]
                deepest[index] = number
                if changed.last != index { changed.append(index) }
            }
        }
        return changed
    }

    /// Follows the deepest calls from a function to the circle that they end in.
    private mutating func nameCircle(from function: Int) {
        var way: [Int] = []
        var current = function
        while let edge = deepest[current], let callee = numbers[flows[current].edges[edge].callee] {
            if let start = way.firstIndex(of: current) {
                var circle = Array(way[start...])
                // Every function of a circle names it alike.
                if let lowest = circle.indices.min(by: { order[circle[$0]] < order[circle[$1]] }) {
                    circle = Array(circle[lowest...] + circle[..<lowest])
                }
                let names = circle.map { name(order[$0]) }
                for member in circle { failures[member] = .recursive(names) }
                return
            }
            way.append(current)
            current = callee
        }
    }

    /// What calls a function without a bound has none either.
    private mutating func spreadFailures() {
        var changed = true
        while changed {
            changed = false
            for index in order.indices where failures[index] == nil {
                for edge in flows[index].edges {
                    guard let callee = numbers[edge.callee], let failure = failures[callee] else { continue }
                    failures[index] = failure
                    changed = true
                    break
                }
            }
        }
    }

    private func use(_ index: Int) -> HSXStackUse {
        HSXStackUse(
            offset: order[index], name: name(order[index]), own: UInt32(max(0, flows[index].peak)),
            depth: failures[index] ?? .bounded(UInt32(max(0, worst[index]))),
            path: failures[index] == nil ? path(from: index) : [])
    }

    private func path(from start: Int) -> [HSXStackStep] {
        var steps: [HSXStackStep] = []
        var current = start
        while let edge = deepest[current], let callee = numbers[flows[current].edges[edge].callee],
            steps.count < order.count
        {
            steps.append(
                HSXStackStep(name: name(order[current]), bytes: UInt32(max(0, flows[current].edges[edge].depth))))
            current = callee
        }
        steps.append(HSXStackStep(name: name(order[current]), bytes: UInt32(max(0, flows[current].peak))))
        return steps
    }
}
