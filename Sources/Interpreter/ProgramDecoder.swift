// Decodes a module once, so that running it takes no look-ups: `global_addr`, `func_addr` and `nil` become constants,
// variables and slots become frame places, branches become positions.
// Requires: a verified module.

import IR
import Support

/// Builds a `Program`.
struct ProgramDecoder {
    private let module: Module
    private let addresses: SecondaryMap<GlobalID, UInt64>
    private var program = Program()
    private var signatures: [Signature: UInt32] = [:]

    static func decode(_ module: Module, addresses: SecondaryMap<GlobalID, UInt64>) -> Program {
        var decoder = ProgramDecoder(module: module, addresses: addresses)
        for id in module.functions.ids { decoder.decode(id) }
        return decoder.program
    }

    private init(module: Module, addresses: SecondaryMap<GlobalID, UInt64>) {
        self.module = module
        self.addresses = addresses
        program.addressedFunctions = module.addressedFunctionCount
    }

    /// The number of what indirect calls compare of `signature`.
    private mutating func number(_ signature: Signature) -> UInt32 {
        let key = signature.callType
        if let number = signatures[key] { return number }
        signatures[key] = UInt32(signatures.count)
        return UInt32(signatures.count - 1)
    }

    private mutating func decode(_ id: FunctionID) {
        let function = module.functions[id]
        var code = FunctionCode(signature: number(function.signature))
        defer { program.functions.append(code) }
        guard function.isDefinition, let entry = function.entry else { return }

        code.variables = function.values.count..<function.values.count + function.variables.count
        code.slotPlace = code.variables.upperBound
        code.slots = program.slots.count..<program.slots.count + function.slots.count
        program.slots += function.slots.values
        let scratch = code.slotPlace + function.slots.count
        code.frameSize = scratch + 1
        code.parameters = append(function.parameters(entry).map(\.rawValue))
        code.start = program.steps.count

        var body = FunctionDecoder(function: function, code: code, firstEdge: program.edges.count)
        decodeEdges(function, scratch: UInt32(scratch))
        for block in function.layout.blocks {
            body.starts[block] = UInt32(program.steps.count)
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                program.origins.append(CodePlace(function: id, instruction: instruction))
                let step = decode(instruction, body)
                program.steps.append(step)
                cursor = function.layout.next(instruction)
            }
            precondition(function.terminator(block) != nil, "Interpreter: a block without a terminator")
        }
        for (edge, call) in zip(body.firstEdge..<program.edges.count, function.blockCalls.values) {
            program.edges[edge].target = body.starts[call.block]
        }
    }

    /// One edge for each block call, without its target.
    private mutating func decodeEdges(_ function: Function, scratch: UInt32) {
        for call in function.blockCalls.values {
            let first = program.moves.count
            // A block call that no instruction holds any more may be stale: nothing goes along its edge.
            let isSound = function.blocks.contains(call.block) && function.lists.contains(call.arguments)
            let parameters = isSound ? function.parameters(call.block) : []
            let copies = zip(parameters, isSound ? function.lists.elements(call.arguments) : [])
            let moves = copies.map { Move(destination: $0.rawValue, source: $1.rawValue) }
            program.moves += ParallelMove.sequence(moves, scratch: scratch)
            program.edges.append(
                Edge(target: .max, firstMove: UInt32(first), endMove: UInt32(program.moves.count)))
        }
    }

    private mutating func append(_ places: [UInt32]) -> Range<Int> {
        program.operands += places
        return program.operands.count - places.count..<program.operands.count
    }

    /// Unused operands become place 0, which every frame has.
    private mutating func decode(_ id: InstructionID, _ body: FunctionDecoder) -> Step {
        let function = body.function
        let data = function[id]
        var step = Step(
            opcode: data.opcode, aux: data.aux, type: data.type, source: Evaluate.sourceType(data, in: function),
            result: function.resultCount(id) == 0 ? 0 : function.result(id).rawValue, a: 0, b: 0, c: 0)
        switch data.opcode.info.format {
        case .nullary, .trap: break
        case .immediate: (step.b, step.c) = (data.b, data.c)
        case .unary: step.a = data.a
        case .binary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary:
            (step.a, step.b) = (data.a, data.b)
        case .ternary: (step.a, step.b, step.c) = (data.a, data.b, data.c)
        case .global: setImmediate(&step, addresses[data.global] &+ UInt64(bitPattern: Int64(data.offset)))
        case .function: setImmediate(&step, GlobalPlacement.address(of: data.function))
        case .slot: (step.a, step.c) = (UInt32(body.code.slotPlace) + data.a, data.c)
        case .variableGet: step.a = UInt32(body.code.variables.lowerBound) + data.a
        case .variableSet: (step.result, step.a) = (UInt32(body.code.variables.lowerBound) + data.a, data.b)
        case .rootGet, .rootSet: (step.a, step.b) = (data.a, data.b)
        case .load, .store:
            (step.a, step.b, step.c) = (data.a, data.b, data.c)
            guard let size = data.type.byteSize(pointerBytes: module.memory.pointerBytes) else {
                preconditionFailure("Interpreter: linear memory cannot hold \(data.type)")
            }
            step.aux = UInt8(size)
        case .fieldGet, .fieldSet: (step.a, step.b, step.c) = (data.a, data.b, data.c)
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list:
            let operands = append(function.lists.elements(data.list).map(\.rawValue))
            step.a = data.opcode.info.format == .indirectCall ? number(module.signatures[data.signature]) : data.a
            (step.b, step.c) = (UInt32(operands.lowerBound), UInt32(operands.count))
        case .jump: step.a = UInt32(body.firstEdge) + data.a
        case .branch:
            step.a = data.a
            (step.b, step.c) = (UInt32(body.firstEdge) + data.b, UInt32(body.firstEdge) + data.c)
        case .switchTable:
            let table = function.switchTables[data.switchTable]
            let first = UInt32(body.firstEdge)
            var cases = table.cases.map { (value: $0.value, edge: first + $0.target.rawValue) }
            cases.sort { $0.value < $1.value }
            (step.a, step.b) = (data.a, UInt32(program.switches.count))
            program.switches.append(SwitchTargets(cases: cases, defaultEdge: first + table.defaultTarget.rawValue))
        case .number: step.b = data.b
        }
        return step
    }

    /// An address as a constant of the step's type.
    private func setImmediate(_ step: inout Step, _ address: UInt64) {
        let isPointer = step.type == .ptr
        let mask = isPointer ? UInt64.max >> UInt64(64 - module.memory.pointerBytes * 8) : step.type.integerMask
        step.b = UInt32(truncatingIfNeeded: address & mask)
        step.c = UInt32(truncatingIfNeeded: (address & mask) >> 32)
    }
}

/// What decoding one function needs to know about it.
private struct FunctionDecoder {
    let function: Function
    let code: FunctionCode
    let firstEdge: Int
    /// The position of each block's first instruction.
    var starts = SecondaryMap<BlockID, UInt32>(initial: .max)
}
