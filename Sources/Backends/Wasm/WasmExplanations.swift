// The long texts behind the codes of the WebAssembly back end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum WasmExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E4401", "WebAssembly has no code for this",
            """
            Before WebAssembly is made, everything that it does not have must have been
            lowered: half-precision floats, stack slots, messages, arithmetic on dynamic
            values. What the message names was still there, or is something that a module
            cannot have, such as a memory of more than 2 GiB, an imported global, a service
            of the HSX system that the runtime for WebAssembly does not offer, or a function
            with more values at once than engines take local variables.
            """
        ),
        Explanation(
            "E4402", "Binaryen is missing",
            """
            hubc makes WebAssembly through the library of Binaryen, version 116, which it
            loads when it is first needed. 'make setup' installs it below the source tree;
            the environment variable HUBC_BINARYEN names another place.
            """
        ),
        Explanation(
            "E4403", "an invalid WebAssembly module",
            """
            Every module is checked before it is written. This one did not pass, which is a
            mistake in hubc: please report it with the program. What Binaryen found stands
            on standard error.
            """
        ),
        Explanation(
            "E4404", "a file that is no WebAssembly module",
            """
            The suffix says that the file is a WebAssembly module, but its bytes are not
            those of one, or it was cut off. The message says what was expected and where.
            """
        ),
    ]
}
