// Expressions of a kind: what all kinds have in common, and numbers and strings.

extension LispGenerator {
    /// A kind that a variable may have.
    mutating func anyKind() -> LispKind {
        random.pick([.number, .number, .string, .keyword, .list, .list, .tree, .plist, .function, .handle, .error])
    }

    mutating func anything(_ depth: Int) -> LispPiece { expression(anyKind(), depth) }

    /// Code whose value should be of a kind, with at most so many levels.
    mutating func expression(_ wanted: LispKind, _ depth: Int) -> LispPiece {
        let kind = random.oneIn(24) ? anyKind() : wanted
        guard depth > 0 else { return leaf(kind) }
        let piece = random.oneIn(3) ? control(kind, depth) : specific(kind, depth)
        let isSmall = piece.cost <= LispGenerator.pieceCost && piece.size <= LispGenerator.pieceSize
        return isSmall && piece.text.utf8.count < 1500 ? piece : leaf(kind)
    }

    private mutating func specific(_ kind: LispKind, _ depth: Int) -> LispPiece {
        switch kind {
        case .number: number(depth)
        case .string: string(depth)
        case .keyword: keyword(depth)
        case .list: list(depth)
        case .tree: tree(depth)
        case .plist: plist(depth)
        case .function: function([.number], .number, depth)
        case .handle: handle(depth)
        case .error: error(depth)
        }
    }

    /// A variable or a literal.
    mutating func leaf(_ kind: LispKind) -> LispPiece {
        let known = variables.filter { $0.kind == kind && $0.size <= 100 }
        if !known.isEmpty, !random.oneIn(3) {
            let variable = random.pick(known)
            return LispPiece(text: variable.name, size: variable.size)
        }
        switch kind {
        case .number: return LispPiece(text: literalNumber())
        case .string: return LispPiece(text: literalString(), size: 8)
        case .keyword: return LispPiece(text: random.pick([":a", ":b", ":c", ":k", ":none", ":ok", ":true"]))
        case .list:
            let numbers = (0..<random.number(0...4)).map { _ in literalNumber() }
            return LispPiece(text: "{\(numbers.joined(separator: " "))}", size: 8)
        case .tree: return LispPiece(text: literalData(2), size: 12)
        case .plist: return LispPiece(text: "{:a \(literalNumber()) :b \(literalString()) :k {1 2}}", size: 12)
        case .function:
            return LispPiece(
                text: random.pick(["+", "list", "(\\ {e} {+ e 1})", "head", "-", "(\\ {& r} {r})", "len"]))
        case .handle: return LispPiece(text: "(aio/pure \(literalNumber()))", size: 4)
        case .error:
            return LispPiece(
                text: random.pick([
                    "(error \"boom\")", "(head nil)", "(/ 1 0)", "unbound-name", "(tail 5)", "(5 6)", "(len)",
                    "(+ 1 \"s\")",
                    "(error 5)", "(/ 7 -1)", "(error \"\")", "(\\ {1} {2})", "(= {a b} 1)", "(select)", "(nth 0 {1})",
                ]), size: 8)
        }
    }

    // MARK: Numbers

    mutating func literalNumber() -> String {
        let edges: [Int64] = [
            1 << 30, 1 << 31, 1 << 32, 1 << 61, 1 << 62, 1 << 53, .max, .min, 0xFFFF_FFFF, 10_000_000_000, 1 << 52,
        ]
        switch random.number(0...9) {
        case 0...1: return "\(random.pick(edges) &+ Int64(random.number(-2...2)))"
        case 2: return "\(0 &- random.pick(edges) &+ Int64(random.number(-2...2)))"
        case 3: return "\(Int64(bitPattern: random.next()) >> Int64(random.number(0...60)))"
        case 4: return random.pick(["-0", "007", "true", "false", "-1"])
        default: return "\(random.number(-9...20))"
        }
    }

    mutating func small(_ range: ClosedRange<Int>) -> LispPiece { LispPiece(text: "\(random.number(range))") }

