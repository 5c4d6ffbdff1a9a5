// The bodies of functions: variables, slots, blocks and lines of instructions. Values and blocks may be used above
// their definition.

import Support

/// The state of the function that is being parsed.
struct IRBody {
    /// A use of a value above its definition. Until the function ends a provisional id stands for it, counted down from
    /// the highest.
    struct ForwardUse {
        let number: UInt32
        let place: SourceSpan
        let instruction: InstructionID
    }

    /// Stands for the results of a line that could not be read, so that their uses are no further mistakes.
    static let poison = ValueID(rawValue: .max - 1)
    private static let lastProvisional = IRBody.poison.rawValue - 1

    var function: Function
    var spans = IRSpans.Body()
    var values = NumberTable<ValueID>()
    var blocks = NumberTable<BlockID>()
    /// The first mention of each block, for blocks that are never defined.
    var mentions = SecondaryMap<BlockID, SourceSpan?>(initial: nil)
    var block: BlockID?
    var forwardUses: [ForwardUse] = []
    var locations: [SourceLocation: LocationID] = [:]
    /// Whether the parameters of a block could not be read.
    var lostParameters = false

    init(_ function: Function) { self.function = function }

    /// The value with that number in the text, or a provisional id.
    mutating func use(_ number: UInt32, _ place: SourceSpan) -> ValueID {
        if let value = values[number] { return value }
        let provisional = ValueID(rawValue: IRBody.lastProvisional - UInt32(forwardUses.count))
        forwardUses.append(ForwardUse(number: number, place: place, instruction: function.instructions.nextID))
        return provisional
    }

    /// The block with that number in the text; it may be defined later.
    mutating func mention(_ number: UInt32, _ place: SourceSpan) -> BlockID {
        if let block = blocks[number] { return block }
        let block = function.makeBlock()
        blocks.define(number, block)
        mentions[block] = place
        return block
    }

    mutating func location(_ location: SourceLocation) -> LocationID {
        if let id = locations[location] { return id }
        let id = function.locations.append(location)
        locations[location] = id
        return id
    }

    /// Replaces the provisional ids; answers the uses of values that the function does not define.
    mutating func resolveForwardUses() -> [ForwardUse] {
        let undefined = forwardUses.filter { values[$0.number] == nil }
        var last: InstructionID?
        for use in forwardUses where use.instruction != last && function.instructions.contains(use.instruction) {
            last = use.instruction
            function.mapOperands(use.instruction) { [forwardUses, values] value in
                guard value.rawValue <= IRBody.lastProvisional else { return value }
                let place = Int(IRBody.lastProvisional - value.rawValue)
                guard place < forwardUses.count else { return value }
                return values[forwardUses[place].number] ?? IRBody.poison
            }
        }
        if !forwardUses.isEmpty { resolveBindings() }
        return undefined
    }

    private mutating func resolveBindings() {
        function.replaceBoundValues { [forwardUses, values] value in
            guard value.rawValue <= IRBody.lastProvisional else { return value }
            let place = Int(IRBody.lastProvisional - value.rawValue)
            guard place < forwardUses.count else { return value }
            return values[forwardUses[place].number] ?? IRBody.poison
        }
    }

    /// Where a value is defined.
    func place(_ value: ValueID) -> SourceSpan? {
        guard function.values.contains(value) else { return nil }
        switch function.definition(value) {
        case .result(let instruction, _): return spans.instructions[instruction]
        case .parameter(let block, _): return spans.blocks[block]
        }
    }
}

extension IRParser {
    /// Reads the lines of a body up to its `}`.
    mutating func parseBody(_ id: FunctionID) {
        body = IRBody(module.functions[id])
        while token.kind != .rightBrace, !isGivingUp {
            if token.kind == .end || startsNextDeclaration {
                report(.unclosedBody(module.functions[id].name, span(token)))
                break
            }
            if token.kind == .lineEnd {
                advance()
                continue
            }
            parseLine { parser throws(IRSyntaxError) in try parser.parseBodyLine() }
        }
        if token.kind == .rightBrace {
            parseLine { parser throws(IRSyntaxError) in _ = try parser.expect(.rightBrace) }
        }
        finishBody()
        module.functions[id] = body.function
        spans.bodies[id] = body.spans
        body = IRBody(Function(name: ""))
    }

