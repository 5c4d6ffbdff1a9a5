// Makes the receivers and arguments of checks.

import IR

struct SampleLowering {
    private let program: ProgramLowering
    private var world: SmalltalkWorld { program.world }

    init(_ program: ProgramLowering) { self.program = program }

    /// The function that makes the sample of a number, an i32: objects anew each time.
    func define(_ samples: [Sample]) -> FunctionID {
        program.function("smalltalk.sample", [.i32], results: [.any]) { emitter, parameters in
            let other = emitter.makeBlock()
            let blocks = samples.map { _ in emitter.makeBlock() }
            let cases = blocks.enumerated().map { number, block in
                (value: UInt64(number), target: emitter.builder.function.makeBlockCall(block))
            }
            emitter.branch(parameters[0], cases, else: other)
            for (block, sample) in zip(blocks, samples) {
                emitter.begin(block)
                let value = make(sample, &emitter)
                emitter.ret(value)
            }
            emitter.begin(other)
            let null = emitter.null()
            emitter.ret(null)
        }
    }

    private func make(_ sample: Sample, _ emitter: inout CodeEmitter) -> ValueID {
        switch sample {
        case .integer(let number): return emitter.integer(number)
        case .float(let bits): return emitter.float(Double(bitPattern: bits))
        case .null: return emitter.null()
        case .object(let object): return program.layout.root(object).map { emitter.root($0) } ?? emitter.null()
        case .character(let code):
            let number = emitter.long(Int64(code))
            return program.character(number, &emitter)
        case .raw(let id, let elements):
            guard let layout = program.layout.layout(id), let type = program.module.layouts[layout].elements else {
                return emitter.null()
            }
            let object = emitter.value(.allocElements, .ref(layout), a: emitter.word(Int64(elements.count)).rawValue)
            for (index, element) in elements.enumerated() {
                let place = emitter.word(Int64(index)), number = emitter.builder.constant(Int64(element), type)
                emitter.elementSet(type, object, place, number)
            }
            return emitter.box(.ref(layout), object)
        case .instance(let id, let fields, let elements): return instance(id, fields, elements, &emitter)
        case .block(let arity, let isPredicate): return block(arity, isPredicate, &emitter)
        }
    }

    private func instance(
        _ id: ClassID, _ fields: [Sample], _ elements: [Sample], _ emitter: inout CodeEmitter
    ) -> ValueID {
        guard let layout = program.layout.layout(id), program.layout.receiver(id) == .layout(layout) else {
            return emitter.null()
        }
        let variables = fields.map { $0 == .null ? nil : make($0, &emitter) }
        let items = elements.map { $0 == .null ? nil : make($0, &emitter) }
        let object: ValueID
        if program.module.layouts[layout].elements == nil {
            object = emitter.value(.alloc, .ref(layout))
        } else {
            object = emitter.value(.allocElements, .ref(layout), a: emitter.word(Int64(items.count)).rawValue)
        }
        for (index, value) in variables.enumerated() {
            if let value { emitter.fieldSet(.any, object, program.layout.field(index), value) }
        }
        for (index, value) in items.enumerated() {
            guard let value else { continue }
            let place = emitter.word(Int64(index))
            emitter.elementSet(.any, object, place, value)
        }
        return emitter.box(.ref(layout), object)
    }

    private func block(_ arity: Int, _ isPredicate: Bool, _ emitter: inout CodeEmitter) -> ValueID {
        let name = isPredicate ? "predicate of \(arity)" : "block of \(arity)"
        let code = program.helper(name, arity: arity) { emitter, parameters in
            if isPredicate {
                let layout = program.layout
                return emitter.ret(emitter.root(arity > 0 ? layout.trueRoot : layout.falseRoot))
            }
            let answer = parameters.last ?? emitter.null()
            emitter.ret(answer)
        }
        return program.closure(code, [], &emitter)
    }
}
