// The long texts behind the codes of objects, images and the linker, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum HSXExplanations {
    public static let all: [Explanation] = files + linking + fields

    private static let files: [Explanation] = [
        Explanation(
            "E2001", "the object file is no JSON",
            """
            A .hxo file is a JSON document, and this one cannot be read past the marked
            place. The file is damaged or is something else; assemble it again.
            """),
        Explanation(
            "E2002", "the object file does not follow the schema",
            """
            The file is JSON, but a part that the linker needs is missing, has another
            type, or points outside its section. Here word 7 of a code of one word is
            named:

                {"version": 1, "code": [1], "relocs": [
                    {"type": "imm12", "index": 7, "symbol": "x"}]}

            Make the file again with the tool that wrote it.
            """),
        Explanation(
            "E2010", "the image cannot be loaded",
            """
            The .hxe file fails one of the loader's checks: magic, version, sizes,
            alignment, checksum, entry, metadata table, in this order. The words are those
            of the reference loader. 'CRC mismatch' means that bytes changed after
            linking.
            """),
        Explanation(
            "E2020", "the symbol file cannot be read",
            """
            A .sym file is a JSON object that the linker writes beside the image. Link
            again with -g, or remove the file: an image needs none.
            """),
    ]

    private static let linking: [Explanation] = [
        Explanation(
            "E2101", "nothing to link",
            """
            The linker got no object. Give at least one .hxo or .mvasm file.
            """),
        Explanation(
            "E2102", "the program is larger than the machine",
            """
            Code may take 65536 bytes; data and zeroed data together the 49152 bytes from
            0x4000 to the end of the data space. The message names the object with which
            the limit was passed. The stack lies in the same data space, so stay well
            below.
            """),
        Explanation(
            "E2103", "a name is exported twice",
            """
            Two objects export the same name, so a reference to it could mean either:

                a.mvasm:  .export init
                b.mvasm:  .export init

            Rename one, or drop the .export of the one that only its own file uses.
            """),
        Explanation(
            "E2104", "a name is defined nowhere",
            """
            An object refers to a name that neither it nor any other object exports.
            Either the object that defines it is missing from the program, or its
            definition lacks an .export, which a note then says.
            """),
        Explanation(
            "E2105", "an import has no exporter",
            """
            '.import NAME' says that another object must export NAME, even if nothing
            refers to it. Add that object, or use .extern, which asks for the name only
            when it is used.
            """),
        Explanation(
            "E2106", "the entry is not in the code",
            """
            The entry must be a label in .text; the one that was chosen lies in .data or
            .bss. An exported '_start' is the entry of any program that has it.
            """),
        Explanation(
            "E2107", "the entry is defined nowhere",
            """
            '.entry NAME' in the first object names a label that no object exports.
            """),
        Explanation(
            "E2108", "the entry is outside the code",
            """
            The entry is a byte offset in the code: a multiple of four, below the size of
            the code. An object without instructions cannot be the one that has the entry.
            """),
        Explanation(
            "E2109", "a value, command or mailbox is declared twice",
            """
            Values and commands are known by (group, id), mailboxes by their target; each
            may occur once in a program:

                .value {"group": 1, "id": 2, "name": "speed"}
                .value {"group": 1, "id": 2, "name": "level"}
            """),
        Explanation(
            "E2110", "a command's handler is no code",
            """
            The handler of a .cmd must be a label in .text, of the same object or exported
            by another.
            """),
    ]

    private static let fields: [Explanation] = [
        Explanation(
            "E2120", "an address does not fit its field",
            """
            The field of an instruction or datum is too small for the value:

                LDI, load and store offsets     -2048 to 2047
                JMP, JZ, JNZ                    byte addresses 0 to 4095
                CALL                            -2048 to 2047 words from the CALL

            Use LDI32 for addresses, put code that branches into the first 4096 bytes, or
            reach far code with CALL. The reference linker encodes some of these silently
            as another value; with --hsx-compat so does hubc.
            """),
        Explanation(
            "E2121", "a branch goes to data",
            """
            JMP, JZ, JNZ and CALL need a label in .text: code and data are two address
            spaces.
            """),
        Explanation(
            "E2122", "off16 of code",
            """
            'off16(NAME)' is the distance of NAME from the start of the data; a label in
            .text has none. Use lo16(NAME) for the address of code.
            """),
        Explanation(
            "E2123", "a CALL distance is no multiple of four",
            """
            CALL counts in words, so what is added to the label must be a multiple of four
            bytes:

                CALL table+2        the middle of an instruction
            """),
        Explanation(
            "E2130", "the application name does not fit the image",
            """
            The header of an image has room for 31 printable ASCII characters. Give
            another name in hubc.json, or a shorter output name:

                hsx: { appName: "blinky" }
            """),
        Explanation(
            "E2131", "the metadata does not fit its section",
            """
            Names, units and help texts of one section are reached with 16-bit offsets, so
            they share less than 64 KiB with the records. Shorten the texts.
            """),
    ]
}
