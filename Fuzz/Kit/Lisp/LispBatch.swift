// Several programs in one text: a line of its own stands before each. They are the files of one command, run one after
// the other.

/// The programs of a text.
struct LispBatch {
    var programs: [String]

    static func header(_ place: Int) -> String { ";;;; file \(place)\n" }

    /// A text without such lines is one program.
    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        programs = lines.split(omittingEmptySubsequences: false) { $0.hasPrefix(";;;; file ") }
            .map { $0.joined(separator: "\n") }
        if programs.count > 1, programs[0].allSatisfy(\.isWhitespace) { programs.removeFirst() }
    }

    init(programs: [String]) { self.programs = programs }

    var bytes: [UInt8] {
        if programs.count == 1 { return Array(programs[0].utf8) }
        return Array(programs.enumerated().map { Self.header($0) + $1 }.joined().utf8)
    }

    /// The programs as text that the evaluator reads and runs; what is data, and files to load, stay as they are. Nil when a program is no
    /// sequence of forms.
    var evaluated: LispBatch? {
        var wrapped: [String] = []
        for program in programs {
            guard let forms = LispForm.read(program) else { return nil }
            wrapped.append(
                forms.map { form in
                    let text = form.text
                    let isRun = text.hasPrefix("(") && !text.hasPrefix("(load ")
                    return !isRun ? text : "(eval (read \"\(LispForm.escaped(text))\"))"
                }.joined(separator: "\n") + "\n")
        }
        return LispBatch(programs: wrapped)
    }
}
