// The names of instructions in text: those of InstructionText.

package enum StasmMnemonic: String, CaseIterable, Sendable {
    case pushReceiverVariable, storeReceiverVariable, popIntoReceiverVariable
    case pushTemporaryVariable, storeTemporaryVariable, popIntoTemporaryVariable
    case pushLiteralVariable, storeLiteralVariable, popIntoLiteralVariable
    case pushRemoteTemp, storeRemoteTemp, popIntoRemoteTemp
    case pushLiteral, pushConstant, pushCharacter, pushReceiver, pushThisContext
    case pushNewArray, popIntoNewArray
    case pushClosure, pushFullClosure
    case pop, dup, nop
    case send, superSend, directedSuperSend, sendSpecial
    case jump, jumpIfTrue, jumpIfFalse
    case returnReceiver, returnConstant, returnTop, blockReturnTop, blockReturnConstant
    case callPrimitive, trap
}
