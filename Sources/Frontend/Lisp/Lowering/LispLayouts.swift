// The objects of Lisp: their layouts in a module. Numbers are boxed i64, nil is nil, and closures and byte arrays are the
// IR's own; all else is an object of one of these.

import IR

struct LispLayouts {
    /// A cell of a list. One that prints in braces and is data for `eval` is a pair and no form; one that is an
    /// expression is a form.
    enum Pair: UInt32 { case head, tail }
    /// `value` is what the global of that name holds.
    enum Symbol: UInt32 { case name, value }
    enum String: UInt32 { case bytes }
    enum Error: UInt32 { case message }
    /// `shape` is the number of parameters, or -1 for code that takes a list of arguments. `identity` is what two
    /// functions must share to be equal: a string for what Lisp calls builtin.
    enum Function: UInt32 { case code, shape, identity }
    /// A function of any number of arguments, whose `code` takes a list; `binary` is code for two.
    enum Operator: UInt32 { case code, shape, identity, binary }
    /// What becomes of something that takes time; `state` is a box that the library replaces the content of.
    enum Handle: UInt32 { case state }
    /// A thing of the outside world: the name of its type, and what the library knows of it.
    enum Reference: UInt32 { case type, payload }

    let pair: LayoutID
    /// Extends `pair`.
    let form: LayoutID
    let symbol: LayoutID
    let string: LayoutID
    let error: LayoutID
    let function: LayoutID
    /// Extends `function`.
    let `operator`: LayoutID
    let handle: LayoutID
    let reference: LayoutID
    /// Without fields: the value of what has none.
    let mark: LayoutID

    init(_ module: inout Module) {
        func add(
            _ name: Swift.String, extends parent: LayoutID? = nil, _ fields: [(Swift.String, Type)]
        ) -> LayoutID {
            module.layouts.append(
                ObjectLayout(name: name, extends: parent, fields: fields.map { Field(name: $0.0, type: $0.1) }))
        }
        pair = add("pair", [("head", .any), ("tail", .any)])
        form = add("form", extends: pair, [("head", .any), ("tail", .any)])
        symbol = add("symbol", [("name", .any), ("value", .any)])
        string = add("string", [("bytes", .any)])
        // Numbers that differ in one bit are told from others by one comparison.
        function = add("function", [("code", .any), ("shape", .i64), ("identity", .any)])
        `operator` = add(
            "operator", extends: function,
            [("code", .any), ("shape", .i64), ("identity", .any), ("binary", .any)])
        error = add("error", [("message", .any)])
        handle = add("handle", [("state", .any)])
        reference = add("reference", [("type", .any), ("payload", .any)])
        mark = add("mark", [])
    }
}
