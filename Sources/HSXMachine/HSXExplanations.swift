// The long texts behind the codes of objects, images and the linker, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum HSXExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E2001", "the object file is no JSON",
            """
            A .hxo file is a JSON document. This one cannot be parsed at the byte that the message names. The file is damaged or is
            something else; assemble it again.
            """
        ),
        Explanation(
            "E2002", "the object file does not follow the schema",
            """
            The file is JSON, but a part that the linker needs is missing, has another type, or points outside its section:
                {"version": 1, "code": [1], "relocs": [{"type": "imm12", "index": 7, "symbol": "x"}]}
            names word 7 of a code of one word. Make the file again with the tool that wrote it.
            """
        ),
        Explanation(
            "E2010", "the image cannot be loaded",
            """
            The .hxe file fails one of the loader's checks: magic, version, sizes, alignment, checksum, entry, metadata table. The words
            of the message are those of the reference loader. "CRC mismatch" means that bytes changed after linking.
            """
        ),
        Explanation(
            "E2020", "the symbol file cannot be read",
            """
            A .sym file is a JSON object that the linker writes beside the image. Link again with -g, or remove the file: an image needs none.
            """
        ),
        Explanation("E2101", "nothing to link", "The linker got no object. Give at least one .hxo or .mvasm file."),
        Explanation(
            "E2102", "the program is larger than the machine",
            """
            Code may take 65536 bytes; data and zeroed data together the 49152 bytes from 0x4000 to the end of the data space. The
            message names the object with which the limit was passed. The stack lies in the same data space, so stay well below.
            """
        ),
        Explanation(
            "E2103", "a name is exported twice",
            """
            Two objects export the same name, so a reference to it could mean either:
                a.mvasm:  .export init        b.mvasm:  .export init
            Rename one, or drop the .export of the one that only its own file uses.
            """
        ),
        Explanation(
            "E2104", "a name is defined nowhere",
            """
            An object refers to a name that neither it nor any other object exports. Either the object that defines it is missing from the
            command line, or its definition lacks `.export NAME`.
            """
        ),
        Explanation(
            "E2105", "an import has no exporter",
            """
            `.import NAME` says that another object must export NAME, even if nothing refers to it. Add that object, or use `.extern`,
            which asks for the name only when it is used.
            """
        ),
        Explanation(
            "E2106", "the entry is not in the code",
            "The entry must be a label in .text; the one that was chosen lies in .data or .bss."
        ),
        Explanation(
            "E2107", "the entry is defined nowhere",
            "`.entry NAME` in the first object names a label that no object defines."
        ),
        Explanation(
            "E2108", "the entry is outside the code",
            """
            The entry is a byte offset in the code: a multiple of four, below the size of the code. An object without instructions cannot be
            the entry's.
            """
        ),
        Explanation(
            "E2109", "a value, command or mailbox is declared twice",
            """
            Values and commands are known by (group, id), mailboxes by their target; each may occur once in a program:
                .value {"group": 1, "id": 2, "name": "speed"}
                .value {"group": 1, "id": 2, "name": "level"}     ; the same number
            """
        ),
        Explanation(
            "E2110", "a command's handler is no code",
            "The handler of a .cmd must be a label in .text, of the same object or exported by another."
        ),
        Explanation(
            "E2120", "an address does not fit its field",
            """
            The field of an instruction or datum is too small for the value:
              LDI and load and store offsets   -2048 to 2047 (the machine sign-extends twelve bits)
              JMP, JZ, JNZ                     byte addresses 0 to 4095
              CALL                             -2048 to 2047 words from the CALL
            Use LDI32 for addresses, put code that branches into the first 4096 bytes, or reach far code with CALL. The reference
            linker encodes some of these silently as another value; `--hsx-compat` does as it does.
            """
        ),
        Explanation(
            "E2121", "a branch goes to data",
            "JMP, JZ, JNZ and CALL need a label in .text: code and data are two address spaces."
        ),
        Explanation(
            "E2122", "off16 of code",
            "off16(NAME) is the distance of NAME from the start of the data image; a label in .text has none."
        ),
        Explanation(
            "E2123", "a CALL distance is no multiple of four",
            "CALL counts in words. Check the constant that is added to the label."
        ),
        Explanation(
            "E2130", "the application name does not fit the image",
            "The image header has room for 31 ASCII characters. Give a name with `hsx.appName` in hubc.json or a shorter output name."
        ),
        Explanation(
            "E2131", "the metadata does not fit its section",
            "Names, units and help texts of one section are reached with 16-bit offsets, so that they share less than 64 KiB."
        ),
    ]
}
