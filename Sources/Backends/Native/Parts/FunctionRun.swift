// Where a program is cut into parts. A cut depends on the names of the functions around it, and hardly on the sizes of
// those before it: a program with one function changed has its parts where they were, so that their objects can be kept
// from build to build.

import Support

/// Functions that become a part, or several.
struct FunctionRun {
    let level: OptimizationLevel
    /// The numbers of the functions, in ascending order, and their sizes.
    private(set) var functions: [Int] = []
    private(set) var sizes: [Int] = []
    private(set) var size = 0

    init(level: OptimizationLevel) { self.level = level }

    mutating func add(_ function: Int, _ size: Int) {
        functions.append(function)
        sizes.append(size)
        self.size += size
    }

    /// Parts of `goal` instructions, more or less by half. Each ends with the function whose name, among those where it
    /// may end, has the least hash. `hashes` has one for each function of the module.
    func divided(_ goal: Int, _ hashes: [UInt64]) -> [FunctionRun] {
        var parts: [FunctionRun] = []
        var (start, rest) = (0, size)
        while start < functions.count {
            let end = rest <= goal + goal / 2 ? functions.count : end(from: start, goal, hashes)
            var part = FunctionRun(level: level)
            for place in start..<end { part.add(functions[place], sizes[place]) }
            parts.append(part)
            (start, rest) = (end, rest - part.size)
        }
        return parts
    }

    /// Where the part that begins at `start` ends: before which function.
    private func end(from start: Int, _ goal: Int, _ hashes: [UInt64]) -> Int {
        var (place, size) = (start, 0)
        var best: Int?
        while place < functions.count {
            size += sizes[place]
            place += 1
            if best != nil, size > goal + goal / 2 { break }
            guard size >= goal / 2 else { continue }
            if let known = best, hashes[functions[known - 1]] <= hashes[functions[place - 1]] { continue }
            best = place
        }
        return best ?? functions.count
    }

    /// A size for parts that is `wanted` or a little less, and one of few, so that it seldom changes with the program.
    static func goal(_ wanted: Int, least: Int) -> Int {
        var goal = least
        while goal + max(goal / 4, 1) <= wanted { goal += max(goal / 4, 1) }
        return goal
    }
}
