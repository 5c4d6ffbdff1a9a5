// Makes programs in Lisp that show a difference smaller: programs, forms, then parts of forms.

/// Delta debugging over forms.
enum LispReducer {
    /// How many candidates are tried.
    private static let tries = 600

    static func reduce(
        _ bytes: [UInt8], _ found: LispOracle.Difference, progress: @escaping () -> Void
    ) -> [UInt8] {
        let isSame = { (batch: LispBatch) -> Bool in
            let result = LispOracle.judge(batch.bytes, ways: [found.way], progress: progress)
            return result.difference.map { $0.mismatch.resembles(found.mismatch) } ?? false
        }
        var best = LispBatch(bytes)
        if let program = found.program, program < best.programs.count,
            isSame(LispBatch(programs: [best.programs[program]]))
        {
            best = LispBatch(programs: [best.programs[program]])
        } else {
            best.programs = Reducer.reduce(best.programs, tries: 120) { isSame(LispBatch(programs: $0)) }
        }
        var left = tries
        for place in best.programs.indices {
            guard var forms = LispForm.read(best.programs[place]) else { continue }
            let isGood = { (candidate: [LispForm]) -> Bool in
                var batch = best
                batch.programs[place] = Self.text(candidate)
                left -= 1
                return left > 0 && isSame(batch)
            }
            forms = Reducer.reduce(forms, tries: 200, isInteresting: isGood)
            forms = simplified(forms, isGood)
            best.programs[place] = text(forms)
        }
        return best.bytes
    }

    private static func text(_ forms: [LispForm]) -> String { forms.map { $0.text + "\n" }.joined() }

    /// Forms whose parts are left out, or stand for the whole, as long as something changes.
    private static func simplified(_ forms: [LispForm], _ isGood: ([LispForm]) -> Bool) -> [LispForm] {
        var best = forms
        var path: [Int]? = best.isEmpty ? nil : [0]
        while let here = path {
            guard let form = find(here[...], best) else { break }
            var hasChanged = false
            for candidate in smaller(form) {
                let next = replacing(here[...], best, candidate)
                if isGood(next) {
                    best = next
                    hasChanged = true
                    break
                }
            }
            if !hasChanged { path = following(here, best) }
        }
        return best
    }

    /// What may stand for a form: an atom, each of its parts, or the form without one of them.
    private static func smaller(_ form: LispForm) -> [LispForm] {
        guard case .list(let open, let parts, let close) = form else { return [] }
        var candidates: [LispForm] = [.atom("1"), .atom("nil")] + parts
        for place in parts.indices {
            var fewer = parts
            fewer.remove(at: place)
            candidates.append(.list(open: open, fewer, close: close))
        }
        return candidates
    }

    private static func find(_ path: ArraySlice<Int>, _ forms: [LispForm]) -> LispForm? {
        guard let first = path.first, forms.indices.contains(first) else { return nil }
        if path.count == 1 { return forms[first] }
        guard case .list(_, let parts, _) = forms[first] else { return nil }
        return find(path.dropFirst(), parts)
    }

    private static func replacing(_ path: ArraySlice<Int>, _ forms: [LispForm], _ form: LispForm) -> [LispForm] {
        guard let first = path.first else { return forms }
        var copy = forms
        if path.count == 1 {
            copy[first] = form
        } else if case .list(let open, let parts, let close) = forms[first] {
            copy[first] = .list(open: open, replacing(path.dropFirst(), parts, form), close: close)
        }
        return copy
    }

    /// The next place in the order of the text.
    private static func following(_ path: [Int], _ forms: [LispForm]) -> [Int]? {
        if find((path + [0])[...], forms) != nil { return path + [0] }
        var path = path
        while let last = path.popLast() {
            let next = path + [last + 1]
            if find(next[...], forms) != nil { return next }
        }
        return nil
    }
}
