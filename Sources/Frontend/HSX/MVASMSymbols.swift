// Names of the source: what each stands for, and the statements that define or declare them.

import HSXMachine
import Support

/// What is known about a name so far.
struct MVASMSymbolRecord {
    enum Definition {
        case none
        /// A place in a section; the value is its byte offset.
        case place(HSXSection)
        /// The value itself (.equ).
        case constant
    }

    var definition = Definition.none
    var value = 0
    var isExported = false
    var isExtern = false
    var isImported = false
    var isCallTarget = false
    /// Where it was defined.
    var definedAt: SourceSpan?
    /// Where it was declared (.export, .extern, .import).
    var declaredAt: SourceSpan?

    var isDefined: Bool {
        if case .none = definition { false } else { true }
    }
}

extension MVASMAssembler {
    /// The id of the name `start ..< end` of the text.
    @inline(__always)
    mutating func intern(_ start: Int, _ end: Int) -> Symbol {
        let symbol = object.names.intern(text, start..<end)
        if symbol.index >= records.count { records.append(MVASMSymbolRecord()) }
        return symbol
    }

    /// The byte offset of the next byte of the current section.
    var location: Int { Int(object.size(section)) }

    mutating func defineLabel(_ start: Int, _ end: Int) {
        let symbol = intern(start, end)
        define(symbol, .place(section), location, span(start, end))
    }

    mutating func define(_ symbol: Symbol, _ definition: MVASMSymbolRecord.Definition, _ value: Int, _ span: SourceSpan)
    {
        let record = records[symbol.index]
        guard !record.isDefined else {
            report(.duplicate(object.name(symbol), span, first: record.definedAt))
            return
        }
        records[symbol.index].definition = definition
        records[symbol.index].value = value
        records[symbol.index].definedAt = span
        definitions.append(symbol)
    }

    /// Reads the name after .export, .extern, .import or .entry; nil after a report.
    mutating func nameOperand(_ directive: MVASMDirective) -> (symbol: Symbol, span: SourceSpan)? {
        skipSpace()
        let start = position
        let end = isAtName ? endOfName(start) : start
        guard end > start else {
            report(.missingOperand("a name after \(directive.rawValue)", span(start, start)))
            return nil
        }
        position = end
        return (intern(start, end), span(start, end))
    }

    mutating func readDeclaration(_ directive: MVASMDirective) {
        guard let (symbol, span) = nameOperand(directive) else { return }
        let record = records[symbol.index]
        if record.declaredAt == nil { records[symbol.index].declaredAt = span }
        switch directive {
        case .export:
            if options.isCompatible, record.isDefined {
                report(.exportTooLate(object.name(symbol), span))
            } else {
                records[symbol.index].isExported = true
            }
        case .extern:
            if !record.isExtern { object.externs.append(HSXExternalName(name: symbol, span: span)) }
            records[symbol.index].isExtern = true
        case .import:
            if !record.isImported { object.imports.append(HSXExternalName(name: symbol, span: span)) }
            records[symbol.index].isImported = true
        case .text, .data, .bss, .entry, .org, .byte, .half, .hword, .word, .ascii, .asciz, .string, .align, .zero,
            .equ,
            .include, .value, .command, .mailbox:
            preconditionFailure("MVASMAssembler: \(directive) declares no name")
        }
        endStatement()
    }

    /// `.equ NAME, expr` or `.equ NAME = expr`: a constant, or another name for a place that is already defined.
    mutating func readEqu() {
        guard let (symbol, span) = nameOperand(.equ) else { return }
        skipSeparators()
        if take(UInt8(ascii: "=")) { skipSpace() }
        guard let value = expression() else { return }
        if value.isConstant {
            define(symbol, .constant, value.constant, span)
        } else if value.kind == .symbol, case .place(let section) = records[value.symbol.index].definition {
            define(symbol, .place(section), records[value.symbol.index].value + value.constant, span)
        } else {
            report(.notConstant("the value of '\(object.name(symbol))'", value.span))
        }
        endStatement()
    }

    mutating func readEntry(_ start: Int) {
        if object.entrySpan != nil { report(.secondEntry(span(start, position))) }
        object.entrySpan = span(start, position)
        skipSpace()
        if isAtStatementEnd {
            object.entry = .offset(object.codeSize)
            return
        }
        guard let value = expression() else { return }
        object.entrySpan = value.span
        if value.isConstant {
            guard let offset = UInt32(exactly: value.constant), offset < HSXMemory.maximumSectionSize else {
                report(.outOfRange("the entry", value.constant, 0...HSXMemory.maximumSectionSize - 1, value.span))
                return
            }
            object.entry = .offset(offset)
        } else if value.kind == .symbol, value.constant == 0 {
            object.entry = .symbol(value.symbol)
        } else {
            report(.notConstant("the entry", value.span))
        }
        endStatement()
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func duplicate(_ name: String, _ span: SourceSpan, first: SourceSpan?) -> Diagnostic {
        .error(
            "E1007", "duplicate label: '\(name)'", at: span, notes: [DiagnosticNote("first defined here", at: first)])
    }

    fileprivate static func exportTooLate(_ name: String, _ span: SourceSpan) -> Diagnostic {
        .warning("E1008", "the reference ignores .export after the label; '\(name)' is not exported", at: span)
    }

    static func notConstant(_ what: String, _ span: SourceSpan) -> Diagnostic {
        .error("E1009", "\(what) must be a constant that is known here", at: span)
    }

    fileprivate static func secondEntry(_ span: SourceSpan) -> Diagnostic {
        .warning("E1010", "the entry is chosen a second time; the last choice holds", at: span)
    }

    static func outOfRange(_ what: String, _ value: Int, _ range: ClosedRange<Int>, _ span: SourceSpan) -> Diagnostic {
        .error("E1011", "\(what) is \(value); it must be from \(range.lowerBound) to \(range.upperBound)", at: span)
    }
}
