// Programs in Smalltalk assembly that mutation starts from: all lines, both sets of bytecodes, and texts that are deep.

enum StasmSeeds {
    static let texts = [
        program, v3, sista, printed, blocks,
        "class A super nil\nmethod A>>a\n" + String(repeating: "pushClosure\n", count: 40) + "end\n",
        "class A super nil\nmethod A>>a\npushLiteral " + String(repeating: "#(", count: 60) + "1\nend\n",
        "class A super nil\nmethod A>>a\npushLiteral " + String(repeating: "9", count: 2400) + "\nreturnTop\nend\n",
        "class A super nil\nmethod A>>a\n" + String(repeating: "L: jump L\n", count: 600) + "end\n",
        "class A super nil\nmethod A>>a\npushConstant nil\n"
            + String(repeating: "jumpIfFalse L pushConstant 1\n", count: 9)
            + "L: returnTop\nend\n",
    ]

    /// What mutation puts in.
    static let words = [
        "class", "global", "method", "super", "nil", "end", "lit", "block", "outer", "trailer", "bytes", "args 1",
        "temps 2",
        "copied 1", "size 4", "prim 60", "sista", "large", "flags 0000000000008000", "instvars", "classvars",
        "classinstvars", "indexable", "send foo:bar:", "superSend new", "sendSpecial blockCopy:", "sendSpecial ~~",
        "pushLiteral", "pushLiteralVariable", "pushReceiverVariable", "pushTemporaryVariable 1", "jump L1",
        "jumpIfTrue L2", "jump -3", "L1:", "L2:", "[0]", "{Point}", "{nil -> Point class}", "#(", ")", "#[", "]",
        "#foo",
        "'", "\\x", "$", "char 10", "float 7ff8000000000000", "object Foo 3", ";", "\n", "returnTop", "blockReturnTop",
        "pushClosure", "pushFullClosure", "1e5", "-5", "99999999999999999999", ">>", "receiver", "clean", "vector",
    ]

    private static let program = """
        ; Points and a table.
        global Transcript Display
        class Number super Object
        class Point super Object instvars x y classvars Total
        class Table super Object indexable instvars tally classinstvars registry
        class Name super String bytes
        method Point>>+ args 1 temps 2
            pushLiteralVariable Point
            pushReceiverVariable x
            pushTemporaryVariable 0
            send x
            sendSpecial +
            pushReceiverVariable 1
            pushTemporaryVariable 0
            send y
            sendSpecial +
            send x:y:
            returnTop
        end
        method Point class>>new
            pushReceiver
            superSend new
            dup
            popIntoLiteralVariable Total
            returnTop
        end
        method Point>>literals temps 1
            pushLiteral 'it''s\\n\\x00'
            storeTemporaryVariable 0
            pop
            pushLiteral #(1 $a char 10 #sym 2.5e-3 'str' nil true false #(1 #(2)) #[1 2 255] float 7ff0000000000000)
            pop
            pushLiteral 123456789012345678901234567890
            pop
            pushLiteral -1073741825
            pop
            pushLiteral #'with space'
            pop
            pushLiteral #+
            returnTop
        end
        method Point>>upTo: args 1 temps 3
            pushConstant 0
            popIntoTemporaryVariable 1
        L1: pushTemporaryVariable 1
            pushTemporaryVariable 0
            sendSpecial <
            jumpIfFalse L2
            pushTemporaryVariable 1
            pushConstant 1
            sendSpecial +
            popIntoTemporaryVariable 1
            jump L1
        L2: pushTemporaryVariable 1
            pushClosure args 1 copied 1
                pushTemporaryVariable 0
                pushTemporaryVariable 1
                sendSpecial +
                blockReturnTop
            end
            returnTop
        end
        method Table>>at: args 1 prim 60 large
            pushReceiver
            pushTemporaryVariable 0
            send errorSubscriptBounds:
            returnTop
        end
        method Table>>isTable prim 257
        end
        """

    private static let v3 = """
        class T super Object instvars a
        method T>>all: args 1 temps 3
            pushNewArray 2
            popIntoTemporaryVariable 1
            pushConstant -1
            popIntoRemoteTemp 0 vector 1
            pushRemoteTemp 0 vector 1
            storeRemoteTemp 1 vector 1
            popIntoReceiverVariable a
            pushConstant true
            jumpIfTrue next
            pushThisContext
            pop
        next:
            pushConstant 1
            pushConstant 2
            popIntoNewArray 2
            storeReceiverVariable 0
            sendSpecial 18
            returnTop
            bytes 7e7f
        end
        method T>>long
            pushConstant nil
            jumpIfFalse L bytes ac01
            returnConstant false
        L:  jump M bytes a400
        M:  returnReceiver
            trailer fc010203
        end
        """

    private static let sista = """
        class S super Object instvars a
        class U super S
        method U>>each: args 1 temps 2 sista
            callPrimitive 117
            storeTemporaryVariable 1
            pushCharacter 955
            pushConstant 30000
            nop
            pop
            pop
            pushReceiver
            pushTemporaryVariable 0
            pushFullClosure copied 1 receiver args 1 temps 3
                pushTemporaryVariable 1
                pushTemporaryVariable 0
                sendSpecial value:
                pushReceiver
                superSend each:
                jumpIfTrue L
                blockReturnConstant nil
            L:  pushReceiver
                pushLiteralVariable S
                directedSuperSend foo
                blockReturnTop
            end
            pop
            pushClosure args 9 copied 0
                pushTemporaryVariable 8
                blockReturnTop
            end
            pop
            trap
        end
        """

    private static let printed = """
        class P super Object
        method P>>p: args 1 temps 1 flags 0000000030008000
            lit #foo:bar:
            lit {P}
            lit #(1 2)
            pushLiteralVariable [1] {P}
            pushLiteral [2]
            pushTemporaryVariable 0
            send [0] #foo:bar: bytes 8340
            returnTop
            trailer 00
        end
        method P>>block args 0 temps 1 sista
            lit block args 1 temps 1 sista
                lit block args 0 temps 0 sista
                    lit outer
                    returnReceiver
                end
                lit outer
                pushFullClosure [0] copied 0
                blockReturnTop
            end
            pushFullClosure [0] copied 0 clean
            returnTop
        end
        """

    private static let blocks = """
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
