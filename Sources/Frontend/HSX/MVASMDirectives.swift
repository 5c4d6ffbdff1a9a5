// Directives: sections, padding, data, included files. Names are in MVASMSymbols, declarations in MVASMMetadata.

import HSXMachine
import Support

extension MVASMAssembler {
    /// Reads the operands of the directive `start ..< end`.
    mutating func readDirective(_ start: Int, _ end: Int) {
        position = end
        guard let directive = findDirective(start, end) else { return }
        guard directive.sections.contains(section) else {
            report(.wrongSection(directive, section, span(start, end)))
            return
        }
        switch directive {
        case .text: enter(.text)
        case .data: enter(.data)
        case .bss: enter(.bss)
        case .entry: readEntry(start)
        case .export, .extern, .import: readDeclaration(directive)
        case .org: readOrigin()
        case .byte: readItems(.dataByte)
        case .half, .hword: readItems(.dataHalf)
        case .word: readItems(.dataWord)
        case .ascii: readStrings(terminated: false)
        case .asciz, .string: readStrings(terminated: true)
        case .align: readAlignment()
        case .zero: readZeros()
        case .equ: readEqu()
        case .include: readInclude()
        case .value, .command, .mailbox: readMetadata(directive)
        }
    }

    /// The directive; nil after a report. The reference takes `.textfoo` for `.text`, so that is accepted with a
    /// warning.
    private mutating func findDirective(_ start: Int, _ end: Int) -> MVASMDirective? {
        if let place = directives.find(text, start, end) { return MVASMDirective.allCases[Int(place)] }
        let word = string(start, end)
        let lower = word.lowercased()
        if let known = MVASMDirective.allCases.first(where: { $0.isReference && lower.hasPrefix($0.rawValue) }) {
            report(.longDirective(word, known.rawValue, span(start, end)))
            return known
        }
        let nearest = NearestName.find(lower, among: MVASMDirective.allCases.map(\.rawValue))
        report(.unknownDirective(word, span(start, end), nearest))
        return nil
    }

    private mutating func enter(_ next: HSXSection) {
        section = next
        endStatement()
    }

    // MARK: Padding

    /// `.org n`: zero words up to byte n; nothing when that is behind.
    private mutating func readOrigin() {
        guard let (value, span) = constant("the address") else { return }
        guard let target = fill(to: value, span) else { return }
        while object.code.count * 4 < target { object.code.append(0) }
        endStatement()
    }

    /// `.align n`: to the next multiple of n bytes; in the code with `MOV R0, R0`, which does nothing when it is
    /// reached.
    private mutating func readAlignment() {
        guard let (value, span) = constant("the alignment") else { return }
        let limit = HSXMemory.maximumSectionSize
        guard checked(value, 1...limit, "the alignment", span) != nil else { return }
        let unit = section == .text ? 4 : 1
        var target = location
        while target % value != 0 { target += unit }
        guard fill(to: target, span) != nil else { return }
        switch section {
        case .text:
            let filler = HSXInstruction(.mov).word
            while object.code.count * 4 < target { object.code.append(filler) }
            object.codeAlignment = max(object.codeAlignment, UInt32(value))
        case .data:
            object.data.append(contentsOf: repeatElement(0, count: target - object.data.count))
            object.dataAlignment = max(object.dataAlignment, UInt32(value))
        case .bss:
            object.bssSize = UInt32(target)
            object.bssAlignment = max(object.bssAlignment, UInt32(value))
        }
        endStatement()
    }

    private mutating func readZeros() {
        guard let (value, span) = constant("the size") else { return }
        guard value >= 0 else {
            report(.outOfRange("the size", value, 0...HSXMemory.maximumSectionSize, span))
            return
        }
        guard let target = fill(to: location.addingReportingOverflow(value).partialValue, span) else { return }
        if section == .bss {
            object.bssSize = UInt32(target)
        } else {
            object.data.append(contentsOf: repeatElement(0, count: target - object.data.count))
        }
        endStatement()
    }

    /// `target` if a section may be that large, so that no directive asks for unbounded memory; nil after a report.
    private mutating func fill(to target: Int, _ span: SourceSpan) -> Int? {
        guard target >= 0, target <= HSXMemory.maximumSectionSize else {
            report(.tooLarge(section, span))
            return nil
        }
        return target
    }

    // MARK: Data

