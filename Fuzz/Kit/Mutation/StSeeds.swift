// Programs in Smalltalk source that mutation starts from: all of the syntax, what is inlined, blocks, and texts that
// are deep or long.

enum StSeeds {
    static let texts = [
        inlined, blocks, syntax,
        "nil subclass: Object [ a [ ^" + String(repeating: "(", count: 63) + "1" + String(repeating: ")", count: 63)
            + " ] ]",
        "nil subclass: Object [ a [ ^" + String(repeating: "[:x | x foo: ", count: 60)
            + String(repeating: "]", count: 60) + " ] ]",
        "nil subclass: Object [ a [ " + String(repeating: "1 to: 3 do: [:i | ", count: 20)
            + String(repeating: "]", count: 20) + " ] ]",
        "nil subclass: Object [ a: x [ x ifTrue: [" + String(repeating: "x := self foo: #(1 2). ", count: 90) + "] ] ]",
        "nil subclass: Object [ a: x [ ^#" + String(repeating: "(", count: 60) + String(repeating: ")", count: 60)
            + " ] ]",
    ]

    /// What mutation puts in.
    static let words = [
        "[", "]", "(", ")", "{", "}", "#(", "#[", "|", "||", "| a |", ":=", "^", ".", ";", ":x", ":", "#", "#foo",
        "#at:put:", "#+", "$a", "$", "'", "'text'", "\"", "-", "--1", "->", "16r1F", "1e10", "1.5e-3", "2r", "1e",
        "99999999999", "self", "super", "nil", "true", "false", "thisContext", "a", "own", "Object", "Count", "foo",
        "foo:", "at: 1 put: 2", "ifTrue: [1]", "ifTrue: [1] ifFalse: [2]", "ifNil: [3]", "ifNotNil: [:y | y]",
        "and: [nil]", "whileTrue: [2]", "whileTrue", "repeat", "timesRepeat: [a]", "to: 3 do: [:i | i]",
        "to: 9 by: -2 do: [:i | [i]]", "[:x | x]", "[| t | t := 1. [t]]", "value", "==", "~~", "<primitive: 60>",
        "<primitive: 'f' module: 'm'>", "<shape: #byte>", "subclass:", "extend", "class", ">>", "class >> foo [ ]",
        "Object subclass: Other [ ]", "\u{0}", "é", "!", "_",
    ]

    private static let inlined = """
        "What is inlined, for its value and for its effect."
        nil subclass: Object [ ]
        Object subclass: Inlined [
            conditions: a [
                a ifTrue: [1]. a ifFalse: [self foo]. a ifTrue: [self foo] ifFalse: [self bar].
                a ifFalse: [self foo] ifTrue: [self bar].
                ^{a ifTrue: [1]. a ifFalse: [2]. a ifTrue: [1] ifFalse: [2]. a ifFalse: [1] ifTrue: [2]. a ifTrue: []}
            ]
            nilTests: a [
                a ifNil: [self foo]. a ifNotNil: [:x | x foo]. a ifNotNil: [self foo].
                ^{a ifNil: [1]. a ifNotNil: [:x | x]. a ifNil: [1] ifNotNil: [:x | x]. a ifNotNil: [:x | x] ifNil: [1]}
            ]
            connectives: a with: b [
                a and: [self foo].
                a or: [self foo].
                ^(a and: [b]) or: [a]
            ]
            while: a [
                [a foo] whileTrue: [a bar].
                [a foo] whileFalse: [a bar].
                [a foo] whileTrue.
                [a foo] whileFalse.
                ^[a] whileTrue: [| t | a bar: t. t := 1]
            ]
            count: a [
                1 to: a do: [:i | a foo: i].
                1 to: 10 do: [:i | a foo: i].
                a foo to: a bar by: -2 do: [:i | a foo: i].
                a timesRepeat: [a foo].
                ^1 to: 3 do: [:i | a foo: i]
            ]
            times: a [ ^a timesRepeat: [a foo] ]
            forever: a [
                [a foo ifTrue: [^a]] repeat
            ]
            sent: a [
                a ifTrue: 1. a ifTrue: [:x | x]. a and: a. a whileTrue: [1]. 1 to: 2 by: a do: [:i | i]. 1 to: 2 do: a.
                a ifNil: [:x | x]. a timesRepeat: [:x | x]. a repeat; whileTrue: [1].
                ^[:x | x] whileTrue: [1]
            ]
            unreachable: a [
                a ifTrue: [^1] ifFalse: [^2].
                self foo
            ]
        ]
        """

