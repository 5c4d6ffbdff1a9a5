// Programs in Smalltalk assembly for tests: every instruction of both sets.

import FrontendSmalltalk
import Support

enum StasmPrograms {
    static func assemble(_ texts: String...) -> (image: SmalltalkImage?, log: DiagnosticLog, sources: SourceMap) {
        var sources = SourceMap()
        var log = DiagnosticLog()
        let files = texts.enumerated().map { index, text in
            (sources.add(SourceFile(name: "\(index).stasm", text)), Array(text.utf8))
        }
        let image = StasmAssembler.assemble(files.map { (id: $0.0, text: $0.1) }, log: &log)
        return (image, log, sources)
    }

    static let v3 = """
        class T super Object instvars a b classvars V
        method T>>all: args 1 temps 4
            pushReceiverVariable a
            storeReceiverVariable b
            popIntoReceiverVariable 1
            pushTemporaryVariable 0
            storeTemporaryVariable 1
            popIntoTemporaryVariable 2
            pushLiteralVariable V
            storeLiteralVariable V
            popIntoLiteralVariable V
            pushNewArray 2
            popIntoTemporaryVariable 3
            pushConstant -1
            storeRemoteTemp 1 vector 3
            popIntoRemoteTemp 0 vector 3
            pushRemoteTemp 0 vector 3
            pop
            pushLiteral 12345
            pushConstant nil
            popIntoNewArray 2
            dup
            pop
            pop
            pushConstant true
            jumpIfTrue yes
            pushConstant false
            jumpIfFalse no
        yes:
            pushReceiver
            send size
            pop
            pushReceiver
            pushThisContext
            superSend foo:
            pop
            jump done
        no:
            returnConstant nil
        done:
            pushConstant 1
            pushClosure args 1 copied 1
                pushTemporaryVariable 1
                pushTemporaryVariable 0
                sendSpecial +
                blockReturnTop
            end
            returnTop
        end
        method T>>tried prim 60
            returnReceiver
        end
        """

    static let sista = """
        class S super Object instvars a b classvars V
        method S>>all: args 1 temps 4 sista
            callPrimitive 117
            storeTemporaryVariable 1
            pushReceiverVariable a
            storeReceiverVariable b
            popIntoReceiverVariable 1
            pushTemporaryVariable 0
            popIntoTemporaryVariable 2
            pushLiteralVariable V
            storeLiteralVariable V
            popIntoLiteralVariable V
            pushNewArray 2
            popIntoTemporaryVariable 3
            pushConstant 30000
            storeRemoteTemp 1 vector 3
            popIntoRemoteTemp 0 vector 3
            pushRemoteTemp 0 vector 3
            pop
            nop
            pushLiteral 12345
            pushCharacter $a
            popIntoNewArray 2
            dup
            pop
            pop
            pushConstant true
            jumpIfTrue yes
            pushConstant false
            jumpIfFalse no
        yes:
            pushReceiver
            send size
            pop
            pushReceiver
            pushThisContext
            superSend foo:
            pop
            pushReceiver
            pushLiteralVariable S
            directedSuperSend bar
            pop
            jump done
        no:
            returnConstant nil
        done:
            pushConstant 1
            pushClosure args 1 copied 1
                pushTemporaryVariable 1
                pushTemporaryVariable 0
                sendSpecial +
                blockReturnTop
            end
            pushFullClosure copied 1 args 2 temps 4
                pushTemporaryVariable 1
                jumpIfTrue L
                blockReturnConstant nil
            L:
                pushReceiver
                superSend baz
                returnTop
            end
            returnTop
            bytes d9
        end
        method S>>stop sista
            trap
        end
        method S>>self sista
            returnReceiver
        end
        """

    static let blockCopy = """
        class B super Object
        method B>>do: args 1 temps 2
            pushTemporaryVariable 0
            pushThisContext
            pushConstant 1
            sendSpecial blockCopy:
            jump after
            popIntoTemporaryVariable 1
            pushTemporaryVariable 1
            blockReturnTop
        after:
            sendSpecial value:
            returnTop
        end
        """
}
