public enum OptimizationLevel: CaseIterable, Sendable { case O0, O1, O2, O3, Os }
public enum Pipeline {
    public static func passes(for level: OptimizationLevel) -> [Pass] {
        level == .O0 ? [.ssaConstruct] : [.ssaConstruct, .nopRemoval, .simplifyCFG, .sccp, .algebraic, .gvn, .dce, .simplifyCFG, .inline, .sccp, .algebraic, .gvn, .dce, .globalDCE]
    }
}
