// Compiles hubc's own library of builtins. Its text looks like Lisp, but means something simpler: names are functions of
// the library or parameters, and what begins with `%` is an operation of the core language or one of these forms:
//
//     (%function {NAME PARAMETER …} FORM …)      a function of the library
//     (%builtin {NAME PARAMETER …} FORM …)       one that programs see, with so many parameters
//     (%builtin-list {NAME PARAMETER} FORM …)    one that programs see, which takes its arguments as a list
//     (%binary BUILTIN FUNCTION)                 the function is what such a builtin does with two arguments
//     (%inline …) (%inline-builtin …)            a %function or %builtin that is always inlined
//     (%lambda {NAME PARAMETER …} FORM …)        the same for what is a lambda to programs: it may wait for arguments
//     (%if FLAG FORM FORM) (%do FORM …) (%let {NAME FORM …} FORM …) (%set NAME FORM)
//     (%list FORM …) (%symbol "NAME") (%unset) (%code FUNCTION CAPTURED …) (%call-code FORM FORM …)

import Support

/// What is wrong with the text of the library.
struct LibraryError: Error {
    let message: String
    let span: SourceSpan
}

struct LibraryCompiler {
    private var data: LispData
    private var functions = PrimaryMap<CoreFunctionID, CoreFunction>()
    private var globals: [CoreGlobal] = []
    private var names: [Symbol: CoreFunctionID] = [:]

    /// A form that defines a function.
    private struct Definition {
        let id: CoreFunctionID
        let name: String
        let parameters: [Symbol]
        let body: [DatumID]
        let span: SourceSpan
    }

    /// The functions and globals of `forms`, all texts of the library.
    static func compile(_ forms: [DatumID], _ data: LispData) throws(LibraryError) -> CoreProgram {
        var compiler = LibraryCompiler(data)
        var definitions: [Definition] = []
        for form in forms where !compiler.isBinary(form) { definitions.append(try compiler.declare(form)) }
        for form in forms where compiler.isBinary(form) { try compiler.declareBinary(form) }
        for definition in definitions { try compiler.compile(definition) }
        return CoreProgram(
            data: compiler.data, functions: compiler.functions, globals: compiler.globals, names: compiler.names)
    }

    private init(_ data: LispData) { self.data = data }

    // MARK: Definitions

    private mutating func declare(_ form: DatumID) throws(LibraryError) -> Definition {
        guard let parts = data.elements(form), parts.count >= 2, let keyword = data.name(parts[0]),
            let header = data.elements(parts[1])
        else { throw error("a definition", form) }
        var symbols: [Symbol] = []
        for datum in header {
            guard case .symbol(let symbol) = data[datum].kind else { throw error("a name", datum) }
            symbols.append(symbol)
        }
        guard let symbol = symbols.first else { throw error("a name", form) }
        let name = data.names.name(symbol)
        let id = functions.append(CoreFunction(name: "lisp.\(name)"))
        guard names[symbol] == nil else { throw error("a name of its own", parts[1]) }
        names[symbol] = id
        switch keyword {
        case "%function": break
        case "%inline": functions[id].isInline = true
        case "%inline-builtin":
            functions[id].isInline = true
            fallthrough
        case "%builtin":
            globals.append(
                CoreGlobal(symbol: symbol, function: id, shape: Int64(symbols.count - 1), identity: .builtin))
        case "%builtin-list": globals.append(CoreGlobal(symbol: symbol, function: id, shape: -1, identity: .builtin))
        case "%lambda":
            // Lambdas of programs have numbers from 0 on.
            globals.append(
                CoreGlobal(
                    symbol: symbol, function: id, shape: Int64(symbols.count - 1),
                    identity: .lambda(-1 - Int64(globals.count))))
        default: throw error("%function, %inline, %builtin, %inline-builtin, %builtin-list or %lambda", parts[0])
        }
        return Definition(
            id: id, name: "lisp.\(name)", parameters: Array(symbols.dropFirst()), body: Array(parts.dropFirst(2)),
            span: data[form].span)
    }

    private func isBinary(_ form: DatumID) -> Bool {
        guard let head = data.elements(form)?.first else { return false }
        return data.name(head) == "%binary"
    }

    private mutating func declareBinary(_ form: DatumID) throws(LibraryError) {
        guard let parts = data.elements(form), parts.count == 3, case .symbol(let builtin) = data[parts[1]].kind,
            case .symbol(let function) = data[parts[2]].kind, let id = names[function],
            let place = globals.firstIndex(where: { $0.symbol == builtin && $0.shape == -1 })
        else { throw error("(%binary BUILTIN FUNCTION)", form) }
        globals[place].binary = id
    }

    private mutating func compile(_ definition: Definition) throws(LibraryError) {
        var builder = CoreBuilder(definition.id, definition.name, definition.span)
        var scope: [Symbol: LocalID] = [:]
        for parameter in definition.parameters {
            let local = builder.local(data.names.name(parameter))
            builder.function.parameters.append(local)
            scope[parameter] = local
        }
        builder.function.body = try sequence(definition.body, scope, &builder)
        builder.function.isInline = functions[definition.id].isInline
        functions[definition.id] = builder.function
    }

