// Fills in the fields of a merged program: the linker's second step.
// The reference checks twelve-bit fields as unsigned although the machine sign-extends most of them; here each must
// come back as it was
// meant, except in compatible mode, which reproduces the reference's bytes.

import Support

extension LinkedProgram {
    /// The code and data with every relocation filled in; nil, with errors in `log`, when a value does not fit its
    /// field.
    public func patched(
        options: HSXLinkOptions = HSXLinkOptions(), log: inout DiagnosticLog
    ) -> (code: [UInt32], data: [UInt8])? {
        let code = patchedCode(options: options, log: &log)
        let data = patchedData(options: options, log: &log)
        guard let code, let data else { return nil }
        return (code, data)
    }

    private func patchedCode(options: HSXLinkOptions, log: inout DiagnosticLog) -> [UInt32]? {
        var code = self.code
        var errors = 0
        for relocation in codeRelocations {
            switch value(of: relocation, options) {
            case .success(let value):
                let word = Int(relocation.offset / 4)
                let bits = UInt32(truncatingIfNeeded: value)
                code[word] = relocation.type == .imm32 ? bits : code[word] & 0xFFFF_F000 | bits & 0xFFF
            case .failure(let fault): errors += report(fault, relocation, .text, errors, options, &log)
            }
        }
        return errors == 0 ? code : nil
    }

    /// The data with every relocation filled in; nil, with errors in `log`, when a value does not fit its field.
    public func patchedData(options: HSXLinkOptions = HSXLinkOptions(), log: inout DiagnosticLog) -> [UInt8]? {
        var data = self.data
        var errors = 0
        for relocation in dataRelocations {
            switch value(of: relocation, options) {
            case .success(let value):
                for byte in 0..<Int(relocation.type.byteCount) {
                    data[Int(relocation.offset) + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
                }
            case .failure(let fault): errors += report(fault, relocation, .data, errors, options, &log)
            }
        }
        return errors == 0 ? data : nil
    }

    /// Why a relocation cannot be filled in.
    private enum Fault: Error {
        case outOfRange(Int, ClosedRange<Int>)
        case notInCode
        case notInData
        case notAligned(Int)
    }

    private func value(of relocation: LinkedRelocation, _ options: HSXLinkOptions) -> Result<Int, Fault> {
        let target = symbols[relocation.target]
        let address = Int(address(of: relocation.target)) + Int(relocation.addend)
        var value: Int
        switch relocation.kind {
        case .symbol: value = address
        case .lo16: value = address & 0xFFFF
        case .hi16: value = address >> 16 & 0xFFFF
        case .off16:
            guard target.section != .text else { return .failure(.notInData) }
            value = (address - Int(HSXMemory.dataBase)) & 0xFFFF
        }
        if relocation.type == .jump, relocation.kind == .symbol, target.section != .text, !options.isCompatible {
            return .failure(.notInCode)
        }
        if relocation.isPCRelative {
            let distance = value - Int(relocation.offset)
            guard distance % 4 == 0 else { return .failure(.notAligned(distance)) }
            value = distance / 4
        }
        var range = relocation.type.range(isPCRelative: relocation.isPCRelative)
        if options.isCompatible {
            switch relocation.type {
            case .imm12, .mem, .jump: range = min(range.lowerBound, 0)...4095
            case .imm32, .dataWord, .dataHalf, .dataByte: range = Int.min...Int.max
            }
        }
        return range.contains(value) ? .success(value) : .failure(.outOfRange(value, range))
    }

    /// Reports `fault` unless enough was said; answers 1.
    private func report(
        _ fault: Fault, _ relocation: LinkedRelocation, _ section: HSXSection, _ errors: Int, _ options: HSXLinkOptions,
        _ log: inout DiagnosticLog
    ) -> Int {
        guard errors < options.maximumErrors else { return 1 }
        let symbol = symbols[relocation.target]
        let name = name(relocation.target)
        let place = place(relocation.offset, in: section)
        var diagnostic: Diagnostic
        let path = modules[relocation.module].path
        switch fault {
        case .outOfRange(let value, let range):
            diagnostic = .outOfRange(name, place, value, range, relocation, path)
            if relocation.type == .jump, !relocation.isPCRelative {
                diagnostic.notes.append(DiagnosticNote("JMP, JZ and JNZ reach only the first 4096 bytes of the code"))
            }
        case .notInCode: diagnostic = .notInCode(name, place, symbol.section, relocation, path)
        case .notInData: diagnostic = .notInData(name, place, relocation, path)
        case .notAligned(let distance): diagnostic = .notAligned(name, place, distance, relocation, path)
        }
        diagnostic.notes.append(
            DiagnosticNote("'\(name)' is defined in '\(modules[symbol.module].path)'", at: symbol.span))
        log.report(diagnostic)
        return 1
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func outOfRange(
        _ name: String, _ place: String, _ value: Int, _ range: ClosedRange<Int>, _ relocation: LinkedRelocation,
        _ path: String
    ) -> Diagnostic {
        let what =
            switch relocation.type {
            case .imm12: "immediate"
            case .imm32, .dataWord: "word"
            case .jump: relocation.isPCRelative ? "CALL distance in words" : "branch target"
            case .mem: "load or store offset"
            case .dataHalf: "half word"
            case .dataByte: "byte"
            }
        return .error(
            "E2120",
            "'\(name)' at \(place) does not fit: the \(what) is \(value), the range \(range.lowerBound) to \(range.upperBound)",
            at: relocation.span, path: path)
    }

    fileprivate static func notInCode(
        _ name: String, _ place: String, _ section: HSXSection, _ relocation: LinkedRelocation, _ path: String
    ) -> Diagnostic {
        .error(
            "E2121", "the target '\(name)' at \(place) is in .\(section.name), not in the code", at: relocation.span,
            path: path)
    }

    fileprivate static func notInData(
        _ name: String, _ place: String, _ relocation: LinkedRelocation, _ path: String
    ) -> Diagnostic {
        .error(
            "E2122", "off16(\(name)) at \(place): '\(name)' is in the code, and only data has an offset",
            at: relocation.span, path: path)
    }

    fileprivate static func notAligned(
        _ name: String, _ place: String, _ distance: Int, _ relocation: LinkedRelocation, _ path: String
    ) -> Diagnostic {
        .error(
            "E2123", "CALL '\(name)' at \(place): the distance of \(distance) bytes is no multiple of 4",
            at: relocation.span, path: path)
    }
}
