// What has been defined at the prompt, as a program that defines the same. Definitions that later ones replace are left
// out, so that names have one definition where that is so.

import FrontendLisp

struct ReplPast {
    private struct Form {
        let text: [UInt8]
        let names: Set<String>
        /// Whether it does nothing but give the names values.
        let isDefinition: Bool
    }

    private var forms: [Form] = []

    var text: [UInt8] { forms.flatMap { $0.text + [UInt8(ascii: "\n")] } }

    /// Takes a form that has been evaluated.
    mutating func add(_ text: [UInt8]) {
        let names = Set(LispInput(text).definitions)
        guard !names.isEmpty else { return }
        let isDefinition = ["(fun ", "(def ", "(= "].contains { text.starts(with: $0.utf8) }
        if isDefinition { forms.removeAll { $0.isDefinition && $0.names.isSubset(of: names) } }
        forms.append(Form(text: text, names: names, isDefinition: isDefinition))
    }
}
