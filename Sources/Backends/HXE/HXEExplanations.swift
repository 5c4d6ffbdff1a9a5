// The long texts behind the codes of the HXE back end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum HXEExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E4001", "the HSX machine has no code for this",
            """
            The machine computes with 32-bit integers and half-precision floats. Before
            code is made for it, everything else must have been lowered: 64-bit integers
            to pairs, dynamic values and objects to memory, variables to SSA form. What
            the message names was still there, or is something that the machine cannot
            do, such as a square root.
            """
        ),
        Explanation(
            "E4002", "the code is too large",
            """
            The code space of the machine has 64 KiB. Branches beyond its first 4 KiB take
            up to five words, so large programs grow once more. Build with -Os, or leave
            something out.
            """
        ),
        Explanation(
            "E4003", "branches cannot be reached",
            """
            JMP, JZ and JNZ hold the absolute address of their target in twelve bits, so
            they reach only the first 4096 bytes of the code. Code beyond them branches
            through a helper that must itself lie there. So much other code is placed
            before this module that there is no room for the helper; link the module
            first.
            """
        ),
        Explanation(
            "E4004", "too few registers",
            """
            An instruction, usually a call through an address with a fixed-register
            convention, needs more registers at once than the fifteen that the machine
            has. Use a signature with fewer register parameters.
            """
        ),
        Explanation(
            "E4005", "the frame is too large",
            """
            Loads and stores reach 2047 bytes beyond the stack pointer, and the stack
            pointer cannot be computed with. What fits no register lies there, and local
            variables that cannot have a place of their own in the data: those of recursive
            functions, and others where the data has no room. This function has too many.
            Move large local variables to globals, or split the function.
            """
        ),
        Explanation(
            "E4010", "a global cannot lie at its address",
            """
            The image of a program fills the data space from 0x4000 on; the loader cannot
            initialise anything below. A global with a fixed address and initial bytes
            must lie between 0x4000 and 0xFFFF.
            """
        ),
        Explanation(
            "E4011", "globals overlap",
            """
            Two globals with fixed addresses share bytes.
            """
        ),
        Explanation(
            "E4012", "too much data",
            """
            The data space of a task has 64 KiB, and the data of a program begins at 0x4000.
            What is left must hold its variables, its stack and its heap.
            """
        ),
    ]
}
