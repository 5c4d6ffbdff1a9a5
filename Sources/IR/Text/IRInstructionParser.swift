// One line of code: results, mnemonic, type, operands, location. What the operands are is the format in the opcode
// table.

import Support

extension IRParser {
    /// A result that a line names.
    private struct ResultName {
        let number: UInt32
        let place: SourceSpan
    }

    mutating func parseInstruction() throws(IRSyntaxError) {
        let start = token.start
        let results = try resultNames()
        let instruction: Instruction
        let location: LocationID
        do throws(IRSyntaxError) {
            let (opcode, type) = try mnemonic()
            instruction = try operands(opcode, type)
            location = try parseLocation()
        } catch {
            poison(results)
            throw error
        }
        guard let block = body.block else {
            poison(results)
            throw .at(.codeOutsideBlock(span(from: start)))
        }
        let types = module.resultTypes(instruction)
        let id = body.function.makeInstruction(instruction, results: types, location: location)
        body.function.layout.append(id, to: block)
        body.spans.instructions[id] = span(from: start)
        for (index, result) in results.enumerated() {
            if let first = body.values[result.number] {
                throw .at(.duplicate("value v\(result.number)", result.place, first: body.place(first)))
            }
            body.values.define(result.number, index < types.count ? body.function.result(id, index) : IRBody.poison)
        }
        if results.count != types.count, declarationsAreSound {
            throw .at(.wrongResultCount(instruction.opcode, types.count, results.count, span(from: start)))
        }
    }

    /// Defines results whose line is wrong, so that their uses are no further mistakes.
    private mutating func poison(_ results: [ResultName]) {
        for result in results where body.values[result.number] == nil {
            body.values.define(result.number, IRBody.poison)
        }
    }

    /// `v1, v2 =`, or nothing.
    private mutating func resultNames() throws(IRSyntaxError) -> [ResultName] {
        guard let first = try numbered("v") else { return [] }
        var names = [ResultName(number: first, place: span(token))]
        advance()
        while accept(.comma) {
            guard let number = try numbered("v") else { throw expected("a value such as 'v0'") }
            names.append(ResultName(number: number, place: span(token)))
            advance()
        }
        try expect(.equals)
        return names
    }

    private mutating func mnemonic() throws(IRSyntaxError) -> (Opcode, Type) {
        guard token.kind == .word else { throw expected("an instruction") }
        guard let opcode = Opcode.named(text) else { throw .at(.unknownOpcode(text, span(token))) }
        advance()
        guard opcode.info.showsType else { return (opcode, .i32) }
        try expect(.dot)
        return (opcode, try type())
    }

    /// The instruction with the operands that its format asks for.
    private mutating func operands(_ opcode: Opcode, _ type: Type) throws(IRSyntaxError) -> Instruction {
        var data = Instruction(opcode, type: type)
        switch opcode.info.format {
        case .nullary: break
        case .trap: data.aux = try choice(IRParser.trapCodes, "a trap code")
        case .immediate: data.immediate = try immediate(opcode, type)
        case .unary: data.valueA = try value()
        case .binary: try parseBinary(&data)
        case .ternary:
            try parseBinary(&data)
            try expect(.comma)
            data.valueC = try value()
        case .integerCompare, .dynamicCompare:
            data.aux = try choice(IRParser.integerConditions, "an integer condition")
            try parseBinary(&data)
        case .floatCompare:
            data.aux = try choice(IRParser.floatConditions, "a float condition")
            try parseBinary(&data)
        case .dynamicBinary:
            data.aux = try choice(IRParser.overflowRules, "an overflow rule")
            try parseBinary(&data)
        case .global:
            data.a = try global().rawValue
            data.offset = try offset()
        case .function: data.a = try function().rawValue
        case .slot:
            data.a = try slot().rawValue
            data.offset = try offset()
        case .variableGet: data.a = try variable().rawValue
        case .variableSet:
            data.a = try variable().rawValue
            try expect(.comma)
            data.valueB = try value()
        case .rootGet: data.a = try root().rawValue
        case .rootSet:
            data.a = try root().rawValue
            try expect(.comma)
            data.valueB = try value()
        case .load:
            data.valueA = try value()
            data.offset = try offset()
        case .store:
            data.valueA = try value()
            data.offset = try offset()
            try expect(.comma)
            data.valueB = try value()
        case .fieldGet:
            data.valueA = try value()
            try expect(.comma)
            data.c = try number32()
        case .fieldSet:
            data.valueA = try value()
            try expect(.comma)
            data.c = try number32()
            try expect(.comma)
            data.valueB = try value()
        case .call, .closure:
            data.a = try function().rawValue
            data.b = try arguments().rawValue
        case .indirectCall:
            data.a = signatureID(try signature()).rawValue
            data.b = try arguments().rawValue
        case .closureCall: data.b = try arguments().rawValue
        case .send:
            data.a = selectorID(try string()).rawValue
            data.b = try arguments().rawValue
        case .service:
            data.a = try service().rawValue
            data.b = try arguments().rawValue
        case .jump: data.a = try blockCall().rawValue
        case .branch:
            data.valueA = try value()
            try expect(.comma)
            data.b = try blockCall().rawValue
            try expect(.comma)
            data.c = try blockCall().rawValue
        case .switchTable:
            data.valueA = try value()
            data.b = try switchTable(type).rawValue
        case .list: data.b = try bareList().rawValue
        case .number: data.b = try number32()
        }
        return data
    }

    private mutating func parseBinary(_ data: inout Instruction) throws(IRSyntaxError) {
        data.valueA = try value()
        try expect(.comma)
        data.valueB = try value()
    }