    private mutating func number(_ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...17) {
        case 0...4:
            let values = (0..<random.pick([1, 2, 2, 2, 2, 3, 4])).map { _ in expression(.number, next) }
            return call(random.pick(["+", "-", "*", "/"]), values).sized(1)
        case 5...6:
            let operation = random.pick(["<", ">", "<=", ">=", "==", "!=", "ord"])
            return call(operation, [expression(.number, next), expression(.number, next)]).sized(1)
        case 7:
            return call("len", [expression(random.pick([.list, .string, .tree]), next)]).sized(1)
        case 8: return call("ord", [expression(.string, next), expression(.string, next)]).sized(1)
        case 9: return call("str->num", [expression(.string, next)]).sized(1)
        case 10: return fold(depth)
        case 11: return call(random.pick(["sum", "product", "head", "last"]), [expression(.list, next)]).sized(1)
        case 12: return call("nth", [small(0...4), expression(.list, next)]).sized(1)
        case 13: return call("plist/get", [expression(.plist, next), LispPiece(text: ":a")])
        case 14: return call(random.pick(["error?", "list?", "ref?", "nil?", "not"]), [anything(next)]).sized(1)
        case 15: return call("==", [anything(next), anything(next)]).sized(1)
        case 16: return call("exists", [expression(.number, next), expression(.list, next)]).sized(1)
        default: return call("aio/await", [expression(.handle, next)])
        }
    }

    /// A number of what may be none, so that nothing grows from one turn of a loop to the next.
    func accumulated(_ piece: LispPiece) -> LispPiece {
        LispPiece(text: "(- \(piece.text) 0)", cost: piece.cost + 1, size: 1)
    }

    private mutating func fold(_ depth: Int) -> LispPiece {
        let items = expression(.list, depth - 1)
        if random.oneIn(3) {
            return .form("(foldl \(random.pick(["+", "*", "-", "list", "flip"])) 0 \(items.text))", [items]).sized(1)
        }
        let names = [name("a"), name("e")]
        let step = within(names.map { LispVariable(name: $0, kind: .number, size: 1) }) {
            $0.accumulated($0.expression(.number, depth - 1))
        }
        let start = expression(.number, depth - 1)
        let text = "(foldl (\\ {\(names.joined(separator: " "))} {\(step.text)}) \(start.text) \(items.text))"
        return LispPiece.form(text, [start, items]).costing(LispPiece.product(step.cost, items.size)).sized(1)
    }

    // MARK: Strings

    mutating func literalString() -> String {
        random.pick([
            "\"\"", "\"a\"", "\"42\"", "\"-17\"", "\"x y\"", "\"a,b,,c\"", "\"tab\\there\"", "\"q\\\"q\"",
            "\"back\\\\\"",
            "\"line\\n\"", "\"9223372036854775807\"", "\"(+ 1 2)\"", "\"%d%s\"", "\"\u{E9}\"", "\"\\a\\b\\f\\v\\r\"",
            "\"12ab\"",
            "\" 5\"", "\"abcabc\"", "\"+3\"",
        ])
    }

    private mutating func string(_ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...7) {
        case 0...2:
            let values = (0..<random.number(0...3)).map { _ in anything(next) }
            return call("str", values)
        case 3:
            let parts = [expression(.string, next), leaf(.string), expression(.string, 0)]
            let piece = call("str/replace", parts)
            return piece.sized(LispPiece.product(parts[0].size, parts[2].size + 1))
        case 4: return call("str/slice", [expression(.string, next), small(-1...4), small(-1...9)])
        case 5: return call("head", [call("str/split", [expression(.string, next), leaf(.string)])])
        case 6:
            let what = random.oneIn(2) ? leaf(.string) : LispPiece(text: "\(random.number(33...126))")
            return call("make-string", [small(-1...5), what]).sized(40)
        default: return call("str", [expression(.string, next), expression(.number, next)])
        }
    }

    private mutating func keyword(_ depth: Int) -> LispPiece {
        switch random.number(0...3) {
        case 0: return call("head", [call("plist/keys", [expression(.plist, depth - 1)])])
        case 1: return call("aio/status", [expression(.handle, depth - 1)])
        case 2: return LispPiece(text: random.pick(["(head {sym})", "(quote sym)", "(head '+)", "(head {a b})"]))
        default: return leaf(.keyword)
        }
    }

    // MARK: Errors

    private mutating func error(_ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...5) {
        case 0: return call("error", [expression(.string, next)])
        case 1: return call("/", [expression(.number, next), LispPiece(text: random.pick(["0", "-1", "-5"]))])
        case 2:
            return call(
                random.pick(["head", "tail", "init"]), [LispPiece(text: random.pick(["nil", "{}", "\"s\"", "5"]))])
        case 3:
            return call(
                random.pick(["cons", "<", "len", "ord", "str/slice", "aio/then"]), [anything(next), anything(next)])
        case 4: return wrongCount(next)
        default: return call(random.pick(["5", "\"s\"", "nil", ":k", "{+}"]), [anything(next)])
        }
    }

    private mutating func wrongCount(_ depth: Int) -> LispPiece {
        let name = random.pick([
            "len", "head", "cons", "==", "<", "range", "eval", "error", "list?", "str/split", "aio/then", "aio/pure",
            "def",
            "\\", "fun", "read", "if", "quote", "unpack", "ctx/with", "case", "let", "=", "repeat", "penv", "ord",
            "nth",
        ])
        if theme != .open, ["def", "fun", "read", "="].contains(name) { return leaf(.error) }
        if name == "repeat" { return leaf(.error) }
        return call(name, (0..<random.pick([1, 3, 4])).map { _ in expression(.number, depth) })
    }

    /// A call with arguments.
    func call(_ name: String, _ arguments: [LispPiece]) -> LispPiece {
        .form("(\(([name] + arguments.map(\.text)).joined(separator: " ")))", arguments)
    }

    /// What `make` writes with more names in scope.
    mutating func within<Result>(
        _ names: [LispVariable], _ make: (inout LispGenerator) -> Result
    ) -> Result {
        let saved = variables
        variables.removeAll { variable in names.contains { $0.name == variable.name } }
        variables += names
        defer { variables = saved }
        return make(&self)
    }
}
