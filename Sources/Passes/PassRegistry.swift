// All passes by name, for `hubc opt` and `hubc passes`.

/// The passes that exist.
public enum PassRegistry {
    /// In the order in which the pipelines first use them; then those that make a module legal for a back end.
    public static let all: [Pass] = [
        .lowerSends, .ssaConstruct, .nopRemoval, .simplifyCFG, .sccp, .algebraic, .gvn, .redundantLoad, .deadStore,
        .dce, .inline,
        .inlineMaximal, .inlineSize, .forwardObjects, .versionLoops, .inferKinds, .deadArguments, .globalDCE,
        .hoistVariables, .loopRotate, .licm,
        .strengthReduce,
        .strengthReduceNumbers, .unroll,
        .tailCall, .sink, .doubleLoops, .doubleRotations, .duplicateReturns, .branchArms, .checkCalls, .lowerStack,
        .narrowHalf, .guardHalf, .lowerFloat, .lowerHalf, .lowerMultiplyHigh, .lowerSwitch, .lowerWide,
        .splitCriticalEdges, .settleFloats, .reenterLoops,
    ]

    public static func pass(named name: String) -> Pass? { all.first { $0.name == name } }
}
