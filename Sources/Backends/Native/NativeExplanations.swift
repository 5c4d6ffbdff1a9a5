// The long texts behind the codes of the native back end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum NativeExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E4201", "LLVM does not know the target",
            """
            The triple after --triple names a machine that LLVM, as hubc sets it up, makes
            no code for. It knows x86, AArch64 and RISC-V, for instance
            x86_64-linux-gnu, aarch64-linux-gnu and riscv64-linux-gnu.
            """
        ),
        Explanation(
            "E4202", "native code cannot do this",
            """
            Before native code is made, everything that a machine does not have must have
            been lowered: half-precision floats to integers, variables to SSA form. What the
            message names was still there, or does not fit the memory that the module
            declares: a memory of its own holds at most one GiB, has no imported globals and
            no stack slots; in the host's memory globals lie where the linker puts them, and
            their addresses fill a pointer. Dynamic values need a program, which the runtime
            starts, on a machine of 64 bits; messages and arithmetic on them are not there.
            """
        ),
        Explanation(
            "E4203", "pointers have another width",
            """
            A module with a memory of size 0 lives in the host's memory, so its pointers
            are the host's: eight bytes on machines of 64 bits. Declare pointers of that
            width, or give the module a memory of its own.
            """
        ),
        Explanation(
            "E4204", "the name cannot be exported or imported",
            """
            Exported and imported functions and globals keep their names in the object
            file. Names that begin with hub_ belong to the runtime, main is where C starts
            a program, names that begin with llvm. mean something to LLVM, and control
            characters cannot stand in a symbol. Choose another name.
            """
        ),
        Explanation(
            "E4205", "LLVM failed",
            """
            LLVM refused to optimise the module or to make code for it, and said why. This
            is a fault of hubc or of LLVM, or the machine of --triple lacks something that
            the program needs; another level of optimisation may get around it.
            """
        ),
    ]
}
