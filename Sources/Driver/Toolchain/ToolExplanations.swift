// The long texts of the diagnostics about other people's programs and libraries, E95xx.

import Support

/// What the toolchain contributes to `hubc explain`.
let toolExplanations: [Explanation] = [
    Explanation(
        "E9501", "a tool that is missing",
        """
        Some targets need programs or libraries that do not come with hubc: LLVM 22 for
        'native', Binaryen 116 for 'wasm', a C compiler to link executables, and a
        WebAssembly runtime to run modules. This one was not found. 'make setup' in
        hubc's source tree installs all of them; 'hubc targets' shows what is there.

            CC=clang-22                 the C compiler, with arguments if need be
            HUBC_LLVM=FILE              the library of LLVM 22
            HUBC_BINARYEN=FILE          the library of Binaryen 116
            HUBC_TOOLS=FOLDER           what 'make setup' filled: bin and lib
        """),
    Explanation(
        "E9502", "a tool that failed",
        """
        hubc ran another program, most often the C compiler, and it ended with an
        error. The notes show the first lines of what it said.
        """),
    Explanation(
        "E9503", "a tool that cannot be started",
        """
        The file is there and may be run, but the system could not start it: it may be
        a program for another machine, or no program at all.
        """),
    Explanation(
        "E9504", "a library that cannot be used",
        """
        The library was found, but it cannot be loaded, or it is of another version
        than hubc knows: LLVM must be 22, Binaryen 116.
        """),
    Explanation(
        "E9505", "targets that differ",
        """
        'hubc verify' ran the program in several ways, and this one printed something
        else, or ended with another status, than the interpreter. The program may
        depend on something that differs from run to run, such as the time; otherwise
        it is a mistake in hubc: please report it with the program.
        """),
    Explanation(
        "E9506", "a way to run the program that failed",
        """
        'hubc verify' or 'hubc bench' could not build or start the program for one of
        the targets although the tools are there. The notes show the first error.
        """),
    Explanation(
        "E9507", "not a report of measurements",
        """
        '--baseline' wants a file that 'hubc bench --json' wrote:

            hubc bench sieve.hir --json > before.json
            hubc bench sieve.hir --baseline before.json
        """),
]
