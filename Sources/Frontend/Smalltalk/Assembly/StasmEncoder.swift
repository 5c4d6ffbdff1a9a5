// From the tree of a method or block to what an image has of it: a header, literals, bytes.

import Support

/// A literal of encoded code.
package indirect enum StasmEncodedLiteral: Sendable {
    case value(StasmLiteral)
    case block(StasmEncodedCode)
    case outer
}

package struct StasmEncodedCode: Sendable {
    package var header: Int64
    package var literals: [StasmEncodedLiteral]
    /// With the trailer.
    package let bytes: [UInt8]
    /// Where instructions start, in order.
    package let places: [(pc: Int, span: SourceSpan)]
    package let span: SourceSpan
}

package struct StasmEncoder {
    private let code: StasmCode
    private let format: ImageFormat
    private let scope: StasmScope?
    private var layout: StasmLayout
    private var literals: [StasmEncodedLiteral] = []
    /// Those that instructions brought.
    private var found: [StasmLiteral: Int] = [:]
    /// Whether an instruction sends to the superclass of the method's class.
    private var needsClass = false
    /// Whether the last instruction was `blockCopy:`.
    private var isBlockCopied = false
    private var isSound = true

    /// Bits of Spur's headers that nothing depends on.
    private static let freeFlags: UInt64 = 1 << 15 | 3 << 28
    /// No more mistakes are looked for behind so many.
    static let mostErrors = 50

    /// The code as an image of that format has it. Reports what cannot be (E2714 to E2718). Without a scope nothing can
    /// be named, and objects of an image are taken as they are.
    package static func encode(
        _ code: StasmCode, _ format: ImageFormat, _ scope: StasmScope?, log: inout DiagnosticLog
    ) -> StasmEncodedCode? {
        var encoder = StasmEncoder(code, format, scope)
        return encoder.encode(isBlock: false, &log)
    }

    private init(_ code: StasmCode, _ format: ImageFormat, _ scope: StasmScope?) {
        self.code = code
        self.format = format
        self.scope = scope
        layout = StasmLayout(isSista: code.isSista)
    }

    private mutating func encode(isBlock: Bool, _ log: inout DiagnosticLog) -> StasmEncodedCode? {
        addListed(&log)
        if let literal = code.firstLiteral { _ = index(literal, code.span, &log) }
        let start = code.body.first { if case .label = $0.kind { false } else { true } }
        var callsPrimitive = false
        if case .instruction(.plain(.callPrimitive), _) = start?.kind { callsPrimitive = true }
        if code.primitive > 0, format.memory == .spur, !callsPrimitive {
            layout.add(.operation(.callPrimitive(code.primitive)), bytes: nil, code.span)
            callsPrimitive = true
        }
        add(code.body, &log)
        addQuickBody()
        addImplied(isBlock)
        checkOperands(&log)
        guard let header = header(callsPrimitive, &log), let result = layout.encode(&log), isSound else { return nil }
        return StasmEncodedCode(
            header: header, literals: literals, bytes: result.bytes + code.trailer, places: result.places,
            span: code.span)
    }

    private mutating func fail(_ diagnostic: Diagnostic, _ log: inout DiagnosticLog) {
        log.report(diagnostic)
        isSound = false
    }

    // MARK: Header

    private mutating func header(_ callsPrimitive: Bool, _ log: inout DiagnosticLog) -> Int64? {
        let isSpur = format.memory == .spur
        let limits = [
            (code.arguments, 15, "arguments"), (code.temporaries, 63, "temporary variables"),
            (literals.count, isSpur ? 0x7FFF : 0xFF, "literals"),
        ]
        for (count, limit, what) in limits where count > limit {
            fail(.stasmMethod("\(count) \(what), where \(limit) is the most", code.span), &log)
            return nil
        }
        if scope != nil, code.temporaries < code.arguments {
            fail(.stasmMethod("a method with fewer variables than arguments", code.span), &log)
        }
        guard isSpur || code.primitive < 1024 else {
            fail(.stasmMethod("primitives of V3 have numbers up to 1023", code.span), &log)
            return nil
        }
        return Self.header(code, format, literals.count, callsPrimitive)
    }

    /// The value of a header. Requires: all numbers are in range.
    static func header(_ code: StasmCode, _ format: ImageFormat, _ literals: Int, _ callsPrimitive: Bool) -> Int64 {
        let bits = UInt64(format.wordBytes == 4 ? 31 : 61)
        var value = UInt64(code.isLarge ? 1 << 17 : 0) | UInt64(code.temporaries) << 18 | UInt64(code.arguments) << 24
        switch format.memory {
        case .v3:
            value |= UInt64(code.primitive & 0x1FF) | UInt64(code.primitive >> 9 & 1) << 28 | UInt64(literals) << 9
        case .spur:
            value |= UInt64(literals) | (callsPrimitive ? 1 << 16 : 0)
            if code.isSista { value |= 1 << (bits - 1) }
        }
        return Int64(bitPattern: (value ^ code.flags) << (64 - bits)) >> Int64(64 - bits)
    }

    /// Methods whose primitive is all there is have code in Spur, which does the same.
    private mutating func addQuickBody() {
        guard format.memory == .spur, code.body.isEmpty, (256...519).contains(code.primitive) else { return }
        let push: BytecodeOperation
        switch code.primitive {
        case 256: push = .pushReceiver
        case 257: push = .pushConstant(.true)
        case 258: push = .pushConstant(.false)
        case 259: push = .pushConstant(.nil)
        case 260...263: push = .pushConstant(.integer(code.primitive - 261))
        default: push = .push(.receiver(code.primitive - 264))
        }
        for operation in [push, .returnTop] { layout.add(.operation(operation), bytes: nil, code.span) }
    }

    private mutating func checkOperands(_ log: inout DiagnosticLog) {
        guard scope != nil else { return }
        if code.flags & ~Self.freeFlags != 0 {
            fail(.stasmMethod("only bits 15, 28 and 29 of a header are free to choose", code.span), &log)
        }
        for item in layout.items where log.errorCount < Self.mostErrors {
            guard case .operation(let operation) = item.kind else { continue }
            checkReceiver(operation, item.span, &log)
            guard let diagnostic = StasmOperandCheck.fault(operation, literals, item.span)
            else { continue }
            fail(diagnostic, &log)
        }
    }

    // MARK: Literals

    private mutating func addListed(_ log: inout DiagnosticLog) {
        for entry in code.literals {
            switch entry {
            case .value(let literal, let span):
                check(literal, span, &log)
                if found[literal] == nil { found[literal] = literals.count }
                literals.append(.value(literal))
            case .block(let block): addBlock(block, &log)
            case .outer: literals.append(.outer)
            }
        }
    }

    private mutating func addBlock(_ block: StasmCode, _ log: inout DiagnosticLog) {
        var encoder = StasmEncoder(block, format, scope)
        guard let encoded = encoder.encode(isBlock: true, &log) else {
            isSound = false
            return
        }
        needsClass = needsClass || encoder.needsClass
        literals.append(.block(encoded))
    }

    /// What code without a list of literals has at its end: a block what is around it; a method that sends to super its
    /// class.
    private mutating func addImplied(_ isBlock: Bool) {
        guard code.literals.isEmpty else { return }
        if isBlock {
            literals.append(.outer)
        } else if needsClass, let scope {
            let binding: StasmLiteral =
                scope.isMeta ? .classBinding(scope.className, isMeta: true) : .binding(scope.className)
            if case .value(binding) = literals.last { return }
            literals.append(.value(binding))
        }
    }

    private mutating func check(_ literal: StasmLiteral, _ span: SourceSpan, _ log: inout DiagnosticLog) {
        guard let scope, log.errorCount < Self.mostErrors else { return }
        if let diagnostic = scope.fault(literal, span) { fail(diagnostic, &log) }
    }

    /// The number of a literal that an instruction brings.
    private mutating func index(_ literal: StasmLiteral, _ span: SourceSpan, _ log: inout DiagnosticLog) -> Int {
        if let known = found[literal] { return known }
        check(literal, span, &log)
        guard code.literals.isEmpty else {
            fail(.stasmLiteral("this is none of the literals that the method lists", span), &log)
            return 0
        }
        found[literal] = literals.count
        literals.append(.value(literal))
        return literals.count - 1
    }

    // MARK: Code

    private mutating func add(_ statements: [StasmStatement], _ log: inout DiagnosticLog) {
        for statement in statements {
            switch statement.kind {
            case .label(let name):
                let label = layout.label(name)
                if layout.isPlaced(label) {
                    fail(.stasmLabel("the label '\(name)' is here twice", statement.span), &log)
                }
                layout.place(label)
            case .bytes(let bytes): layout.add(.bytes(bytes), bytes: nil, statement.span)
            case .instruction(let operation, let bytes): add(operation, bytes, statement.span, &log)
            }
        }
    }

    private mutating func add(
        _ operation: StasmOperation, _ bytes: [UInt8]?, _ span: SourceSpan, _ log: inout DiagnosticLog
    ) {
        var body: [StasmStatement] = []
        let kind: StasmLayout.Kind
        var end: Int?
        switch operation {
        case .plain(let operation): kind = .operation(operation)
        case .receiverVariable(let access, let name):
            let index = scope?.receiverVariables[name]
            if index == nil { failVariable(name, span, &log) }
            kind = .operation(access.operation(.receiver(index ?? 0)))
        case .literalVariable(let access, let literal):
            kind = .operation(access.operation(.literal(index(literal, span, &log))))
        case .pushLiteral(let literal): kind = .operation(.pushLiteral(index(literal, span, &log)))
        case .send(let send, let selector):
            kind = .operation(self.send(send, selector, span, &log))
        case .sendSpecial(let index, _): kind = .operation(.sendSpecial(index))
        case .jump(let condition, let label):
            let target = layout.label(label)
            kind = condition == nil && isBlockCopied && !code.isSista ? .blockJump(target) : .jump(condition, target)
        case .closure(let arguments, let copied, let statements):
            let label = layout.newLabel()
            (body, end) = (statements, label)
            kind = .closure(arguments: arguments, copied: copied, end: label)
        case .fullClosure(let block, let copied, let hasReceiver, let isClean):
            if !code.literals.isEmpty {
                fail(.stasmLiteral("a method that lists its literals lists its blocks too", span), &log)
            }
            let index = literals.count
            addBlock(block, &log)
            kind = .operation(
                .pushFullClosure(literal: index, copied: copied, hasReceiver: hasReceiver, isClean: isClean))
        }
        isBlockCopied = false
        if case .sendSpecial(_, SpecialSelectors.blockCopy) = operation { isBlockCopied = true }
        layout.add(kind, bytes: bytes, span)
        add(body, &log)
        if let end { layout.place(end) }
    }

    private mutating func send(
        _ send: StasmSend, _ selector: [UInt8], _ span: SourceSpan, _ log: inout DiagnosticLog
    ) -> BytecodeOperation {
        let index = index(.symbol(selector), span, &log)
        let arguments = StasmSelector.argumentCount(selector)
        switch send {
        case .normal: return .send(selector: index, arguments: arguments)
        case .toSuper:
            needsClass = true
            return .superSend(selector: index, arguments: arguments)
        case .toDirectedSuper: return .directedSuperSend(selector: index, arguments: arguments)
        }
    }

    private mutating func failVariable(_ name: String, _ span: SourceSpan, _ log: inout DiagnosticLog) {
        isSound = false
        if log.errorCount < Self.mostErrors { log.report(.unknownVariable(name, scope, span)) }
    }

    private mutating func checkReceiver(
        _ operation: BytecodeOperation, _ span: SourceSpan, _ log: inout DiagnosticLog
    ) {
        guard let scope, let index = operation.receiverVariable, index >= scope.receiverCount else { return }
        fail(.stasmName("there is no variable \(index): \(scope.name) has \(scope.receiverCount)", span), &log)
    }
}

extension Diagnostic {
    static func stasmMethod(_ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []) -> Diagnostic {
        .error("E2715", message, at: span, notes: notes)
    }

    static func stasmLiteral(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2718", message, at: span) }

    fileprivate static func unknownVariable(_ name: String, _ scope: StasmScope?, _ span: SourceSpan) -> Diagnostic {
        let nearest = NearestName.find(name, among: (scope?.receiverVariables.keys.sorted()) ?? [])
        return .stasmName(
            "there is no variable '\(name)' in \(scope?.name ?? "no class")", span,
            notes: nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? [])
    }
}
