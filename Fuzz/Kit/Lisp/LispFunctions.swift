// Functions: literal ones, definitions, recursion that ends, and closures over variables that change.

extension LispGenerator {
    /// A function of arguments of these kinds.
    mutating func function(_ parameters: [LispKind], _ result: LispKind, _ depth: Int) -> LispPiece {
        let known = variables.filter { $0.signature?.parameters == parameters && $0.signature?.result == result }
        switch random.number(0...9) {
        case 0...1 where !known.isEmpty:
            let variable = random.pick(known)
            return LispPiece(
                text: variable.name, cost: variable.signature?.cost ?? 1, size: variable.signature?.size ?? 1)
        case 2 where parameters == [.number] && result == .number:
            return LispPiece(
                text: random.pick([
                    "(+ 1)", "-", "(\\ {a} {a})", "(foldl + 0)", "id", "not", "(comp - -)", "(flip - 1)", "list",
                ]), cost: 20)
        case 3 where parameters.count == 1:
            let inner = function([.number] + parameters, result, depth - 1)
            return .form("(\(inner.text) \(literalNumber()))", [inner])
        default: return lambda(parameters, result, depth)
        }
    }

    private mutating func lambda(_ parameters: [LispKind], _ result: LispKind, _ depth: Int) -> LispPiece {
        var names = parameters.map { _ in name("x") }
        let shadowed = random.oneIn(14) && !names.isEmpty
        if shadowed {
            names[0] = random.pick([
                "list", "head", "str", "+", "map", "id", "len", "nil", "true", "error", "select", "do",
            ])
        }
        var scope = zip(names, parameters).map { LispVariable(name: $0, kind: $1, size: 8) }
        let hasRest = random.oneIn(8)
        if hasRest {
            let rest = name("r")
            scope.append(LispVariable(name: rest, kind: .list, size: 8))
            names += ["&", rest]
        }
        let code = within(scope) { $0.body(result, depth - 1) }
        return LispPiece(
            text: "(\\ {\(names.joined(separator: " "))} {\(code.text)})", cost: code.cost + 2, size: code.size)
    }

    /// What the braces of a function hold: one expression, or a sequence with variables of its own.
    mutating func body(_ kind: LispKind, _ depth: Int) -> LispPiece {
        if !random.oneIn(3) || depth < 1 {
            let piece = expression(kind, depth)
            let isOpen = piece.text.hasPrefix("(") && piece.text.contains(" ") && !random.oneIn(3)
            return isOpen
                ? LispPiece(text: String(piece.text.dropFirst().dropLast()), cost: piece.cost, size: piece.size) : piece
        }
        return within([]) { generator in
            let first = generator.local(depth - 1)
            var parts = [first]
            for _ in 0..<generator.random.number(0...2) { parts.append(generator.statement(depth - 1)) }
            parts.append(generator.expression(kind, depth - 1))
            return LispPiece.form(parts.map(\.text).joined(separator: " "), parts).sized(parts[parts.count - 1].size)
        }
    }

    /// `=` of a name that the rest of the body sees.
    private mutating func local(_ depth: Int) -> LispPiece {
        let kind = anyKind()
        let value = expression(kind, depth)
        let isGlobalName = random.oneIn(10) && !globals.isEmpty
        let name = isGlobalName ? random.pick(globals).name : self.name("t")
        variables.removeAll { $0.name == name }
        variables.append(LispVariable(name: name, kind: kind, size: value.size))
        if random.oneIn(6) {
            let condition = expression(.number, depth)
            return .form("(if \(condition.text) {= {\(name)} \(value.text)} {nil})", [condition, value])
        }
        return .form("(= {\(name)} \(value.text))", [value])
    }

    private mutating func statement(_ depth: Int) -> LispPiece {
        switch random.number(0...6) {
        case 0...1: return local(depth)
        case 2: return closure(depth)
        case 3:
            let value = anything(depth)
            return .form("(print \(value.text))", [value])
        case 4 where !globals.isEmpty && depth > 0:
            let global = random.pick(globals)
            let value = expression(global.kind, depth)
            guard global.signature == nil, value.size <= 100 else { return value }
            return .form("(def {\(global.name)} \(value.text))", [value])
        case 5: return localLoop(depth)
        default: return anything(depth)
        }
    }

    /// A variable that changes after a function has captured it.
    private mutating func closure(_ depth: Int) -> LispPiece {
        let (counter, step) = (name("n"), name("step"))
        let start = expression(.number, depth)
        let body = within([LispVariable(name: counter, kind: .number, size: 1)]) { $0.body(.number, depth) }
        let again = expression(.number, depth)
        variables.append(LispVariable(name: counter, kind: .number, size: 1))
        let signature = LispSignature(parameters: [], result: .number, cost: body.cost + 2, size: body.size)
        variables.append(LispVariable(name: step, kind: .function, size: 4, signature: signature))
        let text = "(= {\(counter)} \(start.text)) (= {\(step)} (\\ {} {\(body.text)})) (= {\(counter)} \(again.text))"
        return .form(text, [start, body, again])
    }

