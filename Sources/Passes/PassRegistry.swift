// All passes by name, for `hubc opt` and `hubc passes`.

/// The passes that exist.
public enum PassRegistry {
    /// In the order in which the pipelines first use them.
    public static let all: [Pass] = [
<<<<<<< HEAD
        .ssaConstruct, .nopRemoval, .simplifyCFG, .sccp, .dce, .inline, .inlineMaximal, .inlineSize, .globalDCE,
=======
        .ssaConstruct, .nopRemoval, .simplifyCFG, .dce,
        .algebraic, .gvn,
>>>>>>> passes2
    ]

    public static func pass(named name: String) -> Pass? { all.first { $0.name == name } }
}
