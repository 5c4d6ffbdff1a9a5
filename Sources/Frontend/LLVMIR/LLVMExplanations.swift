// The long texts behind the codes of the LLVM front end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of LLVM IR and of C behind it.
public enum LLVMExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E2600", "clang found an error in C",
            """
            The message is clang's own. hubc compiles C with clang 22 as freestanding C11
            with GNU extensions, with its own headers and C library; docs/c.md describes
            the machine and the flags.
            """
        ),
        Explanation(
            "W2600", "clang warns about C",
            """
            The message is clang's own; the program is built all the same. Mend what it
            says, or make the intention plain as it proposes.
            """
        ),
        Explanation(
            "E2601", "LLVM IR that cannot be read",
            """
            The file is neither LLVM IR as text (.ll) nor bitcode (.bc) that LLVM 22 reads.
            The message is LLVM's own. Bitcode of a newer LLVM has to be made again with
            clang-22.
            """
        ),
        Explanation(
            "E2602", "modules that do not fit together",
            """
            Two modules define the same function or object, or disagree about what it is.
            Make one of the definitions static, weak or another name.
            """
        ),
        Explanation(
            "E2603", "LLVM could not optimise the program",
            """
            LLVM's own passes failed. This is a fault of hubc or of LLVM; another level of
            optimisation may get around it.
            """
        ),
        Explanation(
            "E2604", "a construct of C or of LLVM IR that hubc cannot compile",
            """
            Programs run alone on a small machine: there are no threads and no thread-local
            storage, no exceptions, no assembly of other machines, no indirect functions,
            and no integers of more than 64 bits or floats wider than double. docs/c.md
            lists what is supported.
            """
        ),
        Explanation(
            "E2605", "a name that nothing defines",
            """
            The program uses a function or an object that neither its own sources nor the
            C library that comes with hubc define. Add the source that defines it, or
            declare it weak and test its address.
            """
        ),
        Explanation(
            "E2606", "nothing to start with",
            """
            A C program starts with the function main, or with the one that --entry or the
            manifest names. It must be defined in the sources.
            """
        ),
        Explanation(
            "E2607", "a module for another order of bytes",
            """
            Memory is little-endian on every target of hubc, so LLVM IR for a machine with
            big-endian memory does not mean the same here. Compile for a little-endian
            machine.
            """
        ),
    ]
}