    /// A list of numbers and names of field `type`; .byte also takes strings.
    private mutating func readItems(_ type: HSXRelocationType) {
        repeat {
            skipSeparators()
            if type == .dataByte, text[position] == UInt8(ascii: "\"") {
                guard stringLiteral() else { return }
            } else {
                guard let value = expression(), append(value, type) else { return }
            }
            skipSeparators()
        } while !isAtStatementEnd && text[position] != UInt8(ascii: "#")
        endStatement()
    }

    private mutating func append(_ value: MVASMValue, _ type: HSXRelocationType) -> Bool {
        var bits: Int32 = 0
        if value.isConstant {
            let range = options.isCompatible ? Int.min...Int.max : type.range(isPCRelative: false)
            guard let checked = checked(value.constant, range, "the item", value.span) else { return false }
            bits = checked
        } else {
            guard
                let addend = checked(
                    value.constant, Int(Int32.min)...Int(Int32.max), "the distance from the name", value.span)
            else { return false }
            let relocation = HSXRelocation(
                section: section, type: section == .text ? .imm32 : type, kind: value.kind,
                offset: object.size(section),
                symbol: value.symbol, addend: addend, span: value.span)
            if section == .text { object.relocations.append(relocation) } else { dataRelocations.append(relocation) }
        }
        if section == .text {
            object.code.append(UInt32(bitPattern: bits))
            return true
        }
        for byte in 0..<Int32(type.byteCount) { object.data.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
        return true
    }

    private mutating func readStrings(terminated: Bool) {
        repeat {
            guard stringLiteral() else { return }
            if terminated { object.data.append(0) }
            skipSeparators()
        } while text[position] == UInt8(ascii: "\"")
        endStatement()
    }

    // MARK: Included files

    private mutating func readInclude() {
        skipSpace()
        let start = position
        var end: Int
        if take(UInt8(ascii: "\"")) {
            end = position
            while text[end] != UInt8(ascii: "\""), text[end] != 0x0A { end += 1 }
            guard text[end] != 0x0A else {
                report(.missingOperand("'\"' after the file name", span(start, end)))
                return
            }
        } else {
            end = position
            while text[end] != UInt8(ascii: ";"), classes[Int(text[end])] & MVASMByteClass.space == 0, text[end] != 0x0A
            { end += 1 }
        }
        guard end > position else {
            report(.missingOperand("a file name", span(start, end)))
            return
        }
        let path = string(position, end)
        let place = span(position, end)
        position = text[end] == UInt8(ascii: "\"") ? end + 1 : end
        endStatement()
        guard let source = includer(path, file) else {
            report(.noSuchFile(path, place))
            return
        }
        guard !activeIncludes.contains(source.name) else {
            report(.recursiveInclude(path, activeIncludes, place))
            return
        }
        guard activeIncludes.count < Self.maximumIncludeDepth else {
            report(.deepInclude(place))
            return
        }
        read(source)
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func wrongSection(
        _ directive: MVASMDirective, _ section: HSXSection, _ span: SourceSpan
    ) -> Diagnostic {
        let places = directive.sections.map { ".\($0.name)" }.joined(separator: " or ")
        return .error("E1023", "\(directive.rawValue) in .\(section.name); it belongs in \(places)", at: span)
    }

    fileprivate static func longDirective(_ word: String, _ known: String, _ span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .warning, "E1024", "'\(word)' is taken for '\(known)'", at: span,
            fixIts: [FixIt(replace: span, with: known)])
    }

    fileprivate static func unknownDirective(_ word: String, _ span: SourceSpan, _ nearest: String?) -> Diagnostic {
        .error(
            "E1025", "unknown directive '\(word)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""), at: span,
            fixIts: nearest.map { [FixIt(replace: span, with: $0)] } ?? [])
    }

    fileprivate static func tooLarge(_ section: HSXSection, _ span: SourceSpan) -> Diagnostic {
        .error("E1026", ".\(section.name) would be larger than \(HSXMemory.maximumSectionSize) bytes", at: span)
    }

    fileprivate static func noSuchFile(_ path: String, _ span: SourceSpan) -> Diagnostic {
        .error("E1027", "cannot find the included file '\(path)'", at: span)
    }

    fileprivate static func recursiveInclude(_ path: String, _ chain: [String], _ span: SourceSpan) -> Diagnostic {
        .error(
            "E1028", "'\(path)' includes itself", at: span,
            notes: [DiagnosticNote("the files being read: " + chain.joined(separator: ", "))])
    }

    fileprivate static func deepInclude(_ span: SourceSpan) -> Diagnostic {
        .error("E1029", "files are included more than \(MVASMAssembler.maximumIncludeDepth) levels deep", at: span)
    }
}
