// Definitions of `fun`, `let` and `unpack` as any prelude has to write them. hubc knows what these mean, so a text that
// defines them like this, as the prelude of the reference does, defines nothing new: its definitions are left out, and
// programs that load it are compiled like those that load hubc's.

import Support

enum StandardForms {
    /// What the language says that they are, with formals as numbers where their names do not matter: functions that `fun`
    /// makes see `_fn` and `_body`.
    private static let texts: Set<String> = [
        "(def {fun} (\\ {_fn _body} {def (head _fn) (\\ (tail _fn) _body)}))",
        "(fun {let #0} {((\\ {_} #0) ())})",
        "(fun {unpack #0 #1} {eval (join (list #0) #1)})",
    ]

    /// `forms` without those that define what hubc knows.
    static func removed(from forms: [DatumID], _ data: LispData) -> [DatumID] {
        forms.filter { !isStandard($0, data) }
    }

    private static func isStandard(_ form: DatumID, _ data: LispData) -> Bool {
        guard case .list(_, isQuoted: false) = data[form].kind, let parts = data.elements(form), parts.count == 3,
            let header = data.elements(parts[1]), let name = header.first.flatMap(data.name),
            ["fun", "let", "unpack"].contains(name)
        else { return false }
        var names: [String: String] = [:]
        if data.name(parts[0]) == "fun" {
            for (place, formal) in header.dropFirst().enumerated() {
                if let name = data.name(formal) { names[name] = "#\(place)" }
            }
        }
        return texts.contains(text(form, names, data))
    }

    /// The text of a datum with other names.
    private static func text(_ form: DatumID, _ names: [String: String], _ data: LispData) -> String {
        switch data[form].kind {
        case .number, .string, .null, .error: return data.text(form)
        case .symbol: return data.name(form).map { names[$0] ?? $0 } ?? ""
        case .list(let list, let isQuoted):
            let parts = data.elements(list).map { text($0, names, data) }.joined(separator: " ")
            return isQuoted ? "{\(parts)}" : "(\(parts))"
        }
    }
}
