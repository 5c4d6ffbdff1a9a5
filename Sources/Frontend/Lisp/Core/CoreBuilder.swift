// Makes the nodes of one function of the core language.

import Support

/// A function in the making.
struct CoreBuilder {
    let id: CoreFunctionID
    var function: CoreFunction
    /// Where the nodes made now stand in the source.
    var span: SourceSpan?

    init(_ id: CoreFunctionID, _ name: String, _ span: SourceSpan?) {
        self.id = id
        function = CoreFunction(name: name)
        function.span = span
        self.span = span
    }

    mutating func node(_ kind: CoreNode.Kind) -> CoreID { function.nodes.append(CoreNode(kind: kind, span: span)) }

    mutating func local(_ name: String) -> LocalID { function.locals.append(CoreLocal(name: name)) }

    mutating func null() -> CoreID { node(.special(.null)) }
    mutating func get(_ local: LocalID) -> CoreID { node(.local(local)) }
    mutating func operation(_ operation: CoreOperation, _ operands: CoreID...) -> CoreID {
        node(.operation(operation, operands))
    }
}
