// Literal data as roots of the module: each list, string and symbol once, made before the program runs.

import IR
import Support

/// The constants of a module that is being made.
struct LispConstants {
    private let layouts: LispLayouts
    private var symbols: [Symbol: RootID] = [:]
    private var strings: [[UInt8]: RootID] = [:]
    private var numbers: [Int64: RootID] = [:]
    private var lists: [ListKey: RootID] = [:]
    private let null: RootID
    /// What a variable or global without a value holds.
    let unset: RootID

    private struct ListKey: Hashable {
        let head: RootID
        let tail: RootID
        let isQuoted: Bool
    }
    private var functions: [FunctionID: RootID] = [:]

    init(_ layouts: LispLayouts, _ module: inout Module) {
        self.layouts = layouts
        null = module.roots.append(Root(name: "nil", isConstant: true))
        unset = module.roots.append(Root(name: "unset", isConstant: true, value: .object(layouts.mark, [])))
    }

    private static func add(_ name: String, _ value: RootValue, _ module: inout Module) -> RootID {
        module.roots.append(Root(name: "\(name).\(module.roots.count)", isConstant: true, value: value))
    }

    mutating func number(_ value: Int64, _ module: inout Module) -> RootID {
        if let known = numbers[value] { return known }
        let root = Self.add("number", .integer(value), &module)
        numbers[value] = root
        return root
    }

    mutating func string(_ bytes: [UInt8], _ module: inout Module) -> RootID {
        if let known = strings[bytes] { return known }
        let content = Self.add("bytes", .bytes(bytes), &module)
        let root = Self.add("string", .object(layouts.string, [.root(content)]), &module)
        strings[bytes] = root
        return root
    }

    /// The symbol object; `value` is what the global of that name starts with.
    mutating func symbol(
        _ symbol: Symbol, _ name: String, value: RootID? = nil, _ module: inout Module
    ) -> RootID {
        if let known = symbols[symbol] { return known }
        let content = Self.add("bytes", .bytes(Array(name.utf8)), &module)
        let root = Self.add("symbol", .object(layouts.symbol, [.root(content), .root(value ?? unset)]), &module)
        symbols[symbol] = root
        return root
    }

    /// A list of all symbols so far, in the order in which they came.
    mutating func symbolList(_ module: inout Module) -> RootID {
        symbols.values.sorted().reversed().reduce(null) { tail, head in
            Self.add("symbols", .object(layouts.pair, [.root(head), .root(tail)]), &module)
        }
    }

    /// A function object without captured variables; `binary` is its code for two arguments, when it takes a list.
    mutating func function(
        _ code: FunctionID, shape: Int64, identity: RootID, binary: FunctionID? = nil, _ module: inout Module
    ) -> RootID {
        if let known = functions[code] { return known }
        let closure = Self.add("code", .closure(code, []), &module)
        var fields: [RootField] = [.root(closure), .bits(UInt64(bitPattern: shape)), .root(identity)]
        if let binary { fields.append(.root(Self.add("code", .closure(binary, []), &module))) }
        let layout = binary == nil ? layouts.function : layouts.operator
        let root = Self.add("function", .object(layout, fields), &module)
        functions[code] = root
        return root
    }

    /// Any datum. Lists are shared where they are equal: nobody changes them.
    mutating func datum(_ id: DatumID, _ data: LispData, _ module: inout Module) -> RootID {
        switch data[id].kind {
        case .number(let value): return number(value, &module)
        case .symbol(let symbol): return self.symbol(symbol, data.names.name(symbol), &module)
        case .string(let bytes): return string(bytes, &module)
        case .null: return null
        case .error(let message):
            let text = string(Array(message.utf8), &module)
            return Self.add("error", .object(layouts.error, [.root(text)]), &module)
        case .list(let list, let isQuoted):
            // All cells of a list have its flag.
            var tail = null
            for element in data.elements(list).reversed() {
                let head = datum(element, data, &module)
                let key = ListKey(head: head, tail: tail, isQuoted: isQuoted)
                if let known = lists[key] {
                    tail = known
                    continue
                }
                let layout = isQuoted ? layouts.pair : layouts.form
                tail = Self.add("list", .object(layout, [.root(head), .root(tail)]), &module)
                lists[key] = tail
            }
            return tail
        }
    }
}
