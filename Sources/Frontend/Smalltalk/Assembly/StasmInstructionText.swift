// Instructions whose operands are numbers, as text. What a number of a literal stands for is shown behind it, where
// that is short.

import Support

enum StasmInstructionText {
    /// Longer literals are not shown again where they are used.
    private static let longestText = 40

    static func words(_ operation: BytecodeOperation, _ literals: [StasmLiteralEntry]) -> [String] {
        switch operation {
        case .push(let variable): return self.variable("push", variable, literals)
        case .store(let variable): return self.variable("store", variable, literals)
        case .pop(let variable): return self.variable("popInto", variable, literals)
        case .pushLiteral(let index): return ["pushLiteral"] + literal(index, literals)
        case .pushConstant(.character(let code)): return ["pushCharacter", String(code)]
        case .pushConstant(let constant): return ["pushConstant", self.constant(constant)]
        case .pushReceiver: return ["pushReceiver"]
        case .pushThisContext: return ["pushThisContext"]
        case .pushNewArray(let size): return ["pushNewArray", String(size)]
        case .popIntoNewArray(let size): return ["popIntoNewArray", String(size)]
        case .pushClosure(let arguments, let copied, let size):
            return ["pushClosure", "args \(arguments)", "copied \(copied)", "size \(size)"]
        case .pushFullClosure(let index, let copied, let hasReceiver, let isClean):
            return ["pushFullClosure", "[\(index)]", "copied \(copied)"] + (hasReceiver ? ["receiver"] : [])
                + (isClean ? ["clean"] : [])
        case .drop: return ["pop"]
        case .duplicate: return ["dup"]
        case .nop: return ["nop"]
        case .send(let index, let arguments): return send("send", index, arguments, literals)
        case .superSend(let index, let arguments): return send("superSend", index, arguments, literals)
        case .directedSuperSend(let index, let arguments):
            return send("directedSuperSend", index, arguments, literals)
        case .sendSpecial(let index): return ["sendSpecial", String(index)]
        case .jump(let distance): return ["jump", offset(distance)]
        case .jumpIf(let condition, let distance):
            return [condition ? "jumpIfTrue" : "jumpIfFalse", offset(distance)]
        case .returnReceiver: return ["returnReceiver"]
        case .returnConstant(let constant): return ["returnConstant", self.constant(constant)]
        case .returnTop: return ["returnTop"]
        case .blockReturnTop: return ["blockReturnTop"]
        case .blockReturnNil: return ["blockReturnConstant", "nil"]
        case .callPrimitive(let number): return ["callPrimitive", String(number)]
        case .trap: return ["trap"]
        }
    }

    /// Distances always have a sign.
    private static func offset(_ distance: Int) -> String { (distance < 0 ? "" : "+") + String(distance) }

    private static func constant(_ constant: BytecodeConstant) -> String {
        switch constant {
        case .nil: "nil"
        case .true: "true"
        case .false: "false"
        case .integer(let value), .character(let value): String(value)
        }
    }

    private static func variable(
        _ verb: String, _ variable: BytecodeVariable, _ literals: [StasmLiteralEntry]
    ) -> [String] {
        switch variable {
        case .receiver(let index): [verb + "ReceiverVariable", String(index)]
        case .temporary(let index): [verb + "TemporaryVariable", String(index)]
        case .literal(let index): [verb + "LiteralVariable"] + literal(index, literals)
        case .remote(let index, let vector): [verb + "RemoteTemp", String(index), "vector \(vector)"]
        }
    }

    private static func literal(_ index: Int, _ literals: [StasmLiteralEntry]) -> [String] {
        guard case .value(let literal, _) = index < literals.count ? literals[index] : .outer(.nowhere) else {
            return ["[\(index)]"]
        }
        switch literal {
        case .array, .byteArray, .object: return ["[\(index)]"]
        case .string(let bytes) where bytes.count > longestText: return ["[\(index)]"]
        case .integer(let value) where value.magnitude.count > 16: return ["[\(index)]"]
        case .nil, .true, .false, .integer, .float, .character, .string, .symbol, .binding, .classBinding:
            return ["[\(index)]", StasmText.literal(literal)]
        }
    }

    private static func send(
        _ verb: String, _ index: Int, _ arguments: Int, _ literals: [StasmLiteralEntry]
    ) -> [String] {
        let count = index < literals.count ? literals[index].argumentCount : nil
        return [verb] + literal(index, literals) + (count == arguments ? [] : ["args \(arguments)"])
    }
}

extension StasmLiteralEntry {
    /// The number of arguments of the selector that this is.
    var argumentCount: Int? {
        guard case .value(.symbol(let selector), _) = self else { return nil }
        return StasmSelector.argumentCount(selector)
    }
}

enum StasmSelector {
    /// '1 argument' or '2 arguments'.
    static func arguments(_ count: Int) -> String { "\(count) argument\(count == 1 ? "" : "s")" }

    /// How many arguments a message of that name has.
    static func argumentCount(_ selector: [UInt8]) -> Int {
        guard let first = selector.first else { return 0 }
        if first.isASCIIWordByte || first >= 128 { return selector.count { $0 == UInt8(ascii: ":") } }
        return StasmScanner.isBare(selector) ? 1 : selector.count { $0 == UInt8(ascii: ":") }
    }
}
