// Expressions of every kind: choices, sequences, calls, code that is data.

extension LispGenerator {
    mutating func control(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let next = depth - 1
        switch random.number(0...17) {
        case 0...3: return conditional(kind, depth)
        case 4: return selection(kind, depth)
        case 5: return sequence(kind, depth)
        case 6...8: return callKnown(kind, depth) ?? conditional(kind, depth)
        case 9: return immediate(kind, depth)
        case 10: return letForm(kind, depth)
        case 11: return evaluation(kind, depth)
        case 12: return call("head", [call("list", [expression(kind, next), anything(next)])])
        case 13: return call("nth", [small(1...2), call("list", [expression(kind, next), expression(kind, next)])])
        case 14:
            return call(
                "plist/get", [call("list", [LispPiece(text: ":v"), expression(kind, next)]), LispPiece(text: ":v")])
        case 15: return context(kind, depth)
        case 16: return call("aio/await", [call("aio/pure", [expression(kind, next)])])
        default: return choiceByCase(kind, depth)
        }
    }

    /// An expression as an arm: as it is, or as what braces hold.
    mutating func arm(_ kind: LispKind, _ depth: Int) -> LispPiece {
        var piece = expression(kind, depth)
        if random.oneIn(2) { return piece }
        piece.text = "{\(opened(piece.text))}"
        return piece
    }

    /// The parts of a call without its brackets; a form of one element for all else.
    private func opened(_ text: String) -> String {
        guard text.hasPrefix("("), text.contains(" ") else { return text }
        return String(text.dropFirst().dropLast())
    }

    private mutating func conditional(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let condition = random.oneIn(5) ? anything(depth - 1) : expression(.number, depth - 1)
        let yes = arm(kind, depth - 1)
        if random.oneIn(9) { return .form("(if \(condition.text) \(yes.text))", [condition, yes]) }
        let no = arm(kind, depth - 1)
        return .form("(if \(condition.text) \(yes.text) \(no.text))", [condition, yes, no])
    }

    private mutating func selection(_ kind: LispKind, _ depth: Int) -> LispPiece {
        var parts: [LispPiece] = []
        var clauses = (0..<random.number(0...2)).map { _ -> String in
            let (condition, value) = (expression(.number, depth - 1), arm(kind, depth - 1))
            parts += [condition, value]
            return "{\(condition.text) \(value.text)}"
        }
        if !random.oneIn(8) {
            let value = arm(kind, depth - 1)
            parts.append(value)
            clauses.append("{\(theme == .bare ? "1" : random.pick(["otherwise", "true", "1"])) \(value.text)}")
        }
        return .form("(select \(clauses.joined(separator: " ")))", parts)
    }

    /// `do`, whose last value may be code.
    private mutating func sequence(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let first = random.oneIn(2) ? effect(depth - 1) : anything(depth - 1)
        let last = expression(kind, depth - 1)
        return .form("(do \(first.text) \(last.text))", [first, last])
    }

    /// Something that shows or changes something.
    private mutating func effect(_ depth: Int) -> LispPiece {
        let value = anything(depth)
        return .form("(print \(value.text))", [value])
    }

    /// `case` has data as values.
    private mutating func choiceByCase(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let subject = expression(random.pick([.number, .keyword, .string]), depth - 1)
        let clauses = (0..<random.number(1...3)).map { _ in
            "{\(leaf(random.pick([.number, .keyword, .string])).text) \(random.pick([literalNumber(), literalString(), "{1 2}", "(+ 1 2)"]))}"
        }
        return .form("(case \(subject.text) \(clauses.joined(separator: " ")))", [subject]).costing(6).sized(8)
    }

    // MARK: Calls

    /// A call of a function in scope with about the right arguments.
    private mutating func callKnown(_ kind: LispKind, _ depth: Int) -> LispPiece? {
        let known = variables.filter { $0.signature?.result == kind }
        guard !known.isEmpty else { return nil }
        let variable = random.pick(known)
        guard let signature = variable.signature else { return nil }
        var arguments = signature.parameters.map { expression($0, depth - 1) }
        if signature.isVariadic { arguments += (0..<random.number(0...3)).map { _ in expression(.number, depth - 1) } }
        if random.oneIn(12) { arguments.append(leaf(.number)) }
        if random.oneIn(12), arguments.count > 1 {
            // A function that waits for the last argument, and gets it.
            let last = arguments[arguments.count - 1]
            let front = call(variable.name, Array(arguments.dropLast()))
            return .form("(\(front.text) \(last.text))", [front, last]).costing(signature.cost)
        }
        if random.oneIn(20), !arguments.isEmpty { arguments.removeLast() }
        let size = arguments.map(\.size).max() ?? 1
        let piece = call(variable.name, arguments)
        return piece.costing(LispPiece.product(signature.cost, 1 + size / 8)).sized(
            LispPiece.product(signature.size, size))
    }

    /// A function that is called where it is written.
    private mutating func immediate(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let parameters = (0..<random.number(0...3)).map { _ in random.pick([LispKind.number, .list, .string]) }
        let f = function(parameters, kind, depth - 1)
        return call(f.text, parameters.map { expression($0, depth - 1) }).costing(f.cost).sized(f.size)
    }

    private mutating func letForm(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let saved = variables
        variables = globals
        let piece = body(kind, depth - 1)
        variables = saved
        return LispPiece(text: "(let {\(piece.text)})", cost: piece.cost + 2, size: piece.size)
    }

    // MARK: Code that is data

    private mutating func evaluation(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let piece = expression(kind, depth - 1)
        switch random.number(0...5) {
        case 0...1: return LispPiece(text: "(eval {\(opened(piece.text))})", cost: piece.cost + 2, size: piece.size)
        case 2:
            let number = expression(.number, depth - 1)
            return call("eval", [LispPiece(text: "`(+ ,\(number.text) 1)", cost: number.cost + 3)])
        case 3:
            let numbers = expression(.list, depth - 1)
            return call("unpack", [LispPiece(text: random.pick(["+", "list", "*", "-"])), numbers])
        case 4: return call("eval", [call("join", [LispPiece(text: "{+ 1}"), expression(.list, depth - 1)])])
        default:
            guard theme == .open else { return piece }
            return LispPiece(
                text: "(eval (read \"\(LispForm.escaped(piece.text))\"))", cost: piece.cost + 40, size: piece.size)
        }
    }

    private mutating func context(_ kind: LispKind, _ depth: Int) -> LispPiece {
        let body = expression(kind, depth - 1)
        if random.oneIn(3) {
            return .form("(ctx/with-deadline \(random.number(1...50)) \(body.text))", [body])
        }
        let value = expression(.number, depth - 1)
        let inner = random.oneIn(2) ? body.text : "(do (print (ctx/get :k) (ctx/locals)) \(body.text))"
        return .form("(ctx/with :k \(value.text) \(inner))", [value, body]).costing(5)
    }
}
