// The functions that legalising passes bring into a module: each is made when something first needs it.

import IR

/// A function that a legalising pass can call; the cases of an enumeration.
protocol HelperFunction: Hashable {
    /// The name in the module; it begins with `hub.`.
    var name: String { get }
    var signature: Signature { get }
    /// Builds the body; `id` gives the ids of other helpers that it calls.
    func build(_ builder: inout FunctionBuilder, _ arguments: [ValueID], _ id: (Self) -> FunctionID)
}

/// The helpers that a module needs, numbered behind its functions.
struct HelperTable<Helper: HelperFunction> {
    private let first: Int
    /// What the module has already, by name.
    private var known: [String: (id: FunctionID, signature: Signature)] = [:]
    private var ids: [Helper: FunctionID] = [:]
    /// In the order of their numbers.
    private(set) var functions: [Function] = []

    init(_ module: Module) {
        first = module.functions.count
        for id in module.functions.ids where module.functions[id].name.hasPrefix("hub.") {
            known[module.functions[id].name] = (id, module.functions[id].signature)
        }
    }

    /// The number of `helper`. It is made at need, and what it calls with it.
    mutating func id(_ helper: Helper) -> FunctionID {
        if let id = ids[helper] { return id }
        if let own = known[helper.name], own.signature == helper.signature {
            ids[helper] = own.id
            return own.id
        }
        let id = FunctionID(index: first + functions.count)
        ids[helper] = id
        functions.append(Function(name: helper.name, signature: helper.signature))
        var builder = FunctionBuilder(functions[id.index - first])
        let entry = builder.makeEntryBlock()
        helper.build(&builder, builder.function.parameters(entry)) { self.id($0) }
        functions[id.index - first] = builder.function
        return id
    }

    /// Gives the new functions to the module. Requires: it has had no others since `init`.
    func append(to module: inout Module) {
        for function in functions { module.functions.append(function) }
    }
}
