// The long texts behind the codes of the Smalltalk front end, for `hubc explain CODE`.

import Support

public enum SmalltalkExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E2700", "a broken image",
            """
            The file is no Smalltalk image, or a part of it is not what it should be: an
            object that ends behind the image, an address without an object, a class that
            there is none of. The message says where in the file, in bytes from its start.
            hubc reads images of the formats 6502, 6504, 6505 (V3), 6521, 7033 (Spur, 32
            bits), 68021 and 68533 (Spur, 64 bits), in both byte orders.
            """
        ),
        Explanation(
            "E2701", "no such class or method",
            """
            The image has no class of the name that '--class' gives, or no method of the
            name that '--method' gives. Methods are named 'Class>>selector', those of a
            class itself 'Class class>>selector'. A method that a class inherits belongs to
            the class that defines it.
            """
        ),
    ]
}