    /// A loop that calls itself through a variable.
    private mutating func localLoop(_ depth: Int) -> LispPiece {
        let loop = name("loop")
        let (n, sum) = (name("n"), name("a"))
        let scope = [LispVariable(name: n, kind: .number, size: 1), LispVariable(name: sum, kind: .number, size: 1)]
        let step = within(scope) { $0.accumulated($0.expression(.number, min(depth, 2))) }
        let count = step.cost < 20 ? 40 : 5
        let text =
            "(= {\(loop)} (\\ {\(n) \(sum)} {\(guarded(n, .init(text: sum), "\(loop) (- \(n) 1) \(step.text)"))})) (print (\(loop) \(count) 1))"
        return .form(text, [step], times: count)
    }

    // MARK: Definitions

    /// `fun`, or `def` of a lambda.
    mutating func functionDefinition() -> String {
        let name = self.name(prefix + "f")
        if random.oneIn(3) { return recursion(name) }
        let parameters = (0..<random.pick([0, 1, 1, 2, 2, 3, 4, 7])).map { _ in
            random.pick([LispKind.number, .number, .list, .string, .tree])
        }
        let result = anyKind()
        var names = parameters.map { _ in self.name("p") }
        var scope = zip(names, parameters).map { LispVariable(name: $0, kind: $1, size: 8) }
        let isVariadic = random.oneIn(6)
        if isVariadic {
            names += ["&", self.name("rest")]
            scope.append(LispVariable(name: names[names.count - 1], kind: .list, size: 8))
        }
        variables = globals
        let code = within(scope) { $0.body(result, $0.random.number(1...4)) }
        variables = globals
        let signature = LispSignature(
            parameters: parameters, result: result, cost: code.cost + 2, size: code.size, isVariadic: isVariadic)
        publish(LispVariable(name: name, kind: .function, size: 4, signature: signature))
        return definition(name, names, code.text)
    }

    private mutating func publish(_ variable: LispVariable) {
        globals.append(variable)
        variables = globals
    }

    private mutating func definition(_ name: String, _ names: [String], _ code: String) -> String {
        if theme == .bare || random.oneIn(4) {
            return "(\(random.oneIn(2) ? "def" : "=") {\(name)} (\\ {\(names.joined(separator: " "))} {\(code)}))"
        }
        return "(fun {\(([name] + names).joined(separator: " "))} {\(code)})"
    }

    /// The end of a recursion when `n` is no longer positive, in one of the forms that choose.
    private mutating func guarded(_ n: String, _ end: LispPiece, _ again: String) -> String {
        switch random.number(0...4) {
        case 0: "if (<= \(n) 0) \(end.text) (\(again))"
        case 1: "if (<= \(n) 0) {head (list \(end.text))} {\(again)}"
        case 2: "select {(<= \(n) 0) \(end.text)} {(> \(n) 0) (\(again))}"
        case 3: "(if (<= \(n) 0) \(end.text) {do \(n) (\(again))})"
        default: "do (= {last} \(n)) (if (> last 0) {\(again)} \(end.text))"
        }
    }

    /// Functions that call themselves or each other a bounded number of times.
    private mutating func recursion(_ name: String) -> String {
        let (n, sum) = (self.name("n"), self.name("a"))
        variables = globals
        let scope = [LispVariable(name: n, kind: .number, size: 1), LispVariable(name: sum, kind: .number, size: 1)]
        let step = within(scope) { $0.accumulated($0.expression(.number, 2)) }
        variables = globals
        let count = step.cost < 12 ? random.pick([50, 300]) : 6
        let sumPiece = LispPiece(text: sum)
        let text: String
        switch random.number(0...5) {
        case 0...1: text = definition(name, [n, sum], guarded(n, sumPiece, "\(name) (- \(n) 1) \(step.text)"))
        case 2:
            let operation = random.pick(["+", "-", "*", "list", "cons"])
            text = definition(
                name, [n, sum],
                guarded(n, LispPiece(text: "nil"), "\(operation) \(step.text) (\(name) (- \(n) 1) \(sum))"))
        case 3:
            let other = name + "-other"
            text =
                definition(name, [n, sum], guarded(n, sumPiece, "\(other) (- \(n) 1) \(step.text)")) + "\n"
                + definition(other, [n, sum], guarded(n, step, "\(name) (- \(n) 1) (+ \(sum) 1)"))
        case 4:
            let inner = definition(name + "-by", ["f", n, sum], guarded(n, sumPiece, "f f (- \(n) 1) \(step.text)"))
            text = inner + "\n" + definition(name, [n, sum], "\(name)-by \(name)-by \(n) \(sum)")
        default:
            text = definition(
                name, ["l", sum],
                "if (if (list? l) {== l nil} {1}) {\(sum)} {join (list \(within([scope[1]]) { $0.expression(.number, 1) }.text)) (\(name) (tail l) (+ \(sum) 1))}"
            )
            let signature = LispSignature(parameters: [.list, .number], result: .list, cost: 60, size: 4)
            publish(LispVariable(name: name, kind: .function, size: 4, signature: signature))
            return text
        }
        // Callers give the count that it takes.
        let cost = LispPiece.product(count, step.cost + 6)
        let ready = self.name(prefix + "r")
        publish(
            LispVariable(
                name: ready, kind: .function, size: 4,
                signature: LispSignature(parameters: [.number], result: .number, cost: cost, size: 60)))
        return text + "\n" + definition(ready, ["z"], "\(name) \(count) z")
    }
}
