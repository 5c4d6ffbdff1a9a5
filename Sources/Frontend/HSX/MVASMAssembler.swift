// Assembles MVASM source into an `HSXObject`: one pass over bytes, references to names become relocations, constants
// that are defined late are filled in at the end. Every statement of the reference assembler is accepted, and the
// superset of docs/mvasm.md. Malformed input gives diagnostics; memory is bounded by the size of the input and of an
// image.

import HSXMachine
import Support

/// How source is assembled.
public struct MVASMOptions: Sendable {
    /// Reproduce the reference assembler's bytes, its defects included (`--hsx-compat`).
    public var isCompatible = false
    /// The greatest number of errors to report for one assembly.
    public var maximumErrors = 100

    public init(isCompatible: Bool = false) { self.isCompatible = isCompatible }
}

/// A source text for the assembler: its id in the caller's `SourceMap`, its names, its bytes.
public struct MVASMSource: Sendable {
    public let file: SourceFileID
    /// Two sources with the same name are the same file.
    public let name: String
    /// The name in debug metadata, which must not depend on the folder that the build runs in.
    public let recordedName: String
    public let text: [UInt8]

    /// `recordedName` is `name` when left out.
    public init(file: SourceFileID, name: String, recordedName: String? = nil, text: [UInt8]) {
        self.file = file
        self.name = name
        self.recordedName = recordedName ?? name
        self.text = text
    }
}

/// Finds the source behind `.include "path"` in a file; nil when there is none. The caller searches its include paths.
public typealias MVASMIncluder = (_ path: String, _ includingFile: SourceFileID) -> MVASMSource?

/// The assembler's state while it reads.
public struct MVASMAssembler {
    /// Files below files: enough for people, and a stop for a chain without end.
    static let maximumIncludeDepth = 64
    /// Bytes of source that one assembly reads, included files counted each time.
    static let maximumSourceSize = 1 << 28

    let options: MVASMOptions
    let includer: MVASMIncluder
    let mnemonics = MVASMKeywords.mnemonics
    let directives = MVASMKeywords.directives
    let classes = MVASMByteClass.table

    // The file being read. `text` ends with a line feed, so that scanning stops before its end.
    var text: [UInt8] = []
    var position = 0
    var line = 1
    var lineStart = 0
    var file = SourceFileID(rawValue: 0)
    var lineFile: UInt32 = 0
    var activeIncludes: [String] = []
    var sourceSize = 0

    // What has been assembled so far.
    var object: HSXObject
    var section = HSXSection.text
    var records: [MVASMSymbolRecord] = []
    var definitions: [Symbol] = []
    var dataRelocations: [HSXRelocation] = []
    var log = DiagnosticLog()
    var isStopped = false

    /// The object that `source` describes, and what is to be said about it. With errors in the log the object is
    /// incomplete. The statements of `prelude` come first: the definitions of the command line.
    public static func assemble(
        _ source: MVASMSource, prelude: MVASMSource? = nil, options: MVASMOptions = MVASMOptions(),
        include: @escaping MVASMIncluder = { _, _ in nil }
    ) -> (object: HSXObject, log: DiagnosticLog) {
        var assembler = MVASMAssembler(source, options, include)
        if let prelude { assembler.read(prelude) }
        assembler.read(source)
        assembler.finish()
        return (assembler.object, assembler.log)
    }

    private init(_ source: MVASMSource, _ options: MVASMOptions, _ includer: @escaping MVASMIncluder) {
        self.options = options
        self.includer = includer
        object = HSXObject(path: source.name)
        object.lineTable.rows.reserveCapacity(source.text.count / 24)
        object.code.reserveCapacity(source.text.count / 20)
    }

