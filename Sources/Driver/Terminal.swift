// Whether the reader of a stream can show colour.

enum Terminal {
    /// `auto` means: a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.
    static func usesColor(_ mode: ColorMode, on descriptor: Int32) -> Bool {
        switch mode {
        case .always: true
        case .never: false
        case .auto:
            System.isTerminal(descriptor) && (System.environment("NO_COLOR") ?? "").isEmpty
                && System.environment("TERM") != "dumb"
        }
    }
}