    private mutating func finishBody() {
        for use in body.resolveForwardUses() where !body.lostParameters {
            report(.undefined("the value v\(use.number)", use.place))
        }
        for block in body.function.blocks.ids where !body.function.layout.contains(block) {
            report(.undefined("this block", body.mentions[block]))
        }
    }

    private mutating func parseBodyLine() throws(IRSyntaxError) {
        if accept("var") {
            try parseVariable()
        } else if accept("slot") {
            try parseSlot()
        } else if accept("debug") {
            try parseDebugLine()
        } else if let number = try numbered("block") {
            try parseBlockHeader(number)
        } else {
            try parseInstruction()
        }
    }

    private mutating func parseVariable() throws(IRSyntaxError) {
        let place = span(token)
        guard let number = try numbered("x") else { throw expected("a variable such as 'x0'") }
        guard body.block == nil else { throw .at(.declarationInCode(place)) }
        let next = body.function.variables.count
        guard Int(number) == next else { throw .at(.outOfOrder("variable", next, place)) }
        advance()
        try expect(.colon)
        let type = try type()
        let id = body.function.variables.append(Variable(name: try string(), type: type))
        body.spans.variables[id] = span(from: Int(place.start))
    }

    private mutating func parseSlot() throws(IRSyntaxError) {
        let place = span(token)
        guard let number = try numbered("ss") else { throw expected("a slot such as 'ss0'") }
        guard body.block == nil else { throw .at(.declarationInCode(place)) }
        let next = body.function.slots.count
        guard Int(number) == next else { throw .at(.outOfOrder("slot", next, place)) }
        advance()
        try expect("size")
        let size = try number32()
        try expect("align")
        let alignment = try number32()
        let slot = StackSlot(size: size, alignment: alignment, isAtTop: accept("top"))
        body.spans.slots[body.function.slots.append(slot)] = span(from: Int(place.start))
    }

    private mutating func parseBlockHeader(_ number: UInt32) throws(IRSyntaxError) {
        let place = span(token)
        let block = body.mention(number, place)
        guard !body.function.layout.contains(block) else {
            throw .at(.duplicate("block\(number)", place, first: body.spans.blocks[block]))
        }
        body.function.layout.append(block)
        body.spans.blocks[block] = place
        body.block = block
        advance()
        // Until the line is read to its end its parameters count as lost.
        let hadLostParameters = body.lostParameters
        body.lostParameters = true
        if token.kind == .leftParenthesis {
            _ = try list { parser throws(IRSyntaxError) in try parser.parseParameter(of: block) }
        }
        try expect(.colon)
        body.lostParameters = hadLostParameters
    }

    private mutating func parseParameter(of block: BlockID) throws(IRSyntaxError) {
        let place = span(token)
        guard let number = try numbered("v") else { throw expected("a value such as 'v0'") }
        advance()
        try expect(.colon)
        let type = try type()
        if let first = body.values[number] {
            throw .at(.duplicate("value v\(number)", place, first: body.place(first)))
        }
        body.values.define(number, body.function.appendParameter(block, type))
    }
}

extension Diagnostic {
    static func undefined(_ what: String, _ span: SourceSpan?) -> Diagnostic {
        .error("E3015", "the function does not define \(what)", at: span)
    }

    static func unclosedBody(_ name: String, _ span: SourceSpan) -> Diagnostic {
        .error("E3016", "the body of '@\(name.shortened)' has no closing '}'", at: span)
    }

    static func declarationInCode(_ span: SourceSpan) -> Diagnostic {
        .error("E3017", "variables and slots are declared above the first block", at: span)
    }
}
