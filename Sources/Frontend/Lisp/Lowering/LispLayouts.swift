// The objects of Lisp: their layouts in a module. Numbers are boxed i64, nil is nil, and closures and byte arrays are the
// IR's own; all else is an object of one of these.

import IR

struct LispLayouts {
    /// A cell of a list: `quoted` is 1 where it prints in braces and is data for `eval`.
    enum Pair: UInt32 { case head, tail, quoted }
    /// `value` is what the global of that name holds.
    enum Symbol: UInt32 { case name, value }
    enum String: UInt32 { case bytes }
    enum Error: UInt32 { case message }
    /// `shape` is the number of parameters, or -1 for code that takes a list of arguments. `identity` is what two
    /// functions must share to be equal: a string for what Lisp calls builtin.
    enum Function: UInt32 { case code, shape, identity }

    let pair: LayoutID
    let symbol: LayoutID
    let string: LayoutID
    let error: LayoutID
    let function: LayoutID
    /// Without fields: the value of what has none.
    let mark: LayoutID

    init(_ module: inout Module) {
        func add(_ name: Swift.String, _ fields: [(Swift.String, Type)]) -> LayoutID {
            module.layouts.append(
                ObjectLayout(name: name, fields: fields.map { Field(name: $0.0, type: $0.1) }))
        }
        pair = add("pair", [("head", .any), ("tail", .any), ("quoted", .i32)])
        symbol = add("symbol", [("name", .any), ("value", .any)])
        string = add("string", [("bytes", .any)])
        error = add("error", [("message", .any)])
        function = add("function", [("code", .any), ("shape", .i64), ("identity", .any)])
        mark = add("mark", [])
    }
}
