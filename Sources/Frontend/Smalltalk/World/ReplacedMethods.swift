// Methods of images that hubc answers itself: above all the ways into the debugger. A compiled program has none; an
// error that nothing handles ends it instead, with the error's text.

enum ReplacedMethods {
    /// What takes the place of a method.
    enum Replacement: Hashable, Sendable {
        /// The program ends with the text that argument `index` is.
        case fails(argument: Int)
        case answersFalse, answersReceiver
        /// Answers an empty string: a description of contexts, of which there are none.
        case answersEmptyString
        /// Answers the context of the newest handler outside of a context; `isInclusive`: or the context itself.
        case findsHandler(isInclusive: Bool)
        /// Returns the argument to the sender of a context, and runs what has to be run on the way.
        case returnsToContext
        /// A method that handles exceptions begins anew, with the argument as its receiver if there is one.
        case restartsContext
        /// References to the receiver and the argument change; `primitiveFailed` is sent where they cannot.
        case exchanges(ObjectExchange)

        /// What compiled code does in place of the method, and why.
        var reason: String {
            switch self {
            case .fails: "ends the program with the error's text: compiled programs have no debugger"
            case .answersFalse: "answers false: compiled programs define no variables"
            case .answersReceiver:
                "answers the receiver: a compiled block has its own variables, and a process begins with it"
            case .answersEmptyString: "answers an empty string: compiled programs have no contexts"
            case .findsHandler: "takes the handler from a list: calls of compiled methods have no contexts to search"
            case .returnsToContext, .restartsContext: "ends the calls in between as a return from a block does"
            case .exchanges: "takes the two objects as they are: arrays of them would hide their classes"
            }
        }
    }

    /// By the names of class and selector.
    private static let table: [String: Replacement] = [
        "Debugger class>>openContext:label:contents:": .fails(argument: 1),
        "ContextPart>>shortStack": .answersEmptyString,
        "Object>>tryToDefineVariableAccess:": .answersFalse,
        "BlockContext>>fixTemps": .answersReceiver,
        "Block>>asContextWithSender:": .answersReceiver,
        "BlockClosure>>asContextWithSender:": .answersReceiver,
        "FullBlockClosure>>asContextWithSender:": .answersReceiver,
        "UnhandledError>>defaultAction": .fails(argument: -1),
        "Object>>become:": .exchanges(ObjectExchange(isOneWay: false)),
        "ProtoObject>>become:": .exchanges(ObjectExchange(isOneWay: false)),
        "Object>>becomeForward:": .exchanges(ObjectExchange(isOneWay: true)),
        "ProtoObject>>becomeForward:": .exchanges(ObjectExchange(isOneWay: true)),
    ]

    /// Methods of contexts by which images with methods marked as handlers find those and leave them.
    private static let handlerTable: [String: Replacement] = [
        "nextHandlerContext": .findsHandler(isInclusive: false),
        "return:": .returnsToContext,
        "restart": .restartsContext,
        "restartWithNewReceiver:": .restartsContext,
    ]

    private static let contextClasses: Set<String> = ["ContextPart", "MethodContext", "Context"]

    static func replacement(_ id: MethodID, _ image: SmalltalkImage) -> Replacement? {
        if image.marksHandlers {
            let method = image.methods[id]
            if method.header.primitive == HandlerMarker.search { return .findsHandler(isInclusive: true) }
            if let replacement = handlerTable[method.selector],
                contextClasses.contains(image.classes[method.classID].name)
            {
                return replacement
            }
        }
        guard let replacement = table[image.name(id)] else { return nil }
        // A method with a primitive for it needs no replacement.
        if case .exchanges = replacement, image.methods[id].header.primitive != 0 { return nil }
        return replacement
    }

    static func isReplaced(_ id: MethodID, _ image: SmalltalkImage) -> Bool {
        replacement(id, image) != nil
    }
}
