// Handles: settled ones, timers on the loop's own clock, and everything that combines them. Programs with a clock in
// milliseconds wait in truth on some targets, so times are short.

extension LispGenerator {
    mutating func handle(_ depth: Int) -> LispPiece {
        let next = depth - 1
        let system = "(aio/await (aio/start))"
        switch random.number(0...17) {
        case 0...1: return call("aio/pure", [anything(next)])
        case 2: return call("aio/fail", [random.oneIn(2) ? expression(.error, next) : leaf(.keyword)])
        case 3...4: return step("aio/then", next)
        case 5: return step("aio/catch", next)
        case 6: return step("aio/finally", next)
        case 7...8: return group(next)
        case 9: return LispPiece(text: "(aio/sleep \(system) \(random.number(0...2)))", cost: 6, size: 4)
        case 10:
            let f = thunk(depth)
            return .form("(aio/schedule \(system) \(random.number(0...2)) \(f.text))", [f]).costing(4)
        case 11:
            let time = "(aio/then (aio/sleep \(system) \(random.number(0...2))) (\\ {_} {\(anything(next).text)}))"
            return LispPiece(text: "(aio/within \(time) \(random.number(0...2)))", cost: 50, size: 20)
        case 12:
            let attempt = LispPiece(text: "(\\ {} {\(expression(.handle, next).text)})", cost: 60)
            let pause = random.pick([":exponential", ":linear", ":none"])
            return call(
                "aio/retry",
                [LispPiece(text: system), attempt, LispPiece(text: "{:max-attempts 2 :base-ms 1 :backoff \(pause)}")])
        case 13:
            let use = function([.number], .handle, next)
            return .form(
                "(aio/bracket \(expression(.handle, next).text) (\\ {x} {print \"release\" x}) \(use.text))", [use]
            ).costing(60)
        case 14:
            return LispPiece(
                text: "(aio/traverse \(expression(.list, next).text) (\\ {x} {aio/pure (+ x 1)}))", cost: 60, size: 20)
        case 15: return asyncLet(next)
        case 16: return asyncDo(next)
        default:
            return call(
                random.pick(["chain", "aio/map", "aio/scope", "as-handle", "parallel-map", "sequential-map", "aio/try"]
                ), [expression(.handle, next)])
        }
    }

    private mutating func thunk(_ depth: Int) -> LispPiece {
        let code = anything(depth - 1)
        return LispPiece(text: "(\\ {} {\(code.text)})", cost: code.cost + 2, size: code.size)
    }

    private mutating func step(_ name: String, _ depth: Int) -> LispPiece {
        let source = expression(.handle, depth)
        let f =
            name == "aio/finally" ? thunk(depth) : function([.number], random.pick([.number, .handle, .error]), depth)
        return call(name, [source, f])
    }

    private mutating func group(_ depth: Int) -> LispPiece {
        let members = (0..<random.number(0...3)).map { _ in expression(random.oneIn(15) ? .number : .handle, depth) }
        let name = random.pick(["aio/all", "aio/all-settled", "aio/race", "aio/any", "aio/all"])
        return call(name, [call("list", members)])
    }

    private mutating func asyncLet(_ depth: Int) -> LispPiece {
        let names = [name("h"), name("h"), name("h")]
        let handles = names.map { _ in expression(.handle, depth) }
        let body = within(names.map { LispVariable(name: $0, kind: .number, size: 8) }) {
            $0.expression(.number, depth)
        }
        var bindings = zip(names, handles).map { "(\($0) \($1.text))" }
        if random.oneIn(2) { bindings.insert(":then", at: random.number(1...2)) }
        return .form("(aio/let {(\(bindings.joined(separator: " ")))} {\(body.text)})", handles + [body])
    }

    private mutating func asyncDo(_ depth: Int) -> LispPiece {
        let names = [name("h"), name("h")]
        let one = expression(.handle, depth)
        let other = within([LispVariable(name: names[0], kind: .number, size: 8)]) { $0.expression(.handle, depth) }
        let last = within(names.map { LispVariable(name: $0, kind: .number, size: 8) }) {
            $0.expression(.number, depth)
        }
        let text =
            "(aio/do {(<- \(names[0]) \(one.text)) (print \"step\") (<- \(names[1]) \(other.text)) \(last.text)})"
        return .form(text, [one, other, last])
    }

    /// A form at the top that waits for something.
    mutating func asyncForm() -> LispPiece {
        let handle = expression(.handle, 3)
        switch random.number(0...4) {
        case 0: return .form("(print (aio/status \(handle.text)))", [handle])
        case 1:
            let name = self.name(prefix + "h")
            let text =
                "(= {\(name)} \(handle.text)) (print (aio/cancel \(name)) (aio/status \(name)) (aio/cancelled? \(name)) (aio/error \(name)))"
            return .form(text, [handle])
        case 2: return LispPiece(text: "(sleep \(random.number(0...2)))")
        case 3: return .form("(print (aio/result \(handle.text)))", [handle])
        default: return .form("(print (aio/await \(handle.text)))", [handle])
        }
    }
}
