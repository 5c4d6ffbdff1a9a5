// What a selector says by its form.

import Support

enum SmalltalkSelector {
    /// How many arguments a selector takes.
    static func argumentCount(_ selector: String) -> Int {
        let colons = selector.utf8.count { $0 == UInt8(ascii: ":") }
        if colons > 0 { return colons }
        let first = selector.utf8.first ?? UInt8(ascii: "a")
        return first.isASCIIWordByte ? 0 : 1
    }

    /// Stands for all selectors of so many arguments that no class has; no symbol is like it.
    static func unknown(_ count: Int) -> String { "smalltalk.unknown" + String(repeating: ":", count: count) }
}