    // MARK: Forms

    private typealias Scope = [Symbol: LocalID]

    private mutating func sequence(
        _ forms: [DatumID], _ scope: Scope, _ builder: inout CoreBuilder
    ) throws(LibraryError) -> CoreID {
        var nodes: [CoreID] = []
        for form in forms { nodes.append(try expression(form, scope, &builder)) }
        return nodes.count == 1 ? nodes[0] : builder.node(.sequence(nodes))
    }

    private mutating func expression(
        _ form: DatumID, _ scope: Scope, _ builder: inout CoreBuilder
    ) throws(LibraryError) -> CoreID {
        builder.span = data[form].span
        switch data[form].kind {
        case .number(let number): return builder.node(.integer(number))
        case .string: return builder.node(.constant(form))
        case .null: return builder.null()
        case .error(let message): throw LibraryError(message: message, span: data[form].span)
        case .symbol(let symbol):
            if let local = scope[symbol] { return builder.get(local) }
            if data.names.name(symbol) == "nil" { return builder.null() }
            throw error("a parameter", form)
        case .list(let list, let isQuoted):
            if isQuoted { return builder.node(.constant(form)) }
            let parts = data.elements(list)
            guard case .symbol(let symbol) = data[parts[0]].kind else { throw error("a name", parts[0]) }
            let arguments = Array(parts.dropFirst())
            if let callee = names[symbol] {
                var nodes: [CoreID] = []
                for argument in arguments { nodes.append(try expression(argument, scope, &builder)) }
                return builder.node(.call(callee, nodes))
            }
            return try special(data.names.name(symbol), arguments, form, scope, &builder)
        }
    }

    private mutating func special(
        _ name: String, _ arguments: [DatumID], _ form: DatumID, _ scope: Scope, _ builder: inout CoreBuilder
    ) throws(LibraryError) -> CoreID {
        switch name {
        case "%let": return try binding(arguments, form, scope, &builder)
        case "%unset": return builder.node(.special(.unset))
        case "%symbol":
            guard arguments.count == 1, case .string(let bytes) = data[arguments[0]].kind else {
                throw error("(%symbol \"NAME\")", form)
            }
            return builder.node(.symbol(data.intern(bytes, bytes.indices)))
        case "%set":
            guard arguments.count == 2, case .symbol(let symbol) = data[arguments[0]].kind, let local = scope[symbol]
            else { throw error("(%set NAME FORM)", form) }
            return builder.node(.assign(local, try expression(arguments[1], scope, &builder)))
        case "%code":
            guard let first = arguments.first, case .symbol(let symbol) = data[first].kind, let callee = names[symbol]
            else { throw error("(%code FUNCTION NAME …)", form) }
            var captured: [LocalID] = []
            for argument in arguments.dropFirst() {
                guard case .symbol(let symbol) = data[argument].kind, let local = scope[symbol] else {
                    throw error("a parameter", argument)
                }
                captured.append(local)
            }
            return builder.node(.code(callee, captured))
        default: break
        }
        var nodes: [CoreID] = []
        for argument in arguments { nodes.append(try expression(argument, scope, &builder)) }
        switch name {
        case "%list":
            return nodes.reversed().reduce(builder.null()) { builder.operation(.quotedPair, $1, $0) }
        case "%do": return builder.node(.sequence(nodes))
        case "%if" where nodes.count == 3: return builder.node(.choose(nodes[0], nodes[1], nodes[2]))
        case "%call-code" where !nodes.isEmpty: return builder.node(.callCode(nodes[0], Array(nodes.dropFirst())))
        default: break
        }
        guard let operation = CoreOperation(rawValue: name), operation.signature.parameters.count == nodes.count else {
            throw error("a function of the library or an operation with so many operands", form)
        }
        return builder.node(.operation(operation, nodes))
    }

    private mutating func binding(
        _ arguments: [DatumID], _ form: DatumID, _ scope: Scope, _ builder: inout CoreBuilder
    ) throws(LibraryError) -> CoreID {
        guard let first = arguments.first, let pairs = data.elements(first), pairs.count % 2 == 0 else {
            throw error("(%let {NAME FORM …} FORM …)", form)
        }
        var scope = scope
        var nodes: [CoreID] = []
        for place in stride(from: 0, to: pairs.count, by: 2) {
            guard case .symbol(let symbol) = data[pairs[place]].kind else { throw error("a name", pairs[place]) }
            let value = try expression(pairs[place + 1], scope, &builder)
            let local = builder.local(data.names.name(symbol))
            nodes.append(builder.node(.assign(local, value)))
            scope[symbol] = local
        }
        nodes.append(try sequence(Array(arguments.dropFirst()), scope, &builder))
        return builder.node(.sequence(nodes))
    }

    private func error(_ expected: String, _ form: DatumID) -> LibraryError {
        LibraryError(message: "expected \(expected)", span: data[form].span)
    }
}
