// The passes of each optimisation level, as lists. A stage is a list of its own where levels share it.

import Support

/// The pass lists of the levels.
public enum Pipeline {
    /// What a back end wants done with loops.
    public enum LoopStyle: Sendable {
        /// Nothing: its own optimiser works on them, and counting in another way hides from it how often they run.
        case asWritten
        /// Addresses stay sums with a counter, by whose range accesses are known to be in bounds.
        case counters
        /// Addresses are pointers that advance.
        case pointers
    }

    /// What level `level` runs, in order; `isDynamic` for modules with dynamic values.
    public static func passes(
        for level: OptimizationLevel, loops style: LoopStyle = .pointers, isDynamic: Bool = false
    ) -> [Pass] {
        let loops = self.loops(style)
        let construction =
            isDynamic ? [.globalDCE, .lowerSends, .globalDCE] + construction + dynamic(level) : construction
        return switch level {
        // Only what the back ends need: no variables.
        case .none: isDynamic ? [.globalDCE, .lowerSends, .globalDCE, .ssaConstruct] : [.ssaConstruct]
        case .less: construction + scalar + [.globalDCE]
        case .standard: construction + scalar + interprocedural(.inline) + scalar + loops + scalar + [.sink]
        case .more: construction + scalar + interprocedural(.inlineMaximal) + scalar + loops + scalar + scalar + [.sink]
        case .size: construction + scalar + interprocedural(.inlineSize) + scalar
        }
    }

    /// What tidies up behind the passes that make a module legal for a back end.
    public static let cleanup: [Pass] = [.algebraic, .gvn, .dce, .simplifyCFG]

    /// What shapes code for a machine where copies and frames cost instructions.
    public static let machineShape: [Pass] = [.doubleRotations, .duplicateReturns, .simplifyCFG] + cleanup

    /// What shapes code for engines of WebAssembly, which compile a function anew while the program runs. Those that
    /// have dynamic values have tail calls too; for other modules it is not worth to ask for them.
    public static func engineShape(isDynamic: Bool) -> [Pass] {
        [.doubleLoops] + cleanup + (isDynamic ? [.reenterLoops] : [])
    }

    /// All passes that make modules legal for back ends, in an order that works.
    public static let legalizing: [Pass] = [
        .branchArms, .checkCalls, .lowerStack, .narrowHalf, .guardHalf, .lowerHalf, .lowerFloat, .lowerMultiplyHigh,
        .lowerSwitch,
        .lowerWide, .splitCriticalEdges,
    ]

    /// The passes over functions that code needs to be compiled at all: functions that stay as they stand get them too.
    static let needed = Set((legalizing + [.ssaConstruct, .settleFloats]).map(\.name))

    private static let construction: [Pass] = [.nopRemoval, .ssaConstruct, .simplifyCFG]

    /// Work inside a function. Ends with no dead code and few blocks.
    private static let scalar: [Pass] = [.redundantLoad, .deadStore, .sccp, .algebraic, .gvn, .dce, .simplifyCFG]

    /// Work on dynamic values: small functions are inlined first, so that it is known for each use what it gives. Twice,
    /// since what one round decides shows more to the next.
    private static func dynamic(_ level: OptimizationLevel) -> [Pass] {
        switch level {
        case .none: []
        case .less: scalar + [.inferKinds]
        case .size: twice(objects(.inlineSize))
        case .standard, .more: objects(.inline) + objects(.inline, versions: [.versionLoops]) + [.hoistVariables]
        }
    }

    /// Functions that walk lists become loops first, so that they can be inlined where it is known what they call.
    private static func objects(_ inline: Pass, versions: [Pass] = []) -> [Pass] {
        scalar + [.tailCall, inline, .globalDCE] + scalar + [.forwardObjects, .ssaConstruct] + scalar + versions
            + [.inferKinds]
    }

    private static func twice(_ passes: [Pass]) -> [Pass] { passes + passes }

    /// Work on all functions. Signatures are narrowed before inlining, for better estimates, and after it, for what it
    /// left.
    private static func interprocedural(_ inline: Pass) -> [Pass] {
        [.deadArguments, .dce, inline, .globalDCE, .deadArguments]
    }

    /// Work on loops; the scalar stage follows. The turned loops are tidied first: strength reduction wants one latch
    /// that passes the next values itself. Short loops are unrolled last, when nothing in them is invariant any more.
    private static func loops(_ style: LoopStyle) -> [Pass] {
        let turned: [Pass] = [.tailCall, .loopRotate, .sccp, .simplifyCFG, .gvn, .licm]
        switch style {
        case .asWritten: return [.tailCall]
        case .counters: return turned + [.strengthReduceNumbers, .unroll]
        case .pointers: return turned + [.strengthReduce, .unroll]
        }
    }
}
