// One instruction of a compiled method, whichever set of bytecodes it came from.

/// Something that instructions read and write.
package enum BytecodeVariable: Hashable, Sendable {
    /// A variable of the receiver.
    case receiver(Int)
    /// An argument or temporary variable.
    case temporary(Int)
    /// The value of the association that is a literal.
    case literal(Int)
    /// An element of the array that a temporary variable holds.
    case remote(Int, vector: Int)
}

/// A value that needs no literal.
package enum BytecodeConstant: Hashable, Sendable {
    case `nil`, `true`, `false`
    case integer(Int)
    case character(Int)
}

package enum BytecodeOperation: Hashable, Sendable {
    case push(BytecodeVariable)
    case store(BytecodeVariable)
    /// Stores, and takes the value from the stack.
    case pop(BytecodeVariable)
    case pushLiteral(Int)
    case pushConstant(BytecodeConstant)
    case pushReceiver
    case pushThisContext
    /// An array of nils.
    case pushNewArray(Int)
    /// An array of what is on the stack, the last on top.
    case popIntoNewArray(Int)
    /// A closure over `copied` values of the stack, whose code is the next `size` bytes.
    case pushClosure(arguments: Int, copied: Int, size: Int)
    /// A closure whose code is a literal. `hasReceiver`: its receiver is on the stack; `isClean`: it has no outer context.
    case pushFullClosure(literal: Int, copied: Int, hasReceiver: Bool, isClean: Bool)
    case drop
    case duplicate
    case nop
    case send(selector: Int, arguments: Int)
    case superSend(selector: Int, arguments: Int)
    /// A super send that starts above the class on top of the stack.
    case directedSuperSend(selector: Int, arguments: Int)
    /// A send of a selector that the image's special objects hold.
    case sendSpecial(Int)
    /// Jumps count from the byte behind the instruction.
    case jump(Int)
    case jumpIf(Bool, Int)
    case returnReceiver
    case returnConstant(BytecodeConstant)
    case returnTop
    /// Returns from a block to its caller.
    case blockReturnTop
    case blockReturnNil
    /// Tries a primitive; only at the start of a method.
    case callPrimitive(Int)
    /// Ends the program; the optimiser of some virtual machines leaves it behind what never returns.
    case trap
}

package struct BytecodeInstruction: Hashable, Sendable {
    /// Where it starts, in bytes from the first bytecode; prefixes belong to it.
    package let pc: Int
    package let length: Int
    package let operation: BytecodeOperation

    /// Where the next one starts.
    package var end: Int { pc + length }

    /// Where a jump goes.
    package var target: Int? {
        switch operation {
        case .jump(let distance), .jumpIf(_, let distance): end + distance
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop,
            .blockReturnNil, .callPrimitive, .trap:
            nil
        }
    }

    /// Whether what follows runs only if something jumps there.
    package var endsPath: Bool {
        switch operation {
        case .jump, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .trap: true
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .jumpIf, .callPrimitive:
            false
        }
    }
}
