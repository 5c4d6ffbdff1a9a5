// Drops exits to where control goes anyway, and blocks that nothing leaves any more.

/// Tidies statements.
enum ControlCleanup {
    static func run(_ statements: [ControlStatement]) -> [ControlStatement] {
        var used: Set<ControlLabel> = []
        return tidy(statements, ends: [], &used)
    }

    /// `ends` are the labels of the blocks that end where `statements` do; `used` gets the labels that exits name.
    private static func tidy(
        _ statements: [ControlStatement], ends: Set<ControlLabel>, _ used: inout Set<ControlLabel>
    ) -> [ControlStatement] {
        var result: [ControlStatement] = []
        result.reserveCapacity(statements.count)
        for (place, statement) in statements.enumerated() {
            let ends = place == statements.count - 1 ? ends : []
            switch statement {
            case .body, .transfer, .repeat, .leave, .select: result.append(statement)
            case .exit(let label):
                if !ends.contains(label) {
                    used.insert(label)
                    result.append(statement)
                }
            case .block(let label, let inner):
                let body = tidy(inner, ends: ends.union([label]), &used)
                if used.remove(label) == nil { result += body } else { result.append(.block(label, body)) }
            case .loop(let label, let inner):
                result.append(.loop(label, tidy(inner, ends: ends, &used)))
            case .branch(let value, let yes, let no):
                result.append(.branch(value, tidy(yes, ends: ends, &used), tidy(no, ends: ends, &used)))
            case .choose(let terminator, let cases, let rest):
                let cases = cases.map { ($0.values, tidy($0.body, ends: ends, &used)) }
                result.append(.choose(terminator, cases: cases, default: tidy(rest, ends: ends, &used)))
            case .dispatch(let variable, let ways):
                result.append(.dispatch(variable, ways.map { tidy($0, ends: ends, &used) }))
            }
        }
        return result
    }
}
