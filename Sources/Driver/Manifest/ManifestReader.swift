// Reads hubc.json. All mistakes of a manifest are reported, not only the first; a key that is wrong counts as left out.

import Passes
import Support

package struct ManifestReader {
    private let file: SourceFileID
    private let folder: String
    private var manifest: Manifest
    private var log = DiagnosticLog()

    private init(folder: String, file: SourceFileID) {
        self.file = file
        self.folder = folder
        manifest = Manifest(folder: folder, file: file)
    }

    /// Reads the manifest of `folder` and finds its sources; nil when there are errors, which `log` then holds.
    package static func read(folder: String, sources: inout SourceMap, log: inout DiagnosticLog) -> Manifest? {
        let path = Path.join(folder, Manifest.fileName)
        guard FileSystem.exists(path) || !FileSystem.isFolder(folder) else {
            log.report(.noManifest(folder))
            return nil
        }
        do {
            let file = try FileSystem.load(path, into: &sources)
            return parse(folder: folder, file: file, sources[file].text, log: &log)
        } catch {
            log.report(error)
            return nil
        }
    }

    private static func parse(
        folder: String, file: SourceFileID, _ text: [UInt8], log: inout DiagnosticLog
    ) -> Manifest? {
        var reader = ManifestReader(folder: folder, file: file)
        do {
            reader.manifest(try JSONReader.read(text, dialect: .json5))
        } catch {
            reader.log.report(.badJSON(error, file))
        }
        log.append(reader.log)
        return reader.log.hasErrors ? nil : reader.manifest
    }

    // MARK: Keys

    private static let keys = [
        "name", "version", "sources", "entry", "targets", "optimize", "debug", "includePaths", "hsx", "provisioning",
    ]
    private static let hsxKeys = ["appName", "allowMultiple", "requiredCapabilities", "maxCode", "maxData", "maxStack"]
    private static let provisioningKeys = ["bundle"]

    private mutating func manifest(_ root: JSONValue) {
        guard let members = members(of: root, named: "the manifest", keys: Self.keys) else { return }
        for required in ["name", "sources"] where root[required] == nil {
            log.report(.missingKey(required, SourceSpan(file: file, start: root.start, end: root.start + 1)))
        }
        for member in members { key(member) }
    }

    private mutating func key(_ member: JSONValue.Member) {
        switch member.key {
        case "name": name(member)
        case "version": manifest.version = string(member)
        case "sources": sources(member)
        case "entry": manifest.entry = string(member).map { Located($0, at: member.value.span(in: file)) }
        case "targets": targets(member)
        case "optimize":
            manifest.optimization = word(member.value, of: member.key, among: OptimizationLevel.allCases)
        case "debug": manifest.debug = bool(member)
        case "includePaths": manifest.includePaths = strings(member).compactMap { path($0, of: member.key) }
        case "hsx":
            for member in members(of: member.value, named: "'hsx'", keys: Self.hsxKeys) ?? [] { hsxKey(member) }
        case "provisioning":
            for member in members(of: member.value, named: "'provisioning'", keys: Self.provisioningKeys) ?? [] {
                manifest.bundle = bool(member) ?? false
            }
        default: break
        }
    }

    private mutating func hsxKey(_ member: JSONValue.Member) {
        switch member.key {
        case "appName": manifest.hsx.appName = string(member)
        case "allowMultiple": manifest.hsx.allowMultiple = bool(member) ?? false
        case "requiredCapabilities": manifest.hsx.requiredCapabilities = word(member) ?? 0
        case "maxCode": manifest.hsx.maxCode = budget(member)
        case "maxData": manifest.hsx.maxData = budget(member)
        case "maxStack": manifest.hsx.maxStack = budget(member)
        default: break
        }
    }

    private mutating func budget(_ member: JSONValue.Member) -> Located<UInt32>? {
        word(member).map { Located($0, at: member.value.span(in: file)) }
    }

    /// An integer of 32 bits.
    private mutating func word(_ member: JSONValue.Member) -> UInt32? {
        guard let value = expect(member.value, member.key, "an integer", \.integer) else { return nil }
        if let bits = UInt32(exactly: value) { return bits }
        log.report(.badValue(member.key, "must be from 0 to 4294967295", member.value.span(in: file)))
        return nil
    }

    private mutating func name(_ member: JSONValue.Member) {
        guard let name = string(member) else { return }
        // The name becomes a file name on every system.
        let isPlain = name.utf8.allSatisfy { byte in
            byte.isASCIIWordByte || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
        if name.isEmpty || !isPlain || name.hasPrefix(".") || name.hasPrefix("-") {
            let rule = "must be letters, digits, '.', '_' and '-', the first a letter, a digit or '_'"
            log.report(.badValue(member.key, rule, member.value.span(in: file)))
        }
        manifest.name = name
    }

    private mutating func sources(_ member: JSONValue.Member) {
        for element in strings(member) {
            guard let pattern = relative(element, of: member.key) else { continue }
            let matches = GlobPattern(pattern).expand(in: folder, excluding: [Manifest.outputFolder])
            if matches.isEmpty { log.report(.noMatch(pattern, element.span(in: file))) }
            for match in matches {
                let path = Path.join(folder, match)
                if !manifest.sources.contains(path) { manifest.sources.append(path) }
            }
        }
        if member.value.array?.isEmpty == true {
            log.report(.badValue(member.key, "must name at least one source", member.value.span(in: file)))
        }
    }

    private mutating func targets(_ member: JSONValue.Member) {
        for element in strings(member) {
            guard let target: TargetName = word(element, of: member.key, among: TargetName.allCases) else { continue }
            let span = element.span(in: file)
            if let first = manifest.targets.first(where: { $0.value == target }) {
                log.report(.repeatedTarget(target, span, first: first.span))
            } else {
                manifest.targets.append(Located(target, at: span))
            }
        }
    }

    // MARK: Values

    private mutating func members(of value: JSONValue, named name: String, keys: [String]) -> [JSONValue.Member]? {
        guard let members = value.object else {
            log.report(.wrongType(name, "an object", value, file))
            return nil
        }
        for member in members where !keys.contains(member.key) {
            log.report(.unknownKey(member.key, keys, member.keySpan(in: file)))
        }
        return members
    }

    private mutating func expect<Value>(
        _ value: JSONValue, _ key: String, _ wanted: String, _ read: (JSONValue) -> Value?
    ) -> Value? {
        if let result = read(value) { return result }
        log.report(.wrongType("'\(key)'", wanted, value, file))
        return nil
    }

    private mutating func string(_ member: JSONValue.Member) -> String? {
        guard let text = expect(member.value, member.key, "a string", \.string) else { return nil }
        if text.isEmpty { log.report(.badValue(member.key, "must not be empty", member.value.span(in: file))) }
        return text
    }

    private mutating func bool(_ member: JSONValue.Member) -> Bool? {
        expect(member.value, member.key, "true or false", \.bool)
    }

    /// The elements of a list of strings, each of which is one.
    private mutating func strings(_ member: JSONValue.Member) -> [JSONValue] {
        let elements = expect(member.value, member.key, "a list of strings", \.array) ?? []
        return elements.filter { element in
            if element.string != nil { return true }
            log.report(.wrongElement(member.key, element, file))
            return false
        }
    }

    /// A string that must be the raw value of one of `cases`.
    private mutating func word<Word: RawRepresentable<String>>(
        _ value: JSONValue, of key: String, among cases: [Word]
    ) -> Word? {
        guard let text = expect(value, key, "a string", \.string) else { return nil }
        if let word = Word(rawValue: text) { return word }
        log.report(.badWord(key, text, cases.map(\.rawValue), value.span(in: file)))
        return nil
    }

    /// A path of the manifest, as a path from the current folder.
    private mutating func path(_ value: JSONValue, of key: String) -> String? {
        relative(value, of: key).map { Path.join(folder, $0) }
    }

    /// A path that does not depend on this machine.
    private mutating func relative(_ value: JSONValue, of key: String) -> String? {
        guard let text = value.string, !text.isEmpty, !text.hasPrefix("/"), !text.contains("\0") else {
            log.report(.badValue(key, "must hold paths from the manifest's folder", value.span(in: file)))
            return nil
        }
        return text
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func noManifest(_ folder: String) -> Diagnostic {
        .error(
            "E9207", "this folder has no \(Manifest.fileName)", path: folder,
            notes: [DiagnosticNote("write one, or name a source file")])
    }

    fileprivate static func badJSON(_ error: JSONError, _ file: SourceFileID) -> Diagnostic {
        var notes: [DiagnosticNote] = []
        if case .duplicateKey(let key, let first) = error.reason {
            let span = SourceSpan(file: file, start: first, end: first + key.utf8.count)
            notes.append(DiagnosticNote("it stands here first", at: span))
        }
        return .error("E9201", error.message, at: error.span(in: file), notes: notes)
    }

    fileprivate static func unknownKey(_ key: String, _ keys: [String], _ span: SourceSpan) -> Diagnostic {
        let near = NearestName.find(key, among: keys).map { "did you mean '\($0)'?" }
        let note = near ?? "the keys are \(keys.map { "'\($0)'" }.joined(separator: ", "))"
        return .error("E9202", "there is no key '\(key)'", at: span, notes: [DiagnosticNote(note)])
    }

    fileprivate static func wrongType(
        _ name: String, _ wanted: String, _ value: JSONValue, _ file: SourceFileID
    ) -> Diagnostic {
        .error("E9203", "\(name) must be \(wanted), not \(value.kindName)", at: value.span(in: file))
    }

    fileprivate static func wrongElement(_ key: String, _ value: JSONValue, _ file: SourceFileID) -> Diagnostic {
        .error("E9203", "'\(key)' must hold strings, not \(value.kindName)", at: value.span(in: file))
    }

    fileprivate static func badValue(_ key: String, _ rule: String, _ span: SourceSpan) -> Diagnostic {
        .error("E9204", "'\(key)' \(rule)", at: span)
    }

    fileprivate static func badWord(_ key: String, _ word: String, _ words: [String], _ span: SourceSpan) -> Diagnostic
    {
        let list = "it takes one of \(words.map { "'\($0)'" }.joined(separator: ", "))"
        return .error("E9204", "'\(word)' is no value of '\(key)'", at: span, notes: [DiagnosticNote(list)])
    }

    fileprivate static func repeatedTarget(_ target: TargetName, _ span: SourceSpan, first: SourceSpan) -> Diagnostic {
        .error(
            "E9204", "the target '\(target.rawValue)' is listed twice", at: span,
            notes: [DiagnosticNote("it stands here first", at: first)])
    }

    fileprivate static func noMatch(_ pattern: String, _ span: SourceSpan) -> Diagnostic {
        .error("E9205", "no file matches '\(pattern)'", at: span)
    }

    fileprivate static func missingKey(_ key: String, _ span: SourceSpan) -> Diagnostic {
        .error("E9206", "the key '\(key)' is missing", at: span)
    }
}
