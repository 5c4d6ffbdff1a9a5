// Parts of a module: large programs become several modules of LLVM's, which threads optimise and write side by side.
// Every part declares everything; each function has its code in one part, and variables lie in the first. What several
// parts refer to is a hidden symbol, so that calls and addresses are as direct as inside one object.

import BackendKit
import CLLVM
import IR
import Support

/// A part of a module: neighbouring functions, or all of them.
struct ModulePart: Sendable {
    /// From 0 on.
    let number: Int
    /// How many instructions its functions have.
    let instructions: Int
    private let functions: Range<Int>
    /// What parts refer to of each other; nil when there is but one.
    private let shared: SharedFunctions?

    /// More parts declare more than they save.
    private static let most = 16
    /// What a part costs that has no functions at all, in instructions.
    private static let leastWork = 4096

    /// The parts of a module: one, or for large programs several that have about the same number of instructions. They
    /// depend on the module and the options alone.
    static func divide(_ plan: NativePlan) -> [ModulePart] {
        let sizes = plan.module.functions.values.map(size)
        let total = sizes.reduce(0, +)
        let whole = ModulePart(number: 0, instructions: total, functions: sizes.indices, shared: nil)
        guard let least = plan.options.partInstructions, plan.module.entry != nil else { return [whole] }
        let count = min(total / max(least, 1), most)
        guard count > 1 else { return [whole] }
        // A function belongs to the part that its middle lies in.
        var owners: [Int] = []
        var before = 0
        for size in sizes {
            owners.append((2 * before + size) * count / (2 * total + 1))
            before += size
        }
        let shared = SharedFunctions(plan, owners)
        return (0..<count).map { number in
            let start = owners.firstIndex { $0 >= number } ?? owners.count
            let end = owners.firstIndex { $0 > number } ?? owners.count
            let instructions = sizes[start..<end].reduce(0, +)
            return ModulePart(number: number, instructions: instructions, functions: start..<end, shared: shared)
        }
    }

    private static func size(_ function: Function) -> Int {
        function.layout.blocks.reduce(0) { $0 + function.layout.instructions($1).count }
    }

    /// Whether it is all of the module.
    var isWhole: Bool { shared == nil }

    /// How much work the part is, compared to others.
    var work: Int { ModulePart.leastWork + instructions }

    /// Whether variables, and what the runtime starts the program by, lie here.
    var holdsData: Bool { number == 0 }

    /// Whether the code of a function lies here.
    func contains(_ id: FunctionID) -> Bool { functions.contains(id.index) }

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