    private mutating func immediate(_ opcode: Opcode, _ type: Type) throws(IRSyntaxError) -> UInt64 {
        opcode.info.types == .floatConstant ? try float(type) : try integer(bits: type.bits ?? 64)
    }

    // Operands.

    mutating func value() throws(IRSyntaxError) -> ValueID {
        guard let number = try numbered("v") else { throw expected("a value such as 'v0'") }
        let value = body.use(number, span(token))
        advance()
        return value
    }

    /// `(v1, v2)`.
    private mutating func arguments() throws(IRSyntaxError) -> ValueList {
        let values = try list { parser throws(IRSyntaxError) in try parser.value() }
        return body.function.lists.make(values)
    }

    /// `v1, v2`, or nothing.
    private mutating func bareList() throws(IRSyntaxError) -> ValueList {
        guard token.kind == .word else { return .empty }
        var values: [ValueID] = []
        repeat { values.append(try value()) } while accept(.comma)
        return body.function.lists.make(values)
    }

    mutating func slot() throws(IRSyntaxError) -> SlotID {
        guard let number = try numbered("ss") else { throw expected("a slot such as 'ss0'") }
        let id = SlotID(rawValue: number)
        guard body.function.slots.contains(id) else { throw .at(.undefined("this slot", span(token))) }
        advance()
        return id
    }

    private mutating func variable() throws(IRSyntaxError) -> VariableID {
        guard let number = try numbered("x") else { throw expected("a variable such as 'x0'") }
        let id = VariableID(rawValue: number)
        guard body.function.variables.contains(id) else { throw .at(.undefined("this variable", span(token))) }
        advance()
        return id
    }

    /// `block1` or `block1(v1, v2)`.
    private mutating func blockCall() throws(IRSyntaxError) -> BlockCallID {
        guard let number = try numbered("block") else { throw expected("a block such as 'block0'") }
        let block = body.mention(number, span(token))
        advance()
        let arguments: ValueList = token.kind == .leftParenthesis ? try arguments() : .empty
        return body.function.blockCalls.append(BlockCall(block: block, arguments: arguments))
    }

    /// `{ 1: block1, 2: block2, default: block3 }`.
    private mutating func switchTable(_ type: Type) throws(IRSyntaxError) -> SwitchTableID {
        try expect(.leftBrace)
        var cases: [(value: UInt64, target: BlockCallID)] = []
        while !accept("default") {
            let value = try integer(bits: type.bits ?? 64)
            try expect(.colon)
            cases.append((value, try blockCall()))
            try expect(.comma)
        }
        try expect(.colon)
        let defaultTarget = try blockCall()
        try expect(.rightBrace)
        return body.function.switchTables.append(SwitchTable(cases: cases, defaultTarget: defaultTarget))
    }

    private mutating func signatureID(_ signature: Signature) -> SignatureID {
        if let id = signatures[signature] { return id }
        let id = module.signatures.append(signature)
        signatures[signature] = id
        return id
    }

    mutating func selectorID(_ name: String) -> SelectorID {
        if let id = selectors[name] { return id }
        let id = module.selectors.append(Selector(name: name))
        selectors[name] = id
        return id
    }

    // Words of a fixed set.

    private static let integerConditions = Dictionary(
        uniqueKeysWithValues: IntegerCondition.allCases.map { ("\($0)", $0.rawValue) })
    private static let floatConditions = Dictionary(
        uniqueKeysWithValues: FloatCondition.allCases.map { ("\($0)", $0.rawValue) })
    private static let overflowRules = Dictionary(
        uniqueKeysWithValues: OverflowRule.allCases.map { ("\($0)", $0.rawValue) })
    private static let trapCodes = Dictionary(uniqueKeysWithValues: TrapCode.allCases.map { ($0.name, $0.rawValue) })

    private mutating func choice(_ words: [String: UInt8], _ what: String) throws(IRSyntaxError) -> UInt8 {
        guard token.kind == .word, let value = words[text] else { throw expected(what) }
        advance()
        return value
    }

    // Locations.

    /// `!FILE:LINE:COLUMN`, for inlined code with `in @FUNCTION at` and the location of the call, and so on outwards.
    mutating func parseLocation() throws(IRSyntaxError) -> LocationID {
        guard token.kind == .bang else { return .none }
        var chain: [SourceLocation] = []
        repeat {
            try expect(.bang)
            let file = try number32()
            try expect(.colon)
            let line = try number32()
            try expect(.colon)
            let column = try number32()
            let name = accept("in") ? try name(.symbol) : nil
            chain.append(SourceLocation(file: file, line: line, column: column, inlinedFunction: name))
        } while accept("at")
        var id = LocationID.none
        for place in chain.reversed() {
            id = body.location(
                SourceLocation(
                    file: place.file, line: place.line, column: place.column, inlinedAt: id,
                    inlinedFunction: place.inlinedFunction))
        }
        return id
    }
}

extension Diagnostic {
    static func unknownOpcode(_ name: String, _ span: SourceSpan) -> Diagnostic {
        .error(
            "E3018", "'\(name.shortened)' is no instruction", at: span,
            notes: suggestions(for: name, among: Opcode.allCases.map(\.info.mnemonic)))
    }

    static func codeOutsideBlock(_ span: SourceSpan) -> Diagnostic {
        .error("E3019", "code stands in a block: a line such as 'block0:' comes first", at: span)
    }

    static func wrongResultCount(_ opcode: Opcode, _ wanted: Int, _ found: Int, _ span: SourceSpan) -> Diagnostic {
        .error(
            "E3020",
            "'\(opcode.info.mnemonic)' has \(wanted) \(wanted == 1 ? "result" : "results") here, but the line names \(found)",
            at: span)
    }
}
