// Expressions whose values are lists: of numbers, of anything, and property lists.

extension LispGenerator {
    /// Data in braces or behind a quote.
    mutating func literalData(_ depth: Int) -> String {
        let parts = (0..<random.number(0...4)).map { _ -> String in
            switch random.number(depth > 0 ? 0...7 : 3...7) {
            case 0: "{\(literalData(depth - 1).dropFirst().dropLast())}"
            case 1: "(+ 1 2)"
            case 2: "(\(random.pick(["a", "x y", "print 1"])))"
            case 3: literalString()
            case 4: random.pick(["a", "b", "x", "+", ":k", "nil", "()", "sym"])
            default: literalNumber()
            }
        }
        return "{\(parts.joined(separator: " "))}"
    }

    mutating func list(_ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...13) {
        case 0...1: return call("list", (0..<random.number(0...4)).map { _ in expression(.number, next) })
        case 2: return call("cons", [expression(.number, next), expression(.list, next)])
        case 3:
            return call(
                "join", (0..<random.number(1...3)).map { _ in expression(random.oneIn(6) ? .number : .list, next) })
        case 4...5: return map(depth)
        case 6: return filter(depth)
        case 7:
            let (from, count) = (random.number(-3...5), random.number(-1...7))
            return LispPiece(text: "(range \(from) \(from + count))", cost: 8, size: 9)
        case 8: return repetition(depth)
        case 9: return call(random.pick(["tail", "init", "reverse"]), [expression(.list, next)])
        case 10: return call(random.pick(["take", "drop"]), [small(-1...4), expression(.list, next)])
        case 11: return call("plist/vals", [expression(.plist, next)])
        case 12: return template(depth)
        default: return call("head", [call("split", [small(0...3), expression(.list, next)])])
        }
    }

    private mutating func map(_ depth: Int) -> LispPiece {
        let items = expression(.list, depth - 1)
        let f = function([.number], .number, depth - 1)
        let cost = LispPiece.product(f.cost + callCost(f.text), items.size)
        return LispPiece.form("(map \(f.text) \(items.text))", [items]).costing(cost)
    }

    /// What a call of the function that a name stands for takes.
    private func callCost(_ text: String) -> Int {
        variables.first { $0.name == text }?.signature?.cost ?? 4
    }

    private mutating func filter(_ depth: Int) -> LispPiece {
        let items = expression(.list, depth - 1)
        let name = self.name("e")
        let test = within([LispVariable(name: name, kind: .number, size: 1)]) { $0.body(.number, depth - 1) }
        let cost = LispPiece.product(test.cost, items.size)
        return LispPiece.form("(filter (\\ {\(name)} {\(test.text)}) \(items.text))", [items]).costing(cost)
    }

    private mutating func repetition(_ depth: Int) -> LispPiece {
        let f = function([.number], .number, depth - 1)
        let count = random.number(-1...6)
        let cost = LispPiece.product(f.cost + callCost(f.text), 7)
        return LispPiece.form("(repeat \(f.text) \(count))", [f]).costing(cost).sized(LispPiece.product(f.size, 7))
    }

    mutating func tree(_ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...10) {
        case 0...2: return call("list", (0..<random.number(0...3)).map { _ in anything(next) })
        case 3: return call("cons", [anything(next), expression(.tree, next)])
        case 4: return call("join", [expression(.tree, next), anything(next)])
        case 5: return template(depth)
        case 6: return call("str/split", [expression(.string, next), leaf(.string)])
        case 7:
            return LispPiece(
                text: random.pick(["(quote (a b))", "'x", "'(1 2)", "(quote {q})", "(quote ())"]), size: 4)
        case 8: return call("split", [small(0...3), expression(.tree, next)])
        case 9: return call(random.pick(["tail", "init", "reverse"]), [expression(.tree, next)])
        default: return call("plist/keys", [expression(.plist, next)])
        }
    }

    mutating func plist(_ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...2) {
        case 0: return call("plist/set", [expression(.plist, next), leaf(.keyword), anything(next)])
        case 1: return call("list", [LispPiece(text: ":a"), expression(.number, next), leaf(.keyword), anything(next)])
        default: return LispPiece(text: "{:k \(literalNumber()) :a \(literalNumber()) :odd}", size: 8)
        }
    }

    /// A quasiquotation.
    private mutating func template(_ depth: Int) -> LispPiece {
        var pieces: [LispPiece] = []
        let parts = (0..<random.number(1...4)).map { _ -> String in
            switch random.number(0...5) {
            case 0...1:
                pieces.append(expression(.number, depth - 1))
                return ",\(pieces[pieces.count - 1].text)"
            case 2:
                pieces.append(expression(.list, depth - 1))
                return ",@\(pieces[pieces.count - 1].text)"
            case 3:
                pieces.append(anything(depth - 1))
                return random.pick(["(x ,\(pieces[pieces.count - 1].text))", "{,\(pieces[pieces.count - 1].text)}"])
            default: return literalNumber()
            }
        }
        let inner = parts.joined(separator: " ")
        return .form(random.oneIn(2) ? "`(\(inner))" : "`{\(inner)}", pieces).costing(4)
    }
}
