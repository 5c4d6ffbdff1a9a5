// Makes random programs in Lisp over the whole language that come to an end. Code is made for a kind of value and is
// mostly right; bounds of its work and of the sizes of its values keep loops within loops small.

/// Writes one program.
struct LispGenerator {
    /// The work of a program, in evaluations.
    static let programCost = 12_000
    /// The work and the size of a value of any piece.
    static let pieceCost = 1500
    static let pieceSize = 600

    var random: FuzzRandom
    let theme: LispTheme
    /// In front of every global name, so that the programs of a file leave each other alone.
    let prefix: String
    /// The names in scope, those of functions included.
    var variables: [LispVariable] = []
    /// The names that the program has set globally, which functions see.
    var globals: [LispVariable] = []
    private var count = 0
    /// What the program has done so far.
    private var spent = 0
    /// Whether code stands where waiting in the loop would nest.
    var isInsideStep = false

    /// Program number `place` of the file with these random numbers.
    static func program(_ random: inout FuzzRandom, theme: LispTheme, place: Int) -> String {
        var generator = LispGenerator(
            random: FuzzRandom(seed: random.next(), index: UInt64(place)), theme: theme, prefix: "p\(place)-")
        return generator.run()
    }

    /// The files of input number `index`, each behind a line that says so.
    static func batch(seed: UInt64, index: UInt64, count: Int) -> String {
        var random = FuzzRandom(seed: seed, index: index)
        let themes: [LispTheme] = [.closed, .closed, .closed, .closed, .closed, .redefining, .open, .bare]
        let theme = themes[Int(index % UInt64(themes.count))]
        return (0..<count).map { place in
            LispBatch.header(place) + program(&random, theme: theme, place: place)
        }.joined()
    }

    private mutating func run() -> String {
        var text = theme == .bare ? "" : "(load \"src/prelude.valk\")\n"
        text += "(print \"=== \(prefix)\")\n"
        for _ in 0..<random.number(1...4) { text += define() + "\n" }
        for _ in 0..<random.number(4...11) where spent < LispGenerator.programCost {
            let form = topLevelForm()
            text += form.text + "\n"
            spent += form.cost
        }
        return text + restore()
    }

    /// A new name that nothing else has.
    mutating func name(_ stem: String) -> String {
        count += 1
        return "\(stem)\(count)"
    }

    // MARK: Forms of a file

    private mutating func define() -> String {
        random.oneIn(3) ? globalVariable().text : functionDefinition()
    }

    private mutating func topLevelForm() -> LispPiece {
        switch random.number(0...19) {
        case 0...1: return LispPiece(text: functionDefinition())
        case 2...4: return globalVariable()
        case 5...7: return printing()
        case 8 where theme == .redefining: return LispPiece(text: redefinition())
        case 8 where theme == .open: return openForm()
        case 9: return asyncForm()
        case 10 where random.oneIn(4): return expression(.error, 2)
        case 11: return equality()
        default:
            let values = (0..<random.number(1...2)).map { _ in anything(random.number(2...4)) }
            return .form("(print \(values.map(\.text).joined(separator: " ")))", values)
        }
    }

    private mutating func globalVariable() -> LispPiece {
        let kind = anyKind()
        let value = expression(kind, random.number(1...3))
        let isAgain = random.oneIn(6)
        let known = globals.filter { $0.signature == nil && $0.kind == kind }
        let name = isAgain && !known.isEmpty ? random.pick(known).name : self.name(prefix + "g")
        let variable = LispVariable(name: name, kind: kind, size: value.size)
        globals.removeAll { $0.name == name }
        globals.append(variable)
        variables.removeAll { $0.name == name }
        variables.append(variable)
        return .form("(\(random.oneIn(6) ? "def" : "=") {\(name)} \(value.text))", [value])
    }

    /// The several ways to print. Errors of theirs are printed, so that few end the program.
    private mutating func printing() -> LispPiece {
        let number = expression(.number, 3)
        let string = expression(.string, 3)
        let any = anything(2)
        let (n, s) = (number.text, string.text)
        switch random.number(0...4) {
        case 0: return .form("(print (printf \"%d|%s|%l %% %x\\n\" \(n) \(s) \(n)))", [number, number, string])
        case 1: return .form("(print (println \"%s %ld\" \(s) \(n)))", [number, string])
        case 2: return .form("(print (printf \"%d %s\\n\" \(any.text) \(s)))", [any, string])
        case 3: return .form("(print (str \(any.text) \(s) \(n)))", [any, string, number])
        default: return .form("(print \(any.text) \(n))", [any, number])
        }
    }

    /// Comparisons of values that may be alike.
    private mutating func equality() -> LispPiece {
        let kind = anyKind()
        let (one, other) = (expression(kind, 2), expression(kind, 2))
        switch random.number(0...3) {
        case 0: return .form("(print (== \(one.text) \(one.text)))", [one, one])
        case 1: return .form("(print (== (list \(one.text) {1}) (cons \(one.text) {{1}})))", [one, one])
        case 2:
            return .form(
                "(print (!= \(one.text) \(other.text)) (ord \(one.text) \(other.text)))", [one, other, one, other])
        default: return .form("(print (== \(one.text) \(other.text)))", [one, other])
        }
    }

    // MARK: Changed meanings

    /// Builtins and functions of the prelude that nothing needs to come to an end, with other meanings.
    private static let meanings: [(name: String, value: String)] = [
        ("+", "(\\ {a b} {- a b})"), ("+", "*"), ("*", "(\\ {a & r} {a})"), ("/", "+"), ("str", "list"),
        ("list", "(\\ {& r} {r})"), ("cons", "(\\ {h t} {join t (list h)})"), ("ord", "(\\ {a b} {== a b})"),
        ("init", "tail"), ("str/split", "(\\ {s p} {list s p})"), ("map", "(\\ {f l} {l})"), ("sum", "len"),
        ("filter", "(\\ {p l} {p 1})"), ("id", "list"), ("fst", "len"), ("nth", "5"), ("flip", "(\\ {f a b} {f a b})"),
        ("product", "sum"), ("comp", "{comp}"), ("case", "list"), ("unpack", "(\\ {f l} {f l})"), ("error", "list"),
    ]

    private var changed: [String] = []

    private mutating func redefinition() -> String {
        let (name, value) = random.pick(Self.meanings)
        let old = "\(prefix)old-\(name)"
        let save = changed.contains(name) ? "" : "(= {\(old)} \(name)) "
        if !changed.contains(name) { changed.append(name) }
        if name != "list", random.oneIn(4) { return save + "(fun {\(name) a} {list a})" }
        return save + "(\(random.oneIn(2) ? "=" : "def") {\(name)} \(value))"
    }

    private func restore() -> String {
        changed.map { "(= {\($0)} \(prefix)old-\($0))\n" }.joined()
    }

    /// Definitions whose names are values, and text that is read.
    private mutating func openForm() -> LispPiece {
        let value = expression(.number, 2)
        let name = self.name(prefix + "o")
        variables.append(LispVariable(name: name, kind: .number, size: 1))
        globals.append(LispVariable(name: name, kind: .number, size: 1))
        switch random.number(0...4) {
        case 0: return .form("(def (head {{\(name)}}) \(value.text))", [value])
        case 1: return .form("(= (list (read \"\(name)\")) \(value.text))", [value])
        case 2: return .form("(fun (join {\(name)} nil) {\(value.text)})", [value])
        case 3: return .form("(eval (join {def {\(name)}} (list \(value.text))))", [value])
        default: return .form("(eval (read \"(= {\(name)} \(LispForm.escaped(value.text)))\"))", [value])
        }
    }
}
