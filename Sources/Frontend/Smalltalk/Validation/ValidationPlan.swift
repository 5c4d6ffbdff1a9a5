// What validation checks: for each method of a program, receivers and arguments. The same program gives the same
// checks.

import Support

/// One message of a check: a method with a receiver and arguments, by the numbers of their samples.
package struct ValidationCheck: Hashable, Sendable {
    package let method: MethodID
    /// The receiver first.
    package let parameters: [Int]
}

/// Which values the checks of a validation have.
package enum ValidationRound: CaseIterable, Sendable {
    /// Those that the analysis of the program knows: what it knows stays as narrow as it is in the program.
    case known
    /// One argument is of a kind that never comes there.
    case wrong

    /// The most checks of a method.
    var mostOfMethod: Int {
        switch self {
        case .known: 40
        case .wrong: 12
        }
    }

    /// About as many checks as there are at most in all; each method has some.
    var mostInAll: Int {
        switch self {
        case .known: 24_000
        case .wrong: 8000
        }
    }
}

struct ValidationPlan: Sendable {
    private(set) var samples: [Sample] = []
    private(set) var checks: [ValidationCheck] = []
    /// The methods that have checks, in the order of the program.
    private(set) var methods: [MethodID] = []
    /// Methods to which no value can be sent that can be made.
    private(set) var unchecked: [MethodID] = []
    private var numbers: [Sample: Int] = [:]

    init(_ closed: ClosedWorld, _ known: KnownKinds, _ round: ValidationRound) {
        let choice = SampleChoice(closed, known)
        let candidates = Self.wrongKinds(closed)
        let reached = closed.methods.map(\.id).filter { !ReplacedMethods.isReplaced($0, closed.world.image) }
        let limit = min(round.mostOfMethod, max(4, round.mostInAll / max(reached.count, 1)))
        for method in reached {
            let kinds = known.parameters[method] ?? []
            let lists = kinds.map { choice.samples(of: $0) }
            guard !lists.isEmpty, lists.allSatisfy({ !$0.isEmpty }) else {
                unchecked.append(method)
                continue
            }
            let found: [[Sample]]
            switch round {
            case .known: found = Self.combinations(lists, limit)
            case .wrong: found = Self.wrong(kinds, lists, candidates, choice, limit)
            }
            guard !found.isEmpty else { continue }
            methods.append(method)
            for parameters in found {
                checks.append(ValidationCheck(method: method, parameters: parameters.map { number($0) }))
            }
        }
    }

    private mutating func number(_ sample: Sample) -> Int {
        if let known = numbers[sample] { return known }
        numbers[sample] = samples.count
        samples.append(sample)
        return samples.count - 1
    }

    /// The classes that wrong arguments are of, as far as the program has them.
    private static func wrongKinds(_ closed: ClosedWorld) -> [KnownKind] {
        let facts = closed.world.facts
        let truth = closed.world.classID(of: .object(facts.trueObject))
        let classes = [facts.undefined, facts.smallInteger, facts.string, truth, facts.float].compactMap(\.self)
        return classes.filter { closed.liveClasses.contains($0) }.map { .instance($0) }
    }

    /// At most `limit` of all ways to take one of each list, spread over them.
    private static func combinations(_ lists: [[Sample]], _ limit: Int) -> [[Sample]] {
        var total = 1
        for list in lists {
            let (product, isTooLarge) = total.multipliedReportingOverflow(by: list.count)
            total = isTooLarge ? Int.max : product
        }
        if total <= limit { return (0..<total).map { combination($0, lists) } }
        // A step that is prime to the number of ways comes to each of them.
        var step = max(1, Int(Double(total) * 0.618)) | 1
        while greatestCommonDivisor(step, total) != 1 { step += 2 }
        var place = 0
        return (0..<limit).map { _ in
            defer { place = Int(truncatingIfNeeded: (UInt(place) &+ UInt(step)) % UInt(total)) }
            return combination(place, lists)
        }
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    private static func combination(_ number: Int, _ lists: [[Sample]]) -> [Sample] {
        var rest = number
        return lists.map { list in
            defer { rest /= list.count }
            return list[rest % list.count]
        }
    }

    /// Checks with one wrong argument each.
    private static func wrong(
        _ kinds: [[KnownKind]], _ lists: [[Sample]], _ candidates: [KnownKind], _ choice: SampleChoice, _ limit: Int
    ) -> [[Sample]] {
        var found: [[Sample]] = []
        for place in kinds.indices.dropFirst() {
            let wrong = candidates.filter { !kinds[place].contains($0) }.prefix(3).compactMap {
                choice.samples(of: $0).first
            }
            for sample in wrong {
                for receiver in lists[0].prefix(4) {
                    var parameters = lists.map { $0[0] }
                    parameters[0] = receiver
                    parameters[place] = sample
                    found.append(parameters)
                }
            }
        }
        guard found.count > limit else { return found }
        return (0..<limit).map { found[$0 * found.count / limit] }
    }
}
