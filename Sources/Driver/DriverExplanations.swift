// The long texts of the driver's own diagnostics: E90xx the command line, E91xx files, E92xx the manifest, E93xx what
// the commands find, E94xx internal errors.

import Support

/// What the driver contributes to `hubc explain`.
let driverExplanations: [Explanation] = [
    Explanation(
        "E9001", "unknown command",
        """
        The first word after 'hubc' names a command, and there is none of this name.
        A file is built with 'hubc build FILE'. 'hubc help' lists the commands.
        """),
    Explanation(
        "E9002", "unknown option",
        """
        The command does not take this option. Options are spelt in full; short ones
        may have their value joined (-Iinclude) and long ones take it after '=' or a
        space (--target=hxe, --target hxe). What follows '--' is never an option:

            hubc run game.mvasm -- --level 3
        """),
    Explanation(
        "E9003", "an option without its value",
        """
        The option needs a value and the command line ends after it, or the value is
        empty.

            hubc build --target hxe      the value after a space
            hubc build --target=hxe      or after '='
        """),
    Explanation(
        "E9004", "a value for an option that takes none",
        """
        The option is a switch: it is on when it is written. Leave out '=' and what
        follows it.
        """),
    Explanation(
        "E9005", "a wrong value for an option",
        """
        The option takes a value of a certain form, or one of a few words, and this is
        not one of them. The notes say what is right.
        """),
    Explanation(
        "E9006", "something that the command needs is missing",
        """
        The command cannot run without this command name, operand or option. The note
        shows how the command line is written.
        """),
    Explanation(
        "E9007", "an operand too many",
        """
        The command takes fewer operands than were given. Operands of the program that
        'hubc run' and 'hubc exec' start stand after '--'.
        """),
    Explanation(
        "E9008", "unknown diagnostic code",
        """
        'hubc explain' knows the codes that diagnostics show in brackets, E9101 for
        instance. 'hubc explain' alone lists them all.
        """),
    Explanation(
        "E9101", "missing file",
        """
        There is no file or folder of this name. Relative names start from the current
        folder; those in a manifest, from the manifest's folder.
        """),
    Explanation(
        "E9102", "a file that may not be read",
        """
        The file is there but its permissions, or those of a folder above it, keep
        hubc from reading it.
        """),
    Explanation(
        "E9103", "a folder where a file is wanted",
        """
        The command reads one file here and was given a folder.
        """),
    Explanation(
        "E9104", "an empty file",
        """
        The file has no bytes, and its format cannot be empty. An interrupted download
        or copy is the usual reason.
        """),
    Explanation(
        "E9105", "a file that is too large",
        """
        hubc reads files of up to 1 GiB: places in a source text are kept as 32-bit
        offsets. A device that never ends is caught by this limit too.
        """),
    Explanation(
        "E9106", "a file that cannot be read",
        """
        The system reported an error while the file was read; the message gives it.
        """),
    Explanation(
        "E9107", "a file that cannot be written",
        """
        The system reported an error while an artifact was written: the folder may not
        be writable, or the disk may be full. No artifact of this build has been put
        in place half written, and the temporary files have been removed.

        Or two artifacts have one name, as with '--emit ir -o prog.hir': what '--emit'
        adds is called like the program, with an ending of its own.
        """),
    Explanation(
        "E9108", "a folder that cannot be created",
        """
        The folder of the output is missing and could not be created, most often
        because a file of that name is in the way.
        """),
    Explanation(
        "E9109", "standard output cannot be written",
        """
        What the command prints could not be written, most often because the disk that
        it is redirected to is full.
        """),
    Explanation(
        "E9110", "a source file of an unknown kind",
        """
        hubc tells the language of a source file by the suffix of its name, and knows
        no language for this one. The note lists the suffixes.
        """),
    Explanation(
        "E9201", "the manifest is no JSON5",
        """
        hubc.json is JSON5: JSON in which comments, trailing commas, keys without
        quotes and single quotes are allowed. The mark shows where reading stopped.
        """),
    Explanation(
        "E9202", "an unknown key in the manifest",
        """
        The manifest has a key that hubc does not know, so something that its author
        wants would not happen. These are the keys:

            name, version           what is built
            sources                 glob patterns, in order
            entry                   entry symbol or function
            targets                 hxe, native, wasm, c
            optimize                "-O0", "-O1", "-O2", "-O3" or "-Os"
            debug                   true to write debug metadata
            includePaths            folders for included files
            hsx                     appName, allowMultiple, requiredCapabilities
            provisioning            bundle
        """),
    Explanation(
        "E9203", "a value of the wrong type in the manifest",
        """
        The key wants a value of another type: a list of strings for 'sources', for
        instance, even when there is only one:

            sources: ["main.mvasm"],
        """),
    Explanation(
        "E9204", "a wrong value in the manifest",
        """
        The value has the right type but is not one that the key allows. The message
        and the notes say what is.
        """),
    Explanation(
        "E9205", "a source pattern that matches nothing",
        """
        No file matches this pattern, so a part of the program would be missing.
        Patterns start from the manifest's folder. '*' stands for any characters but
        '/', '?' for one, and '**' for any number of folders. Names that begin with a
        point, and the folder 'build', are matched only when they are written out.
        """),
    Explanation(
        "E9206", "a key is missing from the manifest",
        """
        A manifest must say what is built and from what. The least that will do:

            { name: "blinky", sources: ["src/**/*.mvasm"] }
        """),
    Explanation(
        "E9207", "a folder without a manifest",
        """
        A folder is built as its hubc.json says, and this one has none. Write one, or
        name a source file instead:

            { name: "blinky", sources: ["src/**/*.mvasm"] }
        """),
    Explanation(
        "E9301", "not available yet",
        """
        This version of hubc understands what is asked for but cannot do it yet.
        'hubc targets' and 'hubc help' say what is there.
        """),
    Explanation(
        "E9302", "several entries for one image",
        """
        An HSX image starts at one place, but --entry was given more than once, or
        --entries lists several. Other targets run them one after the other.
        """),
    Explanation(
        "E9303", "the entry is not there",
        """
        None of the sources defines the function or label that --entry, or 'entry' in
        the manifest, names. For assembly the entry is a label in .text:

            hubc build --entry reset boot.mvasm
        """),
    Explanation(
        "E9304", "sources that do not go together",
        """
        A program is made of .mvasm and .hxo files, or of one .hir file; hubc does not
        know how to join others. Narrow 'sources' in the manifest, or make two trees.
        """),
    Explanation(
        "E9305", "a program without entry",
        """
        Something is to be run or made into an image, and no function says that it is
        the start. In textual IR:

            func @main () -> (i32) entry {

        A function named 'main' does without the word, and --entry chooses any other.
        """),
    Explanation(
        "E9306", "metadata that cannot be read",
        """
        A 'metadata' line of a .hir file holds the JSON of a value, command or
        mailbox, as the assembly directives take it:

            metadata "value" "{\\x22group\\x22: 1, \\x22id\\x22: 2}"
        """),
    Explanation(
        "W1902", "a program is built as written",
        """
        Some function had to be kept as written (see W1901), so all of the original
        code stays in the image, at its own addresses. Jumps reach only the first 4096
        bytes of the code; where the original code fills them, optimised code beside it
        could not branch. The image is then what -O0 gives.
        """),
    Explanation(
        "E9307", "an unknown pass",
        """
        There is no optimisation pass of this name. 'hubc passes' lists them.
        """),
    Explanation(
        "E9308", "not an artifact",
        """
        'hubc inspect' tells the kind of a file by the suffix of its name, and
        describes what hubc makes, not sources.
        """),
    Explanation(
        "E9309", "the program cannot be started",
        """
        The machine that should run the program could not be set up. HUBC_SANDBOX must
        name a folder when it is set: the files of the program live there. Otherwise
        memory is short.
        """),
    Explanation(
        "E9310", "wrong arguments for the entry function",
        """
        'hubc exec' passes the integers behind '--' to the entry function, as many as
        it takes, in decimal or after 0x; floats are given as their bits:

            hubc exec add.hir --entry add -- 2 0x28
        """),
    Explanation(
        "E9311", "a file of another kind than the command reads",
        """
        Some commands read one kind of file only, and the suffix of this file says
        that it is of another kind. The note names the command that is for it, or the
        one that makes what is wanted here:

            hubc build --emit hxo main.mvasm
            hubc link main.hxo -o main.hxe
        """),
    Explanation(
        "E9312", "an entry with parameters for the HSX machine",
        """
        The machine starts a program with all registers zero; nobody gives it arguments.
        An entry function for it takes no parameters. Native, C and WebAssembly programs
        take the integers of their command line:

            hubc run --target native add.hir --entry add -- 2 0x28
        """),
    Explanation(
        "E9313", "the code is over its budget",
        """
        'hsx.maxCode' in hubc.json says how many bytes of code the program may take. The
        notes name the largest functions; 'hubc inspect --sizes' shows all of them for
        an image. -Os makes code smaller.
        """),
    Explanation(
        "E9314", "the data is over its budget",
        """
        'hsx.maxData' in hubc.json says how many bytes the program may take for its
        initialised and zeroed data, with locals that need not lie on the stack. The
        notes name what takes most of it.
        """),
    Explanation(
        "E9315", "the stack is over its budget",
        """
        'hsx.maxStack' in hubc.json says how many bytes of stack each entry may take:
        the start of the program, the handlers of commands, and exported functions. The
        notes are the way to the deepest point: each function with the bytes that it has
        on the stack when it calls the next.
        """),
    Explanation(
        "E9316", "the stack has no bound",
        """
        With 'hsx.maxStack' in hubc.json the deepest stack must be known before the
        program runs. It is not where functions call themselves or each other, or where
        code pushes in a loop. Write recursion as a loop with an array for what is to be
        remembered, or leave the budget out.
        """),
    Explanation(
        "W9317", "the stack may reach the data",
        """
        The stack of a task that runs alone grows down from 0x8000, toward the data,
        which begin at 0x4000. The machine does not notice when the one reaches the
        other. Make the data smaller, or give globals of assembly code addresses above
        0x8000; the compiler does so with those of C that are too many. 'hubc inspect
        --sizes' shows what takes how much.
        """),
    Explanation(
        "E9320", "a folder without tests",
        """
        'hubc test' looks in the folder and in all below it, but hidden ones, for files
        named test_*.valk, *_test.valk or *-test.valk. A file of any other name is a
        test when it is named on the command line.
        """),
    Explanation(
        "E9321", "no test is left to run",
        """
        '--filter TEXT' leaves out the tests without TEXT in their path, and that are
        all of them. The path is what 'hubc test' prints.
        """),
    Explanation(
        "E9401", "an internal error",
        """
        A step of hubc made IR that breaks the rules of docs/ir.md. This is a mistake
        in hubc, not in your program: please report it, with the input and the command
        line. -O0 may work meanwhile.
        """),
]