    /// Reads all statements of `source`, then goes on in the file that was being read.
    mutating func read(_ source: MVASMSource) {
        sourceSize += source.text.count
        guard sourceSize <= Self.maximumSourceSize else {
            report(.tooMuchSource(SourceSpan(file: file, start: position, end: position)))
            isStopped = true
            return
        }
        let outer = (text, position, line, lineStart, file, lineFile)
        text = source.text
        text.append(0x0A)
        (position, line, lineStart, file) = (0, 1, 0, source.file)
        lineFile = object.lineTable.index(ofFile: source.recordedName)
        activeIncludes.append(source.name)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < text.count, !isStopped {
            readLine()
            skipToLineEnd()
            position += 1
            line += 1
            lineStart = position
        }
        activeIncludes.removeLast()
        (text, position, line, lineStart, file, lineFile) = outer
    }

    /// Reads the labels and the statement of one line; leaves the position at or before its end.
    private mutating func readLine() {
        while true {
            skipSpace()
            let start = position
            let byte = text[start]
            if byte == 0x0A || byte == UInt8(ascii: ";") { return }
            if options.isCompatible, readReferenceLabel(start) { return }
            guard classes[Int(byte)] & MVASMByteClass.nameStart != 0 else {
                unexpected()
                return
            }
            let end = endOfName(start)
            position = end
            skipSpace()
            if text[position] == UInt8(ascii: ":") {
                position += 1
                defineLabel(start, end)
                continue
            }
            if byte == UInt8(ascii: ".") {
                readDirective(start, end)
            } else if let raw = mnemonics.find(text, start, end), let opcode = HSXOpcode(rawValue: raw) {
                readInstruction(opcode, start)
            } else {
                unknownMnemonic(start, end)
            }
            return
        }
    }

    /// In compatible mode a line that ends in ':' is a label whatever stands before it.
    private mutating func readReferenceLabel(_ start: Int) -> Bool {
        var end = start
        var last = start
        while text[end] != 0x0A, text[end] != UInt8(ascii: ";") {
            if classes[Int(text[end])] & MVASMByteClass.space == 0 { last = end }
            end += 1
        }
        guard text[last] == UInt8(ascii: ":"), endOfName(start) != last else { return false }
        position = end
        defineLabel(start, last)
        return true
    }

    private mutating func unknownMnemonic(_ start: Int, _ end: Int) {
        // A letter of another alphabet is the mistake, not the ASCII letters before it.
        guard text[end] < 0x80 else {
            unexpected()
            return
        }
        let word = string(start, end)
        let nearest = NearestName.find(word, among: HSXOpcode.allCases.map(\.mnemonic))
        report(.unknownMnemonic(word, span(start, end), nearest))
    }

    mutating func unexpected() {
        report(.unexpectedByte(text[position], span(position, position + 1)))
    }

    // MARK: Reporting

    /// The span of bytes `start ..< end` of the current file.
    @inline(__always)
    func span(_ start: Int, _ end: Int) -> SourceSpan {
        let limit = text.count - 1
        return SourceSpan(file: file, start: min(start, limit), end: min(end, limit))
    }

    mutating func report(_ diagnostic: Diagnostic) {
        guard !isStopped else { return }
        log.report(diagnostic)
        if log.errorCount >= options.maximumErrors || log.diagnostics.count >= 20 * options.maximumErrors {
            log.report(.tooMany(log.errorCount, diagnostic.span))
            isStopped = true
        }
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func unknownMnemonic(_ word: String, _ span: SourceSpan, _ nearest: String?) -> Diagnostic {
        .error(
            "E1001", "unknown mnemonic '\(word)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""), at: span,
            fixIts: nearest.map { [FixIt(replace: span, with: $0)] } ?? [])
    }

    fileprivate static func unexpectedByte(_ byte: UInt8, _ span: SourceSpan) -> Diagnostic {
        let shown =
            (0x21...0x7E).contains(byte)
            ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(Hexadecimal.digits(byte, width: 2))"
        return .error("E1002", "unexpected \(shown); a label, a mnemonic or a directive was expected", at: span)
    }

    fileprivate static func tooMuchSource(_ span: SourceSpan) -> Diagnostic {
        .error(
            "E1042", "more than \(MVASMAssembler.maximumSourceSize) bytes of source with all included files", at: span)
    }

    fileprivate static func tooMany(_ count: Int, _ span: SourceSpan?) -> Diagnostic {
        .error("E1000", "stopped after \(count) errors; the rest of the source was not read", at: span)
    }
}
