// The long texts behind the codes of the assembler, for `hubc explain CODE`.

import Support

/// Explanations of the assembler's diagnostics.
public enum MVASMExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E1000", "too many errors",
            "The assembler stops after a hundred errors. Mend the first ones; the rest often follow from them."
        ),
        Explanation(
            "E1001", "unknown mnemonic",
            "The machine has 38 instructions. There are no pseudo-instructions: `MOV R1, 5` is written `LDI R1, 5`, `INC R1` needs ADD."
        ),
        Explanation(
            "E1002", "unexpected character",
            "A line holds labels (`name:`), then an instruction or a directive (`.word 1`), then a comment after ';'."
        ),
        Explanation(
            "E1003", "an operand is missing", "For example `ADD R1, R2` lacks its third register: `ADD R1, R1, R2`."),
        Explanation(
            "E1004", "not a register",
            "Registers are R0 to R15, in either case. SP, PC and PSW cannot be operands; R15 shadows SP."
        ),
        Explanation(
            "E1005", "an operand too many",
            "The instruction is complete before this word. The reference assembler ignores the rest of the line silently."
        ),
        Explanation(
            "E1006", "a comment of another language",
            "Comments begin with ';'. Text after '#' or '//' is ignored as the reference does."
        ),
        Explanation(
            "E1007", "duplicate label",
            "Labels and .equ constants share one namespace over all sections and included files; each name is defined once."
        ),
        Explanation(
            "E1008", ".export comes too late",
            "With --hsx-compat, .export takes effect only before the label, as in the reference."
        ),
        Explanation(
            "E1009", "not a constant",
            """
            Sizes, alignments, services and .equ need a value that is known where they stand: numbers, characters, constants defined above,
            and distances of labels of one section that are defined above, as in
                text:   .ascii "hello"
                .equ LENGTH, . - text
            """
        ),
        Explanation("E1010", "a second entry", "Only one .entry counts: the last."),
        Explanation(
            "E1011", "a value is out of range",
            """
            The field cannot hold the value, so the machine would see another one. LDI and memory offsets hold -2048 to 2047, branches 0 to
            4095, SVC modules 0 to 15 and functions 0 to 255. `LDI32 Rd, value` holds any 32-bit value.
            """
        ),
        Explanation(
            "E1012", "not a value",
            "Values are 12, -12, 0x1F, 0b101, 'c', names, lo16(name), hi16(name), off16(name), sums and differences."
        ),
        Explanation(
            "E1013", "malformed number",
            "Numbers are decimal, hexadecimal after 0x, or binary after 0b, without separators."
        ),
        Explanation(
            "E1014", "an expression without a relocation",
            "An object can hold a name plus a constant. Sums of names, negated names, and arithmetic on lo16() cannot be expressed; write lo16(a+4)."
        ),
        Explanation(
            "E1015", "malformed character constant",
            "Write one character or escape between single quotes: 'a', '\\n', '\\x41'."
        ),
        Explanation(
            "E1016", "a string without end",
            "Strings end on the line on which they begin. A quote within a string is written \\\"."
        ),
        Explanation(
            "E1017", "unknown escape",
            "The escapes are \\n \\t \\r \\0 \\\\ \\\" \\' and \\xNN with two hexadecimal digits."
        ),
        Explanation(
            "E1018", "not Latin-1",
            "Each character of a string becomes one byte, so only U+0000 to U+00FF are possible; give other bytes with \\xNN."
        ),
        Explanation("E1019", "an instruction outside .text", "Instructions are code. Write .text before them."),
        Explanation(
            "E1020", "an unaligned branch target",
            "Instructions lie at multiples of four; a branch elsewhere executes the middle of words."
        ),
        Explanation(
            "E1021", "CALL through R0",
            "In the instruction word, base register 0 means 'relative to this CALL'. Copy the address: MOV R12, R0."
        ),
        Explanation(
            "E1022", "SVC with two values", "The reference turns `SVC 1, 1` into service 0, 0. Write `SVC MOD=1, FN=1`."
        ),
        Explanation(
            "E1023", "a directive in the wrong section",
            "For example .byte belongs in .data and .org in .text. Write the section first."
        ),
        Explanation(
            "E1024", "a directive with a tail",
            "The reference takes every word that begins with a directive for the directive. Spell it out."
        ),
        Explanation("E1025", "unknown directive", "See docs/mvasm.md for the directives."),
        Explanation(
            "E1026", "a section is too large",
            "The machine has 65536 bytes of code and of data; .org, .zero and .align must stay below."
        ),
        Explanation(
            "E1027", "an included file is missing",
            "Files are sought beside the including file, then in the folders of -I."
        ),
        Explanation(
            "E1028", "a file includes itself",
            "The chain of included files comes back to this one. Split what both need into a third file."
        ),
        Explanation("E1029", "files are included too deeply", "Sixty-four levels are the limit."),
        Explanation(
            "E1030", "malformed JSON",
            "After .value, .cmd and .mailbox stands one JSON object or an array of them, on one or more lines."
        ),
        Explanation("E1031", "an empty list", "The array after the directive must have at least one declaration."),
        Explanation(
            "E1032", "a wrong declaration",
            """
            A member is missing or has a wrong value. What is needed:
                .value   {"group": 1, "id": 2}
                .cmd     {"group": 1, "id": 2, "handler": "on_reset"}
                .mailbox {"target": "app:log"}
            """
        ),
        Explanation(
            "E1033", "unknown label",
            "The name is not defined in this file. If another file defines it, declare it: .extern NAME."
        ),
        Explanation(
            "E1034", "an exported constant", "Objects export places, not numbers. Share .equ constants with .include."),
        Explanation(
            "E1035", "an export without definition",
            ".export NAME promises a label that the file does not have. Remove it or define the label."
        ),
        Explanation(
            "E1036", "imported and defined",
            ".import says that another object defines the name, but this file does. Use .export instead."
        ),
        Explanation("E1037", "the entry is not in .text", "Execution begins at code. Choose a label in .text."),
        Explanation(
            "E1038", "unknown handler", "The handler of a .cmd is a label in .text or a name declared with .extern."),
        Explanation(
            "E1042", "too much source",
            "One assembly reads at most 256 MiB, each included file counted as often as it is included."
        ),
    ]
}
