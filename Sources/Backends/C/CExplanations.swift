// The long texts behind the codes of the C back end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum CExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E4301", "C has nothing for this",
            """
            The C target computes with integers of 1 to 64 bits, with f32 and f64, with
            pointers and, in programs that have an entry, with dynamic values. Before C is
            written everything else must have been lowered: halves to integers, stack slots
            to linear memory, and operations on dynamic values that look at what they are.
            What the message names was still there.
            """
        ),
        Explanation(
            "E4302", "the linear memory is too large",
            """
            In C a program's linear memory is an array, whose addresses are computed in 32
            bits. It can take 2 GiB. A module that needs more declares memory size 0 and
            uses the host's memory.
            """
        ),
    ]
}
