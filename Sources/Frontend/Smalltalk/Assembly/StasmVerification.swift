// Checks encoded methods as those of images are checked, and says in which line a fault is.

import Support

enum StasmVerification {
    /// Frames of more slots than this need to be large.
    private static let smallFrame = 16
    private static let largeFrameBit: Int64 = 1 << 17

    /// The method, with a large frame if it needs one. Reports E2719.
    static func check(
        _ code: StasmEncodedCode, _ selectors: SpecialSelectors, log: inout DiagnosticLog
    ) -> StasmEncodedCode {
        var integers: [Int: Int64] = [:]
        var result = code
        for (index, literal) in code.literals.enumerated() {
            switch literal {
            case .value(.integer(let integer)): integers[index] = integer.value
            case .block(let block): result.literals[index] = .block(check(block, selectors, log: &log))
            case .value, .outer: break
            }
        }
        let header = MethodHeader(code.header, .spur, code.bytes[...])
        do throws(MethodFault) {
            let sound = try MethodCode(code.bytes[...], header, selectors, integers: integers)
            if header.temporaryCount + sound.greatestDepth > smallFrame { result.header |= largeFrameBit }
        } catch {
            let place = code.places.last { $0.pc <= error.pc }
            log.report(.stasmFault(error, place?.span ?? code.span))
        }
        return result
    }
}

extension Diagnostic {
    fileprivate static func stasmFault(_ fault: MethodFault, _ span: SourceSpan) -> Diagnostic {
        .error("E2719", "this method is not sound: \(fault.kind.text)", at: span)
    }
}