    private static let blocks = """
        "Which variables blocks copy, and which they share through an array."
        nil subclass: Object [ ]
        Object subclass: Blocks [
            | own |
            empty [ ^{[]. [:x | ]. [:x :y | y]. [| t | t]} ]
            copied: a [ | b | b := a + 1. ^[b + a + own] ]
            never [ | a | ^[a] ]
            shared [ | a b | a := 1. b := 2. ^[a := a + b. b := 3] ]
            after [ | a | a := 1. self do: [a]. a := 2 ]
            itself [ | a | a := [a] ]
            nested: a [ | b c | c := 1. ^[:x | [:y | b := x. c + y + a]] ]
            innerVariables [ ^[:x | | t u | t := x. u := t. [u := t + 1]] ]
            loops: n [
                | all |
                1 to: n do: [:i | | each shared |
                    each := i. shared := each. all := i.
                    self keep: [each + i]; keep: [shared := shared + 1]; keep: [all]]
            ]
            returns [ self do: [:x | x ifTrue: [^x]. x ifFalse: [^self]. ^nil] ]
            assigned [ | a b | a := b := own := 1. ^a := b ]
        ]
        """

    private static let syntax = #"""
        "A comment" nil subclass: Object [ <comment: 'The root'> <shape: #inherit> ]
        Object subclass: Bytes [ <shape: #byte> <category: 'x'> ]
        Object subclass: Syntax [
            | a | | b c |
            Count := 0. Table := #(1 $a 'it''s' #sym #at:put: at:put: + #+ nil true false (1 [2]) #(2.5) #[255] -7 foo).
            Syntax class [ | registry | ]
            Syntax class >> new [ <category: 'making'> ^super new init ]
            Syntax class >> register: other [ ^registry := other ]
            init [ a := b := c := Count := Count + 1 ]
            literals [
                ^{12. -12. 16r1F. -16rFF. 2r101. 36rZZ. 1e10. 123456789012345678901234567890. 1.5. -2.5e-3. 1.0e10.
                0. 1. 2.
                    -1. $a. $ . $'. 'it''s'. ''. #sym. #at:put:. #+. #'any text'. #(). #[]. {}. true. false. nil. Table}
            ]
            binary: x [ ^x - 1 + (x-1) - -1 * 3--4 // x \\ x >= x ~= x == x ~~ x -> x @ x , x & x | x % x ? x <=> x ]
            messages: x [
                x foo bar; + 1; at: 1 put: 2; yourself.
                super foo; bar.
                super == x.
                (x foo: x bar + 1 baz) at: x size * 2.
                x value; value: 1; class; new; x; size.
                ^thisContext
            ]
            + other [ ^other ]
            | other [ ^other ]
            < other [ ^other ]
            - other [ <primitive: 2> <comment: 'tried first'> ^other ]
            log: text level: level [ <primitive: 'primitiveLog:level:' module: 'ConsolePlugin'> ^#failed ]
            temporaries [ | x | | y | || x := y. ^x ]
            self: x [ ^self ]
            empty [ ]
        ]
        Syntax class extend [ registry [ ^registry ] ]
        Bytes extend [ first [ ^self at: 1 ] ]
        Syntax >> outside [ ^a ]
        Syntax class >> outside [ ^Bytes ]
        """#
}
