// The roots of the text form: lines such as `root @list constant = $pair(@head, 7)`. They are read after all other
// declarations, because how a field is written depends on its type.

import Support

extension IRParser {
    mutating func declareRoot() throws(IRSyntaxError) -> Int {
        let place = span(token)
        let name = try name(.symbol)
        let id = module.roots.nextID
        guard roots.declare(name, id) else {
            throw .at(
                .duplicate("root '@\(name.shortened)'", place, first: roots[name].flatMap { spans.roots[$0] }))
        }
        spans.roots[id] = place
        return module.roots.append(Root(name: name)).index
    }

    mutating func parseRoot(_ id: RootID) throws(IRSyntaxError) {
        advance()
        module.roots[id].isConstant = accept("constant")
        if accept(.equals) { module.roots[id].value = try rootValue() }
    }

    private mutating func rootValue() throws(IRSyntaxError) -> RootValue {
        if accept("int") { return .integer(Int64(bitPattern: try integer(bits: 64))) }
        if accept("float") { return .float(try float(.f64)) }
        if accept("bytes") {
            try expect("hex")
            return .bytes(try hexBytes())
        }
        if accept("closure") {
            let function = try function()
            return .closure(function, try rootList())
        }
        if accept("array") { return .array(try rootList()) }
        if token.kind == .layout { return try rootObject() }
        guard token.kind == .symbol else {
            throw expected("'int', 'float', 'bytes', 'closure', 'array', a layout such as '$pair' or a root such as '@list'")
        }
        return .same(try root())
    }

    /// `(@r1, @r2)`.
    private mutating func rootList() throws(IRSyntaxError) -> [RootID] {
        try list { parser throws(IRSyntaxError) in try parser.root() }
    }

    /// `$pair(@r1, 7)`; elements stand behind the fields, or as bytes in hexadecimal behind the parenthesis.
    private mutating func rootObject() throws(IRSyntaxError) -> RootValue {
        guard let layout = try type().layout else { throw expected("a layout such as '$pair'") }
        let types = module.layouts[layout].fields.map(\.type)
        let elements = module.layouts[layout].elements
        var fields: [RootField] = []
        try expect(.leftParenthesis)
        if token.kind != .rightParenthesis {
            repeat {
                fields.append(try rootField(fields.count < types.count ? types[fields.count] : elements))
            } while accept(.comma)
        }
        try expect(.rightParenthesis)
        if elements == .i8, accept("hex") { fields += try hexBytes().map { .bits(UInt64($0)) } }
        return .object(layout, fields)
    }

    /// A root, or a constant of the field's type; nil for a field that the layout does not have.
    private mutating func rootField(_ type: Type?) throws(IRSyntaxError) -> RootField {
        if token.kind == .symbol { return .root(try root()) }
        guard let type else { return .bits(try integer(bits: 64)) }
        guard type != .any, type.layout == nil else { throw expected("a root such as '@list'") }
        if type.isFloat { return .bits(try float(type)) }
        return .bits(try integer(bits: type.bits ?? module.memory.pointerBytes * 8))
    }

    mutating func root() throws(IRSyntaxError) -> RootID {
        let place = span(token)
        let name = try name(.symbol)
        guard let id = roots[name] else {
            throw .at(.undeclared("root", "@", name, near: module.roots.values.lazy.map(\.name), place))
        }
        return id
    }
}
