// Expressions: numbers, characters, names, lo16() hi16() off16(), sums and differences. The result is a constant, or a
// name plus a constant.

import HSXMachine
import Support

/// The value of an expression.
struct MVASMValue {
    /// The constant, or what is added to the symbol.
    var constant: Int
    /// Meaningless when `isConstant`.
    var symbol = Symbol(rawValue: 0)
    var isConstant = true
    var kind = HSXRelocationKind.symbol
    var span: SourceSpan
}

extension MVASMAssembler {
    /// Reads an expression; nil after a report.
    mutating func expression() -> MVASMValue? {
        skipSeparators()
        let start = position
        guard var value = signedTerm() else { return nil }
        while true {
            let end = position
            skipSpace()
            let isMinus = text[position] == UInt8(ascii: "-")
            guard isMinus || text[position] == UInt8(ascii: "+") else {
                position = end
                value.span = span(start, end)
                return value
            }
            position += 1
            skipSpace()
            guard let right = signedTerm() else { return nil }
            guard let sum = combine(value, right, isMinus: isMinus) else {
                report(.cannotCombine(span(start, position)))
                return nil
            }
            value = sum
        }
    }

    /// Reads an expression that must be a constant now; nil after a report.
    mutating func constant(_ what: String) -> (value: Int, span: SourceSpan)? {
        guard let value = expression() else { return nil }
        guard value.isConstant else {
            report(.notConstant(what, value.span))
            return nil
        }
        return (value.constant, value.span)
    }

    private mutating func signedTerm() -> MVASMValue? {
        let start = position
        var isNegative = false
        while true {
            if take(UInt8(ascii: "-")) {
                isNegative.toggle()
            } else if !take(UInt8(ascii: "+")) {
                break
            }
            skipSpace()
        }
        guard var value = term() else { return nil }
        if isNegative {
            guard value.isConstant else {
                report(.cannotCombine(span(start, position)))
                return nil
            }
            value.constant = 0 &- value.constant
        }
        return value
    }

    private mutating func term() -> MVASMValue? {
        let start = position
        let byte = text[start]
        if byte.decimalDigitValue != nil {
            guard let number = number() else { return nil }
            return MVASMValue(constant: number, span: span(start, position))
        }
        if byte == UInt8(ascii: "'") {
            guard let character = character() else { return nil }
            return MVASMValue(constant: character, span: span(start, position))
        }
        guard isAtName else {
            if isAtStatementEnd {
                report(.missingOperand("a value", span(start, start)))
            } else {
                let end = max(start + 1, endOfWord(start))
                report(.notAValue(string(start, end), span(start, end)))
            }
            return nil
        }
        let end = endOfName(start)
        position = end
        if text[end] == UInt8(ascii: "("), let kind = HSXRelocationKind(rawValue: string(start, end).lowercased()) {
            return addressPart(kind, start)
        }
        if end == start + 1, byte == UInt8(ascii: ".") { return hereSymbol(span(start, end)) }
        let symbol = intern(start, end)
        if case .constant = records[symbol.index].definition {
            return MVASMValue(constant: records[symbol.index].value, span: span(start, end))
        }
        return MVASMValue(constant: 0, symbol: symbol, isConstant: false, span: span(start, end))
    }

    /// `.`: the place of the statement, as a hidden label.
    private mutating func hereSymbol(_ span: SourceSpan) -> MVASMValue {
        let name = Array(".here.\(section.name).\(location)".utf8)
        let symbol = object.names.intern(name, 0..<name.count)
        if symbol.index >= records.count { records.append(MVASMSymbolRecord()) }
        if !records[symbol.index].isDefined { define(symbol, .place(section), location, span) }
        return MVASMValue(constant: 0, symbol: symbol, isConstant: false, span: span)
    }

    /// The inside of `lo16(…)`, `hi16(…)`, `off16(…)`.
    private mutating func addressPart(_ kind: HSXRelocationKind, _ start: Int) -> MVASMValue? {
        position += 1
        skipSpace()
        // One level only: an address part within an address part has no meaning, and recursion stays bounded.
        let inner = position
        if isAtName, text[endOfName(inner)] == UInt8(ascii: "(") {
            report(.cannotCombine(span(start, endOfName(inner))))
            return nil
        }
        guard var value = expression() else { return nil }
        skipSpace()
        guard take(UInt8(ascii: ")")) else {
            report(.missingOperand("')'", span(position, position)))
            return nil
        }
        value.span = span(start, position)
        if !value.isConstant {
            value.kind = kind
            return value
        }
        switch kind {
        case .symbol: break
        case .lo16: value.constant &= 0xFFFF
        case .hi16: value.constant = value.constant >> 16 & 0xFFFF
        case .off16: value.constant = (value.constant &- Int(HSXMemory.dataBase)) & 0xFFFF
        }
        return value
    }

    /// `left` plus or minus `right`; nil when the result is neither a constant nor a symbol plus a constant.
    private func combine(_ left: MVASMValue, _ right: MVASMValue, isMinus: Bool) -> MVASMValue? {
        guard left.kind == .symbol, right.kind == .symbol else { return nil }
        var result = left
        let (sum, overflows) =
            isMinus
            ? left.constant.subtractingReportingOverflow(right.constant)
            : left.constant.addingReportingOverflow(right.constant)
        guard !overflows else { return nil }
        result.constant = sum
        if right.isConstant { return result }
        if left.isConstant, !isMinus {
            result.symbol = right.symbol
            result.isConstant = false
            return result
        }
        guard isMinus, !left.isConstant else { return nil }
        // The distance of two places of one section is known now.
        let one = records[left.symbol.index]
        let two = records[right.symbol.index]
        guard case .place(let first) = one.definition, case .place(let second) = two.definition, first == second else {
            return nil
        }
        result.constant = sum &+ one.value &- two.value
        result.isConstant = true
        return result
    }

    /// Reads `123`, `0x7B` or `0b1111011`.
    private mutating func number() -> Int? {
        let start = position
        var radix = 10
        if text[start] == UInt8(ascii: "0") {
            switch text[start + 1] | 0x20 {
            case UInt8(ascii: "x"): radix = 16
            case UInt8(ascii: "b"): radix = 2
            default: break
            }
            if radix != 10 { position += 2 }
        }
        let first = position
        var value = 0
        var overflows = false
        while let digit = text[position].hexDigitValue, digit < radix {
            let (product, high) = value.multipliedReportingOverflow(by: radix)
            overflows = overflows || high || product > Int.max - digit
            value = product &+ digit
            position += 1
        }
        guard position > first, classes[Int(text[position])] & MVASMByteClass.name == 0, !overflows else {
            let end = max(endOfName(start), position)
            position = end
            report(.malformedNumber(string(start, end), span(start, end), overflows: overflows))
            return nil
        }
        return value
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func notAValue(_ word: String, _ span: SourceSpan) -> Diagnostic {
        .error("E1012", "'\(word)' is no value; a number, a character or a name was expected", at: span)
    }

    fileprivate static func malformedNumber(_ word: String, _ span: SourceSpan, overflows: Bool) -> Diagnostic {
        .error("E1013", overflows ? "the number '\(word)' is too large" : "malformed number '\(word)'", at: span)
    }

    fileprivate static func cannotCombine(_ span: SourceSpan) -> Diagnostic {
        .error(
            "E1014", "the object format has no relocation for this expression", at: span,
            notes: [
                DiagnosticNote(
                    "allowed are constants, a name plus or minus a constant, and the distance of two defined labels of one section"
                )
            ])
    }
}
