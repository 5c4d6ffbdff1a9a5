// What is known of a method that can run: its variables, its blocks, and which of its code control comes to.

import Support

/// A method for one class, if its receivers are classes, else for all receivers: what classes answer depends on which one
/// it is, above all `new`.
struct FlowContext {
    let method: MethodID
    let code: MethodCode
    /// Where jumps lead.
    let targets: Set<Int>
    let receiver: FlowNodeID
    let result: FlowNodeID
    /// Arguments first; blocks without variables of their own use them too.
    let temporaries: [FlowNodeID]
    /// Of each block that can be called, by the number of its scope.
    var blocks: [Int: FlowBlock] = [:]
    /// The stack where ways meet, by the place.
    var joins: [Int: [FlowNodeID]] = [:]
}

/// A block of an activation.
struct FlowBlock {
    let arguments: [FlowNodeID]
    /// What a closure was made over.
    let copied: [FlowNodeID]
    let result: FlowNodeID
    var isCalled = false
}

/// A place that sends a message.
struct FlowSite {
    let selector: String
    /// The selector's number among those that are looked up.
    let number: Int
    /// The method that runs whatever the receiver is, for sends to super.
    let fixed: MethodID?
    let arguments: [FlowNodeID]
    let result: FlowNodeID
    /// Where the send stands in a method's code.
    let origin: FlowOrigin?
    /// What code does itself before it sends.
    let shortWay: FlowShortWay?
    /// The activations that its arguments go to.
    var linked: Set<FlowContextID> = []
    /// The same for methods that treat all receivers alike.
    var contexts: [MethodID: FlowContextID] = [:]
    /// The classes of what receives it.
    var receivers = EntitySet<ClassID>()
    /// Whether everything may receive it.
    var isOpen = false
    /// Whether some receiver does not understand it.
    var isNotUnderstood = false
}

struct FlowOrigin: Hashable {
    let method: MethodID
    let pc: Int
}

/// A message that everything may receive.
struct FlowOpenSend: Hashable {
    let selector: String
    let fixed: MethodID?
    let count: Int
    let shortWay: FlowShortWay?
}

/// How variables and elements of everything are read or written.
enum FlowOpenAccess: Hashable {
    case field(Int), storedField(Int)
    case elements, storedElements
    case classes
}

/// What special selectors do without a method.
enum FlowShortWay: Hashable {
    /// Arithmetic on SmallIntegers, and comparisons of them.
    case integer, truth
    /// Calls of blocks.
    case block

    init?(_ selector: String) {
        switch selector {
        case "+", "-", "*", "//", "\\\\", "bitAnd:", "bitOr:": self = .integer
        case "<", ">", "<=", ">=", "=", "~=": self = .truth
        case "value", "value:": self = .block
        default: return nil
        }
    }
}
