// The end of an assembly: late constants are filled in, names checked, definitions and function ranges handed to the
// object.

import HSXMachine
import Support

extension MVASMAssembler {
    mutating func finish() {
        guard !isStopped else { return }
        object.relocations.append(contentsOf: dataRelocations)
        resolveConstants()
        checkNames()
        for symbol in definitions {
            let record = records[symbol.index]
            guard case .place(let section) = record.definition else { continue }
            // A label lies in its section; another name for a place (.equ) may miss it.
            let size = Int(object.size(section))
            guard (0...size).contains(record.value) else {
                let span = record.definedAt ?? SourceSpan(file: file, start: 0, end: 0)
                report(.outOfRange("the offset of '\(object.name(symbol))'", record.value, 0...size, span))
                continue
            }
            object.symbols.append(
                HSXSymbol(
                    name: symbol, section: section, offset: UInt32(truncatingIfNeeded: record.value),
                    isExported: record.isExported || record.isExtern, span: record.definedAt))
        }
        // An .extern of an own label is an export, not a reference.
        object.externs.removeAll { records[$0.name.index].isDefined }
        object.functions = functionRanges()
    }

    /// Fills in fields whose name turned out to be a constant, and reports those whose name is unknown.
    private mutating func resolveConstants() {
        var isReported = [Bool](repeating: false, count: records.count)
        var kept: [HSXRelocation] = []
        kept.reserveCapacity(object.relocations.count)
        for relocation in object.relocations {
            let index = relocation.symbol.index
            switch records[index].definition {
            case .place: kept.append(relocation)
            case .constant: fill(relocation, records[index].value)
            case .none:
                if records[index].isExtern || records[index].isImported {
                    kept.append(relocation)
                } else if !isReported[index] {
                    isReported[index] = true
                    reportUnknown(relocation.symbol, relocation.span)
                }
            }
        }
        object.relocations = kept
    }

    private mutating func fill(_ relocation: HSXRelocation, _ constant: Int) {
        var value = constant &+ Int(relocation.addend)
        switch relocation.kind {
        case .symbol: break
        case .lo16: value &= 0xFFFF
        case .hi16: value = value >> 16 & 0xFFFF
        case .off16: value = (value &- Int(HSXMemory.dataBase)) & 0xFFFF
        }
        let range = relocation.type.range(isPCRelative: relocation.isPCRelative)
        let place = relocation.span ?? SourceSpan(file: file, start: 0, end: 0)
        let name = object.name(relocation.symbol)
        guard let bits = checked(value, range, "'\(name)'", place).map({ UInt32(bitPattern: $0) }) else { return }
        let offset = Int(relocation.offset)
        switch relocation.type {
        case .imm32: object.code[offset / 4] = bits
        case .imm12, .mem, .jump: object.code[offset / 4] |= bits & 0xFFF
        case .dataWord, .dataHalf, .dataByte:
            for byte in 0..<Int(relocation.type.byteCount) {
                object.data[offset + byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte))
            }
        }
    }

    private mutating func reportUnknown(_ symbol: Symbol, _ span: SourceSpan?) {
        let name = object.name(symbol)
        // Very long names are no slips, and comparing them takes long.
        let nearest =
            name.utf8.count > 64
            ? nil : NearestName.find(name, among: definitions.map { [names = object.names] in names.name($0) })
        report(.unknownName(name, span, nearest))
    }

    /// Checks exports, imports, the entry and the handlers of commands.
    private mutating func checkNames() {
        for symbol in object.names.symbols where symbol.index < records.count {
            let record = records[symbol.index]
            if record.isExported {
                switch record.definition {
                case .place: break
                case .constant: report(.exportedConstant(object.name(symbol), record.declaredAt))
                case .none:
                    report(.undefinedExport(object.name(symbol), record.declaredAt, isError: !options.isCompatible))
                }
            }
            if record.isImported, record.isDefined {
                report(.importedAndDefined(object.name(symbol), record.declaredAt, record.definedAt))
            }
        }
        if case .symbol(let symbol) = object.entry {
            let record = records[symbol.index]
            switch record.definition {
            case .place(.text): break
            case .place, .constant: report(.entryOutsideCode(object.name(symbol), object.entrySpan))
            case .none:
                if !record.isExtern, !record.isImported { reportUnknown(symbol, object.entrySpan) }
            }
        }
        for command in object.metadata.commands {
            guard case .symbol(let name) = command.handler else { continue }
            let record = object.names.find(name).map { records[$0.index] }
            if let record, record.isDefined || record.isExtern || record.isImported { continue }
            report(.unknownHandler(name, command.span))
        }
    }

    /// Code that begins at a label that is called, exported or the entry, up to the next such label.
    private func functionRanges() -> [HSXFunctionRange] {
        var entryName: Symbol?
        if case .symbol(let symbol) = object.entry { entryName = symbol }
        var starts: [(offset: Int, symbol: Symbol)] = []
        for symbol in definitions {
            let record = records[symbol.index]
            guard case .place(.text) = record.definition else { continue }
            if record.isCallTarget || record.isExported || record.isExtern || symbol == entryName {
                starts.append((record.value, symbol))
            }
        }
        starts.sort { $0 < $1 }
        var ranges: [HSXFunctionRange] = []
        for (place, start) in starts.enumerated() where place == 0 || starts[place - 1].offset != start.offset {
            let next = starts[place...].first { $0.offset > start.offset }?.offset ?? Int(object.codeSize)
            let row = object.lineTable.row(at: UInt32(clamping: start.offset))
            ranges.append(
                HSXFunctionRange(
                    name: object.name(start.symbol), offset: UInt32(clamping: start.offset),
                    size: UInt32(clamping: next - start.offset), file: row?.file ?? 0, line: row?.line ?? 0))
        }
        return ranges
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func unknownName(_ name: String, _ span: SourceSpan?, _ nearest: String?) -> Diagnostic {
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
        var fixIts: [FixIt] = []
        if let nearest, let span, Int(span.end - span.start) == name.utf8.count {
            fixIts = [FixIt(replace: span, with: nearest)]
        }
        return .error(
            "E1033", "unknown label '\(name)'" + hint, at: span,
            notes: nearest == nil
                ? [DiagnosticNote("a label of another file must be declared with .extern or .import")] : [],
            fixIts: fixIts)
    }

    fileprivate static func exportedConstant(_ name: String, _ span: SourceSpan?) -> Diagnostic {
        .error("E1034", "'\(name)' is a constant; only labels can be exported", at: span)
    }

    fileprivate static func undefinedExport(_ name: String, _ span: SourceSpan?, isError: Bool) -> Diagnostic {
        Diagnostic(isError ? .error : .warning, "E1035", "'\(name)' is exported but not defined", at: span)
    }

    fileprivate static func importedAndDefined(
        _ name: String, _ span: SourceSpan?, _ definition: SourceSpan?
    ) -> Diagnostic {
        .error(
            "E1036", "'\(name)' is imported and defined here", at: span,
            notes: [DiagnosticNote("defined here", at: definition)])
    }

    fileprivate static func entryOutsideCode(_ name: String, _ span: SourceSpan?) -> Diagnostic {
        .error("E1037", "the entry '\(name)' is not in .text", at: span)
    }

    fileprivate static func unknownHandler(_ name: String, _ span: SourceSpan?) -> Diagnostic {
        .error("E1038", "the command's handler '\(name)' is not defined", at: span)
    }
}
