// The kinds of source, told by the suffix of the file's name.

/// What a source file holds.
package enum SourceKind: String, CaseIterable, Sendable {
    case mvasm = ".mvasm"
    case hsxObject = ".hxo"
    case lisp = ".valk"
    case smalltalkBytecode = ".stasm"
    case smalltalk = ".st"
    case smalltalkImage = ".image"
    case c = ".c"
    case llvmText = ".ll"
    case llvmBitcode = ".bc"
    case schedule = ".sched.json"
    case ir = ".hir"

    /// The kind of the file at `path`; nil when its name says nothing.
    package init?(path: String) {
        let name = Path.name(path).lowercased()
        guard let kind = Self.allCases.first(where: { name.hasSuffix($0.rawValue) && name != $0.rawValue }) else {
            return nil
        }
        self = kind
    }

    /// What a single file of this kind is built for unless the user says otherwise.
    package var defaultTarget: TargetName {
        switch self {
        case .mvasm, .hsxObject: .hxe
        case .lisp, .smalltalkBytecode, .smalltalk, .smalltalkImage, .c, .llvmText, .llvmBitcode, .schedule, .ir:
            .native
        }
    }
}
