// The optimisation levels, by the names they have on the command line.

/// How hard the optimiser works.
public enum OptimizationLevel: String, CaseIterable, Sendable {
    case none = "-O0"
    case less = "-O1"
    case standard = "-O2"
    case more = "-O3"
    case size = "-Os"
}
