// The long texts behind the codes of the assembler and the lifter, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum MVASMExplanations {
    public static let all: [Explanation] = statements + values + sections + declarations + lifting

    private static let statements: [Explanation] = [
        Explanation(
            "E1000", "too many errors",
            """
            The assembler stops after a hundred errors. Mend the first ones; the rest
            often follow from them.
            """),
        Explanation(
            "E1001", "unknown mnemonic",
            """
            The machine has 38 instructions, and mnemonics may be written in either case.
            There are no pseudo-instructions; what other assemblers call so is written
            out:

                MOV R1, 5       LDI R1, 5
                INC R1          LDI R2, 1
                                ADD R1, R1, R2
            """),
        Explanation(
            "E1002", "unexpected character",
            """
            A line holds labels, then an instruction or a directive, then a comment, each
            of which may be left out:

                loop:   SUB R1, R1, R2      ; one step
            """),
        Explanation(
            "E1003", "an operand is missing",
            """
            The statement ends, or something else stands, where this operand should be.
            The mark shows the place.

                ADD R1, R2          the third register is missing
                LD R1, R2           a memory operand stands in brackets: LD R1, [R2]
            """),
        Explanation(
            "E1004", "not a register",
            """
            Registers are R0 to R15, in either case. SP, PC and PSW cannot be operands;
            R15 shadows SP. Instructions do not take a number where they want a register:

                ADD R1, R1, 5       LDI R2, 5
                                    ADD R1, R1, R2
            """),
        Explanation(
            "E1005", "an operand too many",
            """
            The instruction is complete before this word. The reference assembler ignores
            the rest of the line silently; with --hsx-compat this is a warning.

                RET 4               RET takes no operand
            """),
        Explanation(
            "E1006", "a comment of another language",
            """
            Comments begin with ';'. Text after '#' or '//' is ignored, as the reference
            does, so the program is as it would be without it.

                LDI R0, 1   # one       works, with this warning
                LDI R0, 1   ; one
            """),
        Explanation(
            "E1007", "duplicate label",
            """
            Labels and .equ constants share one set of names over all sections and
            included files, and each name is defined once. The note shows the first place.
            Upper and lower case differ.
            """),
        Explanation(
            "E1008", ".export comes too late",
            """
            The reference assembler honours .export only above the label that it names, so
            with --hsx-compat the label is not exported. Write it first:

                .export main
                main:
            """),
    ]

    private static let values: [Explanation] = [
        Explanation(
            "E1009", "not a constant",
            """
            Sizes, alignments, services and .equ need a value that is known where they
            stand: numbers, characters, constants that are defined above, and distances of
            labels of one section that are defined above:

                text:   .asciz "hello"
                        .equ LENGTH, . - text
            """),
        Explanation(
            "E1010", "a second entry",
            """
            A program starts at one place. Of several .entry directives in one file the
            last holds.
            """),
        Explanation(
            "E1011", "a value is out of range",
            """
            The field cannot hold the value, so the machine would see another one. The
            fields hold:

                LDI, memory offsets     -2048 to 2047
                JMP, JZ, JNZ            0 to 4095
                SVC                     MOD 0 to 15, FN 0 to 255
                BRK                     0 to 255
                .byte                   -128 to 255
                .half                   -32768 to 65535

            'LDI32 Rd, value' holds any 32-bit value.
            """),
        Explanation(
            "E1012", "not a value",
            """
            Here a value must stand, one of these or a sum or difference of some:

                12  -12  0x1F  0b101    numbers
                'c'                     the code of a character
                name                    a constant or the address of a label
                .                       the address of this statement
                lo16(name) hi16(name)   halves of an address
                off16(name)             the distance from the start of the data
            """),
        Explanation(
            "E1013", "malformed number",
            """
            Numbers are decimal, hexadecimal after 0x, or binary after 0b, without
            separators, and fit 64 bits.

                12ab        hexadecimal is written 0x12ab
                0b102       a binary digit is 0 or 1
            """),
        Explanation(
            "E1014", "an expression without a relocation",
            """
            Addresses are settled by the linker, and an object can ask it for a name plus
            a constant only. Sums of names, negated names, and arithmetic on lo16() cannot
            be expressed:

                LDI32 R1, lo16(table) + 4       write lo16(table+4)
                LDI32 R1, first + second        add them when the program runs
            """),
        Explanation(
            "E1015", "malformed character constant",
            """
            Write one character or one escape between single quotes:

                'a'  '\\n'  '\\x41'
            """),
        Explanation(
            "E1016", "a string without end",
            """
            Strings end on the line on which they begin. A quote within a string is
            written \\".
            """),
        Explanation(
            "E1017", "unknown escape",
            """
            The escapes of strings and characters are:

                \\n \\t \\r \\0     line feed, tab, carriage return, NUL
                \\\\ \\" \\'        the character itself
                \\xNN            the byte with these two hexadecimal digits
            """),
        Explanation(
            "E1018", "not Latin-1",
            """
            Each character of a string becomes one byte, so only U+0000 to U+00FF are
            possible. Give other bytes with \\xNN, for instance a euro sign in UTF-8:

                price:  .asciz "5 \\xE2\\x82\\xAC"
            """),
    ]

    private static let sections: [Explanation] = [
        Explanation(
            "E1019", "an instruction outside .text",
            """
            Instructions are code. Write .text before them; the sections may alternate as
            often as you like.
            """),
        Explanation(
            "E1020", "an unaligned branch target",
            """
            Instructions lie at multiples of four bytes; a branch elsewhere executes the
            middle of words. Branch to a label rather than to a number.
            """),
        Explanation(
            "E1021", "CALL through R0",
            """
            In the instruction word, base register 0 means 'relative to this CALL', so R0
            cannot hold the address. Copy it:

                MOV R12, R0
                CALL R12
            """),
        Explanation(
            "E1022", "SVC with two values",
            """
            The reference assembler turns 'SVC 1, 1' into service 0, 0, and with
            --hsx-compat so does hubc. This is understood by both:

                SVC MOD=1, FN=1
            """),
        Explanation(
            "E1023", "a directive in the wrong section",
            """
            Some directives belong in certain sections only: .byte and strings in .data,
            .org in .text, and .bss holds no values but room. Write the section first:

                        .data
                count:  .byte 0
            """),
        Explanation(
            "E1024", "a directive with a tail",
            """
            The reference takes every word that begins with a directive for the directive.
            So does hubc, but '.dataseg' is more likely a slip. Spell it out.
            """),
        Explanation(
            "E1025", "unknown directive",
            """
            docs/mvasm.md has the list of directives. There are no macros and no
            conditional assembly.
            """),
        Explanation(
            "E1026", "a section is too large",
            """
            The machine has 65536 bytes of code and of data. What .org, .zero and .align
            ask for, together with what is there, must stay below.
            """),
        Explanation(
            "E1027", "an included file is missing",
            """
            Files are looked for beside the including file, then in the folders of -I and,
            for a tree, in those of 'includePaths' in hubc.json.
            """),
        Explanation(
            "E1028", "a file includes itself",
            """
            The chain of included files comes back to this one; the note shows it. Put
            what both need into a third file.
            """),
        Explanation(
            "E1029", "files are included too deeply",
            """
            Files may be included 64 levels deep. A chain that long is most often one that
            comes back to a file by another spelling of its path.
            """),
    ]

    private static let declarations: [Explanation] = [
        Explanation(
            "E1030", "malformed JSON",
            """
            After .value, .cmd and .mailbox stands one JSON object or an array of them, on
            one or more lines:

                .value {"group": 1, "id": 2, "name": "speed"}
                .cmd [
                    {"group": 1, "id": 1, "handler": "on_start"},
                    {"group": 1, "id": 2, "handler": "on_stop"}
                ]
            """),
        Explanation(
            "E1031", "an empty list",
            """
            The array after the directive must have at least one declaration. Leave the
            directive out when there is nothing to declare.
            """),
        Explanation(
            "E1032", "a wrong declaration",
            """
            A member is missing or has a wrong value. The least that each declaration
            needs:

                .value   {"group": 1, "id": 2}
                .cmd     {"group": 1, "id": 2, "handler": "on_reset"}
                .mailbox {"target": "app:log"}

            docs/mvasm.md lists the other members.
            """),
        Explanation(
            "E1033", "unknown label",
            """
            The name is not defined in this file. If another file defines and exports it,
            declare it:

                .extern helper
                    CALL helper
            """),
        Explanation(
            "E1034", "an exported constant",
            """
            Objects export places, not numbers. Share .equ constants with .include.
            """),
        Explanation(
            "E1035", "an export without definition",
            """
            .export promises a label that the file does not have. Define the label, or
            remove the directive. With --hsx-compat this is a warning.
            """),
        Explanation(
            "E1036", "imported and defined",
            """
            .import says that another object defines the name, but this file does. Use
            .export instead if others need it.
            """),
        Explanation(
            "E1037", "the entry is not in .text",
            """
            Execution begins at code. Choose a label in .text, or write .entry in front of
            the first instruction.
            """),
        Explanation(
            "E1038", "unknown handler",
            """
            The handler of a .cmd is a label in .text of this file, or a name that is
            declared with .extern:

                .extern on_reset
                .cmd {"group": 1, "id": 2, "handler": "on_reset"}
            """),
        Explanation(
            "E1042", "too much source",
            """
            One assembly reads at most 256 MiB, each included file counted as often as it
            is included. A file that is included by many others many times over is the
            usual reason.
            """),
    ]

    private static let lifting: [Explanation] = [
        Explanation(
            "W1901", "a function is kept as written",
            """
            The optimiser works on functions that it understands completely. One that
            calls through a register, takes the address of code, or does with the stack
            what no call does, stays the machine code that was written, and so does what
            it calls. The program works as before; it only gains less:

                LDI32 R1, table
                LD R2, [R1]
                CALL R2             could go anywhere

            Call by name where speed or size matters.
            """)
    ]
}
