// Parts of a module: large programs become several modules of LLVM's, which threads optimise and write side by side.
// Every part declares what it names; each function has its code in one part, and variables lie in the first. What
// several parts refer to is a hidden symbol, so that calls and addresses are as direct as inside one object. Objects
// that name each other lie apart from all code: LLVM looks through all of them for each function that names one. Much
// code that stays as it is written lies apart too: for a module of nothing else LLVM has faster ways.
//
// A part is the same, to the last byte of its module, when nothing of it changes and something elsewhere does. So
// names, cuts and what a part knows of others depend as little as can be on places and on the rest of the program.

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
    /// What only parts of several have; nil when there is but one.
    private let division: Division?

    /// A part as one of several.
    private struct Division: Sendable {
        /// The number of the part that each function lies in.
        let owners: [Int]
        /// What parts refer to of each other.
        let shared: SharedFunctions
        /// What this one refers to.
        let names: PartNames
        /// The same in an order that is its own: the functions that lie here as in the module, and then the others, and
        /// the roots, by their names.
        let functions: [FunctionID]
        let roots: [RootID]
        let statics: StaticNames
    }

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
        let whole = ModulePart(number: 0, level: level, work: leastWork + total, division: nil)
        guard let least = plan.options.partInstructions.map({ max($0, 1) }), plan.module.entry != nil,
            total / least > 1
        else { return [whole] }
        let runs = runs(plan, sizes, least)
        if runs.count < 2 { return [whole] }
        var owners = sizes
        for (number, run) in runs.enumerated() {
            for index in run.functions { owners[index] = number }
        }
        let references = PartReferences(plan, owners, count: runs.count)
        let statics = StaticNames(plan.module)
        return runs.enumerated().map { number, run in
            let names = references.names[number]
            let roots = names.roots.sorted { statics.name($0) < statics.name($1) }
            return ModulePart(
                number: number, level: run.level, work: leastWork + work(run, in: plan),
                division: Division(
                    owners: owners, shared: references.shared, names: names,
                    functions: order(names.functions, part: number, owners, plan),
                    roots: number == 0 ? Array(plan.module.roots.ids) : roots, statics: statics))
        }
    }

    private static func order(
        _ names: EntitySet<FunctionID>, part: Int, _ owners: [Int], _ plan: NativePlan
    ) -> [FunctionID] {
        let others = names.filter { owners[$0.index] != part }.map { (id: $0, name: plan.symbols.body($0)) }
        return names.filter { owners[$0.index] == part } + others.sorted { $0.name < $1.name }.map(\.id)
    }

    /// The functions of each part, by its number. The first has none when there are objects that name each other.
    private static func runs(_ plan: NativePlan, _ sizes: [Int], _ least: Int) -> [FunctionRun] {
        let level = plan.options.level
        let isPlain = plan.module.functions.values.map { level != .none && $0.attributes.contains(.asWritten) }
        let plainSize = zip(sizes, isPlain).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
        let isApart = plainSize / least > 1
        var improved = FunctionRun(level: level), plain = FunctionRun(level: .none)
        for (index, size) in sizes.enumerated() {
            if isApart, isPlain[index] { plain.add(index, size) } else { improved.add(index, size) }
        }
        let goal = FunctionRun.goal((improved.size + plain.size / plainRatio) / most, least: least)
        let hashes = plan.module.functions.values.map { StableHash.of($0.name) }
        let data = plan.module.roots.count > 0 ? [FunctionRun(level: .none)] : []
        return data + improved.divided(goal, hashes) + plain.divided(goal * plainRatio, hashes)
    }

    private static func work(_ run: FunctionRun, in plan: NativePlan) -> Int {
        run.level == plan.options.level ? run.size : run.size / plainRatio
    }

    private static func size(_ function: Function) -> Int {
        function.layout.blocks.reduce(0) { $0 + function.layout.instructions($1).count }
    }

    /// Whether it is all of the module.
    var isWhole: Bool { division == nil }

    /// Whether variables, and what the runtime starts the program by, lie here.
    var holdsData: Bool { number == 0 }

    /// Whether the code of a function lies here.
    func contains(_ id: FunctionID) -> Bool { division.map { $0.owners[id.index] == number } ?? true }

    /// The functions that the part has, calls or names the addresses of.
    func functions(of module: Module) -> [FunctionID] { division?.functions ?? Array(module.functions.ids) }

    /// Whether the part has or names the code of closures of a function.
    func namesClosures(of id: FunctionID) -> Bool { division?.names.closures.contains(id) ?? true }

    /// The roots that the part has or names.
    func roots(of module: Module) -> [RootID] { division?.roots ?? Array(module.roots.ids) }

    // Linkage.

    /// Makes a function, or another way into it, one that only the module sees.
    func hide(_ value: LLVMValue, of id: FunctionID) {
        hide(value, isShared: division.map { !contains(id) || $0.shared.bodies.contains(id) } ?? false)
    }

    /// As `hide`, for the code of closures of a function.
    func hideClosure(_ value: LLVMValue, of id: FunctionID) {
        hide(value, isShared: division.map { !contains(id) || $0.shared.closures.contains(id) } ?? false)
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

    /// The name of the object that a root starts with; none when only this module sees it.
    func objectName(_ root: RootID) -> String { division.map { symbol("hub_object.\($0.statics.name(root))") } ?? "" }

    /// The name of a root that is no constant, by which other parts find it; nil when there are no others.
    func rootName(_ root: RootID) -> String? { division.map { symbol("hub_root.\($0.statics.name(root))") } }
}
