// Which special selectors a program's image has: number 24 makes a block where images have no closures, and compares
// where they have. A program has one or the other.

import Support

enum StasmSpecialUse {
    /// Reports E2717 where a program needs both.
    static func selectors(_ items: [StasmItem], log: inout DiagnosticLog) -> SpecialSelectors {
        var uses: [String: SourceSpan] = [:]
        for case .method(let method) in items { find(method.code, &uses) }
        guard let span = uses[SpecialSelectors.blockCopy] else { return .standard }
        if let other = uses[SpecialSelectors.standard.names[SpecialSelectors.blockCopyIndex]] {
            log.report(
                .error(
                    "E2717", "a program has 'blockCopy:' or '~~' as special selector 24, not both", at: other,
                    notes: [DiagnosticNote("'blockCopy:' is here", at: span)]))
        }
        return .withBlockCopy
    }

    private static func find(_ code: StasmCode, _ uses: inout [String: SourceSpan]) {
        for case .block(let block) in code.literals { find(block, &uses) }
        find(code.body, &uses)
    }

    private static func find(_ statements: [StasmStatement], _ uses: inout [String: SourceSpan]) {
        for statement in statements {
            guard case .instruction(let operation, _) = statement.kind else { continue }
            switch operation {
            case .sendSpecial(SpecialSelectors.blockCopyIndex, let name?):
                if uses[name] == nil { uses[name] = statement.span }
            case .closure(_, _, let body): find(body, &uses)
            case .fullClosure(let block, _, _, _): find(block, &uses)
            case .plain, .receiverVariable, .literalVariable, .pushLiteral, .send, .sendSpecial, .jump: break
            }
        }
    }
}
