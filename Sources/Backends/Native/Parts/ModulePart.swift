// Parts of a module: large programs become several modules of LLVM's, which threads optimise and write side by side.
// Every part declares everything; each function has its code in one part, and variables lie in the first. What several
// parts refer to is a hidden symbol, so that calls and addresses are as direct as inside one object. Objects that name
// each other lie apart from all code: LLVM looks through all of them for each function that names one. Much code that
// stays as it is written lies apart too: for a module of nothing else LLVM has faster ways.

import BackendKit
import CLLVM
import IR
import Support

/// A part of a module: functions that lie near each other, the variables, or all there is.
struct ModulePart: Sendable {
    /// From 0 on.
    let number: Int
    /// What LLVM does with the code of the part.
    let level: OptimizationLevel
    /// How much work the part is, in instructions that LLVM optimises.
    let work: Int
    /// The number of the part that each function lies in; empty when there is but one.
    private let owners: [Int]
    /// What parts refer to of each other; nil when there is but one.
    private let shared: SharedFunctions?

    /// More parts declare more than they save.
    private static let most = 16
    /// What a part costs that has no functions at all, in instructions.
    private static let leastWork = 4096
    /// How many instructions that stay as written LLVM takes in the time of one that it optimises.
    private static let plainRatio = 8

    /// The parts of a module: one, or for large programs several that are about the same work. They depend on the module
    /// and the options alone.
    static func divide(_ plan: NativePlan) -> [ModulePart] {
        let level = plan.options.level
        let sizes = plan.module.functions.values.map(size)
        let total = sizes.reduce(0, +)
        let whole = ModulePart(number: 0, level: level, work: leastWork + total, owners: [], shared: nil)
        guard let least = plan.options.partInstructions.map({ max($0, 1) }), plan.module.entry != nil,
            total / least > 1
        else { return [whole] }
        let isPlain = plan.module.functions.values.map { level != .none && $0.attributes.contains(.asWritten) }
        let plainSize = zip(sizes, isPlain).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
        let isApart = plainSize / least > 1
        var improved = Run(level: level), plain = Run(level: .none)
        for (index, size) in sizes.enumerated() {
            if isApart, isPlain[index] { plain.add(index, size) } else { improved.add(index, size) }
        }
        plain.work /= plainRatio
        let goal = max(least, (improved.work + plain.work) / most)
        var runs = plan.module.roots.count > 0 ? [Run(level: .none)] : []
        for run in [improved, plain] where !run.functions.isEmpty {
            runs += run.divided(into: max(run.work / goal, 1))
        }
        var owners = sizes
        for (number, run) in runs.enumerated() {
            for index in run.functions { owners[index] = number }
        }
        let shared = SharedFunctions(plan, owners)
        return runs.enumerated().map { number, run in
            ModulePart(number: number, level: run.level, work: leastWork + run.work, owners: owners, shared: shared)
        }
    }

    /// Functions that become a part, or several.
    private struct Run {
        let level: OptimizationLevel
        /// The numbers of the functions, in ascending order, and their sizes.
        var functions: [Int] = []
        var sizes: [Int] = []
        var work = 0

        init(level: OptimizationLevel) { self.level = level }

        mutating func add(_ function: Int, _ size: Int) {
            functions.append(function)
            sizes.append(size)
            work += size
        }

        /// Parts of about the same size: a function belongs to the one that its middle lies in.
        func divided(into count: Int) -> [Run] {
            var parts = Array(repeating: Run(level: level), count: count)
            let total = sizes.reduce(0, +)
            var before = 0
            for (function, size) in zip(functions, sizes) {
                parts[(2 * before + size) * count / (2 * total + 1)].add(function, size)
                before += size
            }
            for part in parts.indices { parts[part].work = work / count }
            return parts
        }
    }

    private static func size(_ function: Function) -> Int {
        function.layout.blocks.reduce(0) { $0 + function.layout.instructions($1).count }
    }

    /// Whether it is all of the module.
    var isWhole: Bool { shared == nil }

    /// Whether variables, and what the runtime starts the program by, lie here.
    var holdsData: Bool { number == 0 }

    /// Whether the code of a function lies here.
    func contains(_ id: FunctionID) -> Bool { isWhole || owners[id.index] == number }

    // Linkage.

    /// Makes a function, or another way into it, one that only the module sees.
    func hide(_ value: LLVMValue, of id: FunctionID) {
        hide(value, isShared: shared.map { !contains(id) || $0.bodies.contains(id) } ?? false)
    }

    /// As `hide`, for the code of closures of a function.
    func hideClosure(_ value: LLVMValue, of id: FunctionID) {
        hide(value, isShared: shared.map { !contains(id) || $0.closures.contains(id) } ?? false)
    }

    /// Makes a variable one that only the module sees.
    func hide(_ variable: LLVMValue) { hide(variable, isShared: !isWhole) }

    private func hide(_ value: LLVMValue, isShared: Bool) {
        if isShared { value.hide() } else { value.setLinkage(LLVMInternalLinkage) }
    }

    /// Gives a variable its initial value where it lies. The other parts know the value of constants, and no more of the
    /// others than that they are somewhere.
    func initialize(_ variable: LLVMValue, _ value: LLVMValue, isConstant: Bool = false) {
        if holdsData {
            variable.initialize(value)
        } else if isConstant {
            variable.initialize(value)
            variable.setLinkage(LLVMAvailableExternallyLinkage)
        }
    }

    /// The name of a variable that only the module sees: C cannot write those that the linker gets to see.
    func symbol(_ name: String) -> String { isWhole ? name : "\(name).local" }
}

/// The functions that one part has and others refer to.
private struct SharedFunctions: Sendable {
    /// Those that are called from other parts, or have their address taken anywhere.
    private(set) var bodies: EntitySet<FunctionID>
    /// Those whose closures other parts make.
    private(set) var closures = EntitySet<FunctionID>()

    /// `owners` says for each function which part has it.
    init(_ plan: NativePlan, _ owners: [Int]) {
        let module = plan.module
        bodies = plan.calls.addressed
        if let entry = module.entry { bodies.insert(entry) }
        // All parts know the constants.
        for root in module.roots.values {
            if let function = root.value.function { closures.insert(function) }
        }
        for id in module.functions.ids {
            let function = module.functions[id]
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    note(function[instruction], owners[id.index], owners)
                }
            }
        }
    }

    private mutating func note(_ data: Instruction, _ part: Int, _ owners: [Int]) {
        let format = data.opcode.info.format
        if format == .call, owners[data.function.index] != part { bodies.insert(data.function) }
        if format == .closure, owners[data.function.index] != part { closures.insert(data.function) }
    }
}
