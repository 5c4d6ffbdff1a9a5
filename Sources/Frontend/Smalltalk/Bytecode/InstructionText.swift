// Instructions as words: a name and operands with theirs, for people and machines.

import Support

package struct InstructionText {
    package let name: String
    package let operands: [(String, JSONValue)]

    /// What instructions refer to.
    package struct Names {
        /// The text of a literal that is a selector.
        package let selector: (Int) -> String
        package let special: SpecialSelectors
        /// The number of arguments of the block that is a literal.
        package let blockArguments: (Int) -> Int?

        package init(
            selector: @escaping (Int) -> String, special: SpecialSelectors, blockArguments: @escaping (Int) -> Int?
        ) {
            (self.selector, self.special, self.blockArguments) = (selector, special, blockArguments)
        }
    }

    package init(_ instruction: BytecodeInstruction, _ names: Names) {
        let target = ("target", JSONValue.integer(instruction.target ?? 0))
        switch instruction.operation {
        case .push(let variable): (name, operands) = Self.variable("push", variable)
        case .store(let variable): (name, operands) = Self.variable("store", variable)
        case .pop(let variable): (name, operands) = Self.variable("popInto", variable)
        case .pushLiteral(let index): (name, operands) = ("pushLiteral", [("literal", .integer(index))])
        case .pushConstant(.character(let code)): (name, operands) = ("pushCharacter", [("value", .integer(code))])
        case .pushConstant(let constant): (name, operands) = ("pushConstant", [("value", Self.constant(constant))])
        case .pushReceiver: (name, operands) = ("pushReceiver", [])
        case .pushThisContext: (name, operands) = ("pushThisContext", [])
        case .pushNewArray(let size): (name, operands) = ("pushNewArray", [("size", .integer(size))])
        case .popIntoNewArray(let size): (name, operands) = ("popIntoNewArray", [("size", .integer(size))])
        case .pushClosure(let arguments, let copied, let size):
            name = "pushClosure"
            operands = [
                ("numCopied", .integer(copied)), ("numArgs", .integer(arguments)), ("blockSize", .integer(size)),
            ]
        case .pushFullClosure(let literal, let copied, let hasReceiver, let isClean):
            name = "pushFullClosure"
            var members = [("literal", JSONValue.integer(literal)), ("numCopied", .integer(copied))]
            if let arguments = names.blockArguments(literal) { members.append(("numArgs", .integer(arguments))) }
            if hasReceiver { members.append(("hasReceiver", .bool(true))) }
            if isClean { members.append(("isClean", .bool(true))) }
            operands = members
        case .drop: (name, operands) = ("pop", [])
        case .duplicate: (name, operands) = ("dup", [])
        case .nop: (name, operands) = ("nop", [])
        case .send(let selector, let arguments): (name, operands) = Self.send("send", selector, arguments, names)
        case .superSend(let selector, let arguments):
            (name, operands) = Self.send("superSend", selector, arguments, names)
        case .directedSuperSend(let selector, let arguments):
            (name, operands) = Self.send("directedSuperSend", selector, arguments, names)
        case .sendSpecial(let index):
            name = "sendSpecial"
            operands = [
                ("special", .integer(index)), ("selector", .string(names.special.names[index])),
                ("numArgs", .integer(names.special.argumentCounts[index])),
            ]
        case .jump(let offset): (name, operands) = ("jump", [("offset", .integer(offset)), target])
        case .jumpIf(let condition, let offset):
            (name, operands) = (condition ? "jumpIfTrue" : "jumpIfFalse", [("offset", .integer(offset)), target])
        case .returnReceiver: (name, operands) = ("returnReceiver", [])
        case .returnConstant(let constant): (name, operands) = ("returnConstant", [("value", Self.constant(constant))])
        case .returnTop: (name, operands) = ("returnTop", [])
        case .blockReturnTop: (name, operands) = ("blockReturnTop", [])
        case .blockReturnNil: (name, operands) = ("blockReturnConstant", [("value", .string("nil"))])
        case .callPrimitive(let number): (name, operands) = ("callPrimitive", [("primitive", .integer(number))])
        case .trap: (name, operands) = ("trap", [])
        }
    }

    private static func variable(_ verb: String, _ variable: BytecodeVariable) -> (String, [(String, JSONValue)]) {
        switch variable {
        case .receiver(let index): (verb + "ReceiverVariable", [("index", .integer(index))])
        case .temporary(let index): (verb + "TemporaryVariable", [("index", .integer(index))])
        case .literal(let index): (verb + "LiteralVariable", [("literal", .integer(index))])
        case .remote(let index, let vector):
            (verb + "RemoteTemp", [("index", .integer(index)), ("vector", .integer(vector))])
        }
    }

    private static func constant(_ constant: BytecodeConstant) -> JSONValue {
        switch constant {
        case .nil: .string("nil")
        case .true: .string("true")
        case .false: .string("false")
        case .integer(let value), .character(let value): .integer(value)
        }
    }

    private static func send(
        _ verb: String, _ selector: Int, _ arguments: Int, _ names: Names
    ) -> (String, [(String, JSONValue)]) {
        let members = [("literal", JSONValue.integer(selector)), ("selector", .string(names.selector(selector)))]
        return (verb, members + [("numArgs", .integer(arguments))])
    }
}
