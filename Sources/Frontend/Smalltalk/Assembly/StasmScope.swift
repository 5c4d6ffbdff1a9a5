// What names in the methods of a class mean.

import Support

package struct StasmScope: Sendable {
    let className: String
    let isMeta: Bool
    /// The numbers of the receiver's variables.
    let receiverVariables: [String: Int]
    let receiverCount: Int
    /// The variables of the class and of those above it.
    let classVariables: Set<String>
    /// All classes and global variables.
    let globals: Set<String>
    let classes: Set<String>

    var name: String { className + (isMeta ? " class" : "") }

    /// What is wrong with a literal: names that mean nothing, or an object that text cannot make.
    func fault(_ literal: StasmLiteral, _ span: SourceSpan) -> Diagnostic? {
        switch literal {
        case .nil, .true, .false, .integer, .float, .character, .string, .symbol, .byteArray: return nil
        case .array(let elements):
            for element in elements { if let fault = fault(element, span) { return fault } }
            return nil
        case .binding(let name):
            if classVariables.contains(name) || globals.contains(name) { return nil }
            let nearest = NearestName.find(name, among: classVariables.sorted() + globals.sorted())
            return .stasmName(
                "there is no class or variable '\(name)'", span,
                notes: nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? [])
        case .classBinding(let name, _):
            return classes.contains(name) ? nil : .stasmName("there is no class '\(name)'", span)
        case .object(let className, _):
            return .stasmLiteral("an object of an image (of class \(className)), which text cannot make", span)
        }
    }
}

extension Diagnostic {
    static func stasmName(_ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []) -> Diagnostic {
        .error("E2714", message, at: span, notes: notes)
    }
}
