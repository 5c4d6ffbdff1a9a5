// The files of Fuzz/crashes: inputs that once showed a fault, with a header that says which.

/// An input that showed a fault. Text inputs carry the note as leading comments; binary ones have it in a file beside
/// them.
public struct CrashFile: Sendable {
    public let path: String
    /// That of an `InputKind`.
    public let suffix: String
    public let bytes: [UInt8]

    /// The crash files of a folder, by name.
    public static func all(in folder: String) -> [CrashFile] {
        FileTree.files(in: folder).compactMap { path in
            let suffix = path.split(separator: ".").last.map { String($0) } ?? ""
            guard InputKind(rawValue: suffix) != nil, let bytes = FileTree.read(path) else { return nil }
            return CrashFile(path: path, suffix: suffix, bytes: bytes)
        }
    }

    /// Writes a finding; answers the path.
    static func write(_ finding: Finding, name: String, folder: String) -> String? {
        let path = "\(folder)/\(name).\(finding.suffix)"
        let note = finding.title.split(separator: "\n").map { "; \($0)\n" }.joined() + "; found by: \(name)\n"
        let isText = ["mvasm", "hir", "ll", "valk", "stasm"].contains(finding.suffix)
        guard FileTree.write(isText ? Array(note.utf8) + finding.input : finding.input, path) else { return nil }
        if !isText { _ = FileTree.write(Array(note.utf8), path + ".note") }
        return path
    }

    /// Runs the checks of the file's kind again. A name that begins with `mutate` marks an input that only has to be taken or refused.
    public func judge() -> Verdict {
        let kind = InputKind(rawValue: suffix) ?? .mvasm
        let verdict = MutantOracle.judge(bytes, kind, isSampled: true)
        let name = path.split(separator: "/").last ?? ""
        if name.hasPrefix("lisp") { return LispOracle.judge(bytes, ways: LispWay.all(0)).verdict }
        if name.hasPrefix("targets") { return TargetsOracle.judge(bytes, ways: TargetWay.all(0)).verdict }
        guard case .agrees = verdict, !name.hasPrefix("mutate") else { return verdict }
        switch kind {
        case .mvasm: return ProgramOracle.judge(bytes)
        case .hir: return ModuleOracle.judge(bytes)
        case .hxo, .hxe, .ll, .bc, .valk, .image, .stasm, .st: return verdict
        }
    }
}
