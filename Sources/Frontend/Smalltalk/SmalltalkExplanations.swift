// The long texts behind the codes of the Smalltalk front end, for `hubc explain CODE`.

import Support

public enum SmalltalkExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E2700", "a broken image",
            """
            The file is no Smalltalk image, or a part of it is not what it should be: an
            object that ends behind the image, an address without an object, a class that
            there is none of. The message says where in the file, in bytes from its start.
            hubc reads images of the formats 6502, 6504, 6505 (V3), 6521, 7033 (Spur, 32
            bits), 68021 and 68533 (Spur, 64 bits), in both byte orders.
            """
        ),
        Explanation(
            "E2701", "no such class or method",
            """
            The image has no class of the name that '--class' gives, or no method of the
            name that '--method' gives. Methods are named 'Class>>selector', those of a
            class itself 'Class class>>selector'. A method that a class inherits belongs to
            the class that defines it.
            """
        ),
        Explanation(
            "E2702", "no such entry",
            """
            A program starts with what '--entry' sends: a method of the class side, which is
            sent to the class, or one of the instance side, which is sent to the integer
            that '--receiver' gives. Arguments are integers and stand as in a message:

                hubc run app.image --entry 'App class>>main'
                hubc run app.image --entry 'Integer>>benchFib' --receiver 26
                hubc run app.image --entry 'Math class>>gcd: 12 with: 18'

            The class, or one that it inherits from, has no method of that name, or the
            method takes other arguments, or the receiver is missing.
            """
        ),
        Explanation(
            "E2703", "an image without an entry",
            """
            An image does not say what a program of it is to do: '--entry' names the method
            that is sent first, '--entries FILE' one on each line.
            """
        ),
        Explanation(
            "E2704", "code that is not sound",
            """
            The bytecodes of a method that the program can reach have a fault: a byte that
            means nothing, a jump into an instruction, too little on the stack or different
            depths where ways meet. 'hubc inspect' with '--method' shows the method.
            """
        ),
        Explanation(
            "E2710", "text that is no Smalltalk assembly",
            """
            A line of a .stasm file is none that the language has. Files consist of

                class Point super Object instvars x y
                global Transcript
                method Point>>x
                    pushReceiverVariable x
                    returnTop
                end

            with one instruction a line and comments behind ';'. docs/stasm.md has all
            lines and instructions. Names that are no plain words stand in single quotes.
            """
        ),
        Explanation(
            "E2711", "a number or text that does not fit",
            """
            A number is too large for what it is: bytes are 0 to 255, operands have at most
            nine digits, integers at most 2408, floats are finite (others are written with
            their bits, as 'float 7ff0000000000000'). Special selectors are the 32 that
            have bytecodes of their own; all others are sent with 'send'.
            """
        ),
        Explanation(
            "E2712", "literals or blocks that are nested too deep",
            """
            Arrays within arrays go 40 deep at most, blocks within blocks 32. What follows
            in the method is not looked at.
            """
        ),
        Explanation(
            "E2713", "a class that cannot be",
            """
            A class is defined twice, inherits from itself, has a variable twice or too
            many, or has variables although its objects are bytes or words. Of the classes
            that every image needs a program may define its own, but what images keep in
            them has to fit: strings are bytes, arrays are indexable, class Class has three
            variables (superclass, methods, format) and then one called 'name'.
            """
        ),
        Explanation(
            "E2714", "an unknown name",
            """
            A method names a class or variable that there is none of. Variables of the
            receiver are those of the method's class and of the classes above it (for
            methods of a class itself: those of class Class and 'classinstvars'); variables
            of literals are 'classvars' of the class and of those above it, all classes,
            and what 'global' lines name.
            """
        ),
        Explanation(
            "E2715", "a method that cannot be",
            """
            A method is there twice, its number of arguments is not its selector's, or it
            has more arguments (15), variables (63, arguments included) or literals than
            its header has room for.
            """
        ),
        Explanation(
            "E2716", "a label or jump that goes nowhere",
            """
            A label is missing or there twice in a method, or a jump goes farther than the
            set of bytecodes can say. Jumps of V3 reach 1023 bytes forward, and 1024 back
            if they have no condition; those of Sista reach 32767 both ways.
            """
        ),
        Explanation(
            "E2717", "an instruction that the bytecodes do not have",
            """
            V3 and Sista differ: only Sista pushes integers beyond -1 to 2, characters and
            full blocks, for instance, and has 'nop' and 'trap'. 'sista' in the line of the
            method chooses it. Numbers may also be too large: V3 has 64 temporary
            variables, Sista 256. Where 'bytes' follow an instruction they have to mean it.
            A program that sends 'blockCopy:' as a special selector cannot send '~~' as
            one, since both have the same number.
            """
        ),
        Explanation(
            "E2718", "a literal that is not what it should be",
            """
            A method that lists its literals with 'lit' has these and no others, so that
            its instructions can only use what is there. What stands behind a literal's
            number in brackets is what the literal has to be; a send needs a selector with
            as many arguments as it takes. 'object' stands for an object of an image that
            text cannot make; it can be read and printed but not assembled.
            """
        ),
        Explanation(
            "E2719", "a method that is not sound",
            """
            The instruction cannot run: it takes more from the stack than there is, ways
            with different stacks meet, code goes on behind its end, a variable does not
            exist, a primitive is called anywhere but at the start, or 'blockCopy:' lacks
            the number of arguments before it or the jump behind it. Methods of images are
            checked alike; 'hubc inspect' lists what it finds.
            """
        ),
        Explanation(
            "E2720", "text that is no Smalltalk",
            """
            A .st file has classes with their methods in brackets:

                Object subclass: Account [
                    | balance |
                    Account class >> new [ ^super new setBalance: 0 ]
                    setBalance: amount [ balance := amount ]
                    balance [ ^balance ]
                ]
                Integer extend [ doubled [ ^self + self ] ]

            The message says what was expected at the place. Statements are separated by
            periods, and nothing stands behind a statement that returns. The syntax is in
            docs/smalltalk-source.md.
            """
        ),
        Explanation(
            "E2721", "a number that is none",
            """
            Numbers are integers (12, 16r1F with a radix from 2 to 36 and capitals as
            digits, 1e10) or floats (1.5, 2.5e-3), which have digits on both sides of the
            point. Integers have at most 2408 digits, floats are finite, bytes in #[1 2 3]
            are 0 to 255. There are no scaled decimals (1.5s2).
            """
        ),
        Explanation(
            "E2722", "something without its end",
            """
            A string, a comment or a bracket begins here and the file ends before it does.
            A quote within a string is written twice: 'it''s'. The bracket that is missing
            may belong further in: the one that is shown takes the next one's end.
            """
        ),
        Explanation(
            "E2723", "a name that means nothing",
            """
            Names in methods are arguments and variables of the method and of the blocks
            around, variables of the receiver, variables of the class and of those above
            it, and classes. The name is none of these. 'super' is only what messages are
            sent to.
            """
        ),
        Explanation(
            "E2724", "an assignment to what is no variable",
            """
            Variables can be assigned to: those between bars, those of the receiver and of
            classes. Arguments of methods and blocks, self, super, nil, true, false,
            thisContext, classes and literals cannot. Declare a variable and use that.
            """
        ),
        Explanation(
            "E2725", "a variable that is there already",
            """
            Arguments and variables of one method, or of one block, have different names,
            and none of them is self, super, nil, true, false or thisContext. A block may
            have a variable of a name that there is outside of it: within the block the
            name means the block's.
            """
        ),
        Explanation(
            "E2726", "a class that hubc brings itself",
            """
            Programs run with hubc's own classes (Object, Integer, String and more), whose
            methods rely on each other, so no other class can take the place of one. Give
            the class another name, or add methods to the one that is there, or replace
            some of its methods:

                Integer extend [ doubled [ ^self + self ] ]

            A program that defines the class Object is a system of its own: it gets none of
            hubc's classes.
            """
        ),
        Explanation(
            "E2727", "brackets that are too deep",
            """
            Brackets of all kinds stand within each other up to 64 deep. Put a part of the
            expression into a method or a variable of its own.
            """
        ),
        Explanation(
            "E2728", "more than a method can have",
            """
            Methods, blocks and messages have at most 15 arguments. The frame of a method or
            of a block has at most 63 variables; those of blocks that are compiled in place
            (of ifTrue: or whileTrue:, for example) are its own, and counted loops need one
            or two more. A block uses at most 15 variables from around it, and braces hold
            127 values. Make several methods of it.
            """
        ),
        Explanation(
            "E2729", "a class that cannot be like this",
            """
            Within the brackets of a class stand variables, methods, and attributes:
            <shape: #byte> (also #pointer, #word and #inherit), <comment: 'text'> and
            <category: 'text'>. Methods have <primitive: 60>,
            <primitive: 'function' module: 'Module'>, a comment or a category. Variables
            of a class start with a literal and have a period at their end. 'extend' adds
            methods, no variables.
            """
        ),
        Explanation(
            "E2730", "a compiled method that differs from the interpreter",
            """
            The interpreter and the compiled code sent the method to the same receiver with
            the same arguments; the answer, or what became of the receiver and the
            arguments, is not the same. The notes show some of the checks. This is a
            mistake in hubc, not in your program: please report it, with the input and the
            command line. '--allow-fallback' keeps the method as it stands, which is slow
            and right.
            """
        ),
        Explanation(
            "W2731", "a method that is kept as it stands",
            """
            Compiled, the method differs from the interpreter (E2730), and the option
            '--allow-fallback' was given: its sends look for their methods whatever hubc
            knows of receivers, and no pass improves its code. The program is right, and
            slower in this method. Please report the difference.
            """
        ),
        Explanation(
            "E2732", "nothing to validate",
            """
            '--validate' compares the methods of Smalltalk with the interpreter, and the
            program is in another language. 'hubc verify' compares what any program prints
            on all targets.
            """
        ),
    ]
}
