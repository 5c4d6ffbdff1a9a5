// The long texts behind the codes of the Lisp front end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of Lisp. Programs have none: what is wrong with them are error values when they run.
public enum LispExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E2590", "the library of Lisp is damaged",
            """
            hubc carries a library for Lisp, in Runtime/lisp/library. Its text is compiled
            with every program, and here it is not what hubc's own compiler for it
            understands. The program is not to blame: this is a fault of hubc.
            """
        )
    ]
}
