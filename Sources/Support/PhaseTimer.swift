// Wall-clock time by phase, for --time-report. Times are shown to people and never reach an artifact.

/// Adds up the time spent in named phases; phases keep the order of their first use.
public struct PhaseTimer: Sendable {
    public struct Phase: Sendable {
        public let name: String
        public var duration: Duration
        public var count: Int
    }

    public private(set) var phases: [Phase] = []

    /// The time of all phases.
    public var total: Duration { phases.reduce(.zero) { $0 + $1.duration } }

    public init() {}

    /// Runs `body` and books its time under `name`.
    public mutating func measure<Result, Failure: Error>(
        _ name: String, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer { add(name, ContinuousClock.now - start) }
        return try body()
    }

    public mutating func add(_ name: String, _ duration: Duration, count: Int = 1) {
        if let place = phases.firstIndex(where: { $0.name == name }) {
            phases[place].duration += duration
            phases[place].count += count
        } else {
            phases.append(Phase(name: name, duration: duration, count: count))
        }
    }

    public mutating func merge(_ other: PhaseTimer) {
        for phase in other.phases { add(phase.name, phase.duration, count: phase.count) }
    }
}
