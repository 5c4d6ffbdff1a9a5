// Visits all objects that a program can reach, for an exchange of references (ReferenceExchange.swift). Objects that
// are to be looked into stand on a list, so that no structure is too deep.

import IR
import Support

extension ReferenceExchange {
    /// A function of a value: what takes its place. Its object is put on the list once.
    func visit() -> FunctionID {
        program.helper("visit", arity: 1) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            let value = parameters[0]
            ifObject(value, &emitter) { emitter, object in
                let known = emitter.makeBlock(), moved = emitter.makeBlock()
                let hash = hash(object, &emitter)
                emitter.leave(if: has(Self.visited, hash, &emitter), to: known)
                setHash(object, emitter.builder.binary(.or, .i32, hash, emitter.word(Self.visited)), &emitter)
                _ = emitter.call(append(), [value])
                emitter.builder.jump(known)
                emitter.begin(known)
                emitter.leave(if: has(Self.moved, hash, &emitter), to: moved)
                emitter.ret(value)
                emitter.begin(moved)
                emitter.ret(emitter.call(target(), [value]))
            }
            let arity = emitter.arity(value)
            for number in 0...BlockPrimitives.mostArguments {
                let next = emitter.makeBlock()
                emitter.require(emitter.builder.icmp(.eq, .i32, arity, emitter.word(Int64(number))), else: next)
                let nothing = emitter.null()
                let kept = emitter.callClosure([value] + Array(repeating: nothing, count: number))
                _ = emitter.call(visit(), [kept])
                emitter.ret(value)
                emitter.begin(next)
            }
            emitter.ret(value)
        }
    }

    /// A function that puts an object on the list.
    private func append() -> FunctionID {
        program.helper("visit append", arity: 1) { emitter, parameters in
            let list = roots.list, count = roots.count, fits = emitter.makeBlock(), full = emitter.makeBlock()
            let number = load(count, &emitter)
            let items = array(emitter.root(list), &emitter), capacity = emitter.elementCount(items)
            emitter.builder.branch(emitter.builder.icmp(.ult, .i32, number, capacity), fits, else: full)
            emitter.begin(full)
            let larger = room(emitter.builder.binary(.add, .i32, capacity, capacity), &emitter), zero = emitter.word(0)
            emitter.copyElements([array(larger, &emitter), zero, items, zero, capacity])
            emitter.setRoot(list, larger)
            emitter.builder.jump(fits)
            emitter.begin(fits)
            emitter.elementSet(.any, array(emitter.root(list), &emitter), number, parameters[0])
            store(emitter.builder.binary(.add, .i32, number, emitter.word(1)), count, &emitter)
            emitter.ret(emitter.null())
        }
    }

    /// A function of an object: visits what its variables and elements hold.
    func follow() -> FunctionID {
        program.helper("visit contents", arity: 1) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            let done = emitter.makeBlock()
            var cases: [(layout: LayoutID, block: BlockID)] = []
            for id in program.closed.liveClasses {
                guard let made = layout.layout(id), layout.receiver(id) == .layout(made) else { continue }
                let isAny = module.layouts[made].elements == .any
                guard isAny || module.layouts[made].fields.contains(where: { $0.type == .any }) else { continue }
                cases.append((made, emitter.makeBlock()))
            }
            emitter.branch(emitter.layoutNumber(parameters[0]), cases, else: done)
            for (made, block) in cases {
                emitter.begin(block)
                let object = emitter.unbox(.ref(made), parameters[0])
                for (index, field) in module.layouts[made].fields.enumerated() where field.type == .any {
                    let content = emitter.call(visit(), [emitter.fieldGet(.any, object, index)])
                    emitter.fieldSet(.any, object, index, content)
                }
                if module.layouts[made].elements == .any {
                    loop(&emitter, to: { $0.elementCount(object) }) { emitter, index in
                        let content = emitter.call(visit(), [emitter.elementGet(.any, object, index)])
                        emitter.elementSet(.any, object, index, content)
                    }
                }
                emitter.builder.jump(done)
            }
            emitter.begin(done)
            emitter.ret(emitter.null())
        }
    }

    // MARK: Roots

    /// The function that visits what roots hold; it gets its code when all roots are known.
    func visitor() -> FunctionID {
        if let id = program.visitor { return id }
        let name = program.unique("smalltalk.visit roots")
        let id = program.module.functions.append(
            Function(name: name, signature: Signature(parameters: [], results: [.any])))
        program.visitor = id
        return id
    }

    func visitRoots(in id: FunctionID) {
        let used = usedRoots()
        // References from objects to objects are in the objects.
        for root in module.roots.ids where !used.contains(root) {
            if case .object = module.roots[root].value { program.module.roots[root].isConstant = true }
        }
        var emitter = CodeEmitter(module.functions[id].name, arity: 0, layout)
        emitter.builder.function.attributes = .asWritten
        _ = emitter.start()
        let own = [roots.list, roots.request]
        for root in module.roots.ids where used.contains(root) && !own.contains(root) {
            if !module.roots[root].isConstant {
                emitter.setRoot(root, emitter.call(visit(), [emitter.root(root)]))
            } else if case .object = module.roots[root].value {
                _ = emitter.call(visit(), [emitter.root(root)])
            }
        }
        emitter.ret(emitter.null())
        program.module.functions[id] = emitter.builder.function
    }

    /// The roots that code reads or sets.
    private func usedRoots() -> EntitySet<RootID> {
        var used = EntitySet<RootID>()
        for function in module.functions.values {
            for id in function.instructions.ids {
                let instruction = function.instructions[id]
                guard [.rootGet, .rootSet].contains(instruction.opcode) else { continue }
                used.insert(RootID(rawValue: instruction.a))
            }
        }
        return used
    }

    // MARK: Blocks

    /// The function that a closure calls whose values are kept in an Array: of the Array, and the arguments.
    func entry(_ function: FunctionID, _ captured: Int) -> FunctionID {
        let name = "called " + module.functions[function].name
        let arity = module.functions[function].signature.parameters.count - captured + 1
        return program.helper(name, arity: arity) { emitter, parameters in
            emitter.builder.function.attributes = module.functions[function].attributes.intersection(.asWritten)
            emitter.builder.tailCall(function, unpack(parameters, captured, &emitter))
        }
    }

    /// What a function of an Array and arguments goes on with, at its start: the `count` elements and the arguments.
    private func unpack(_ parameters: [ValueID], _ count: Int, _ emitter: inout CodeEmitter) -> [ValueID] {
        answerWhileVisited(parameters[0], &emitter)
        let kept = array(parameters[0], &emitter)
        let values = (0..<count).map { emitter.elementGet(.any, kept, emitter.word(Int64($0))) }
        return values + parameters.dropFirst()
    }

    /// While objects are visited a closure answers the Array that it keeps its values in.
    func answerWhileVisited(_ kept: ValueID, _ emitter: inout CodeEmitter) {
        let isVisited = emitter.makeBlock(), next = emitter.makeBlock()
        emitter.builder.branch(emitter.flag(.isNil, .any, emitter.root(roots.list)), next, else: isVisited)
        emitter.begin(isVisited)
        emitter.ret(kept)
        emitter.begin(next)
    }
}
