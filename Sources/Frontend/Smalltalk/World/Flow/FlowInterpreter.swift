// Follows the code of methods with nodes for values.

import Support

extension TypeFlow {
    /// Looks at the code from a place up to where it ends, comes to code that was looked at, or has to wait.
    mutating func follow(_ place: FlowPlace) {
        let id = place.context
        var stack = place.stack, pc = place.pc
        while true {
            if contexts[id].targets.contains(pc) {
                if let join = contexts[id].joins[pc] {
                    for (value, variable) in zip(stack, join) { graph.addEdge(value, variable) }
                    return
                }
                let join = stack.map { _ in graph.makeNode() }
                for (value, variable) in zip(stack, join) { graph.addEdge(value, variable) }
                contexts[id].joins[pc] = join
                stack = join
            }
            guard let point = contexts[id].code.points[pc] else { return }
            mark(contexts[id].method, pc)
            let here = FlowPlace(context: id, scope: place.scope, pc: pc, stack: stack)
            guard let next = step(point.instruction, here, &stack) else { return }
            pc = next
        }
    }

    /// Does what an instruction does; answers where code goes on at once.
    private mutating func step(
        _ instruction: BytecodeInstruction, _ place: FlowPlace, _ stack: inout [FlowNodeID]
    ) -> Int? {
        let id = place.context
        let method = contexts[id].method
        var next = instruction.end
        switch instruction.operation {
        case .push(let variable): stack.append(get(variable, place))
        case .store(let variable):
            if isErrorCode(instruction, id) { break }
            set(variable, stack[stack.count - 1], place, &stack)
        case .pop(let variable):
            let value = stack.removeLast()
            set(variable, value, place, &stack)
        case .pushLiteral(let index): stack.append(literal(world.image.literal(method, contexts[id].code, index)))
        case .pushConstant(let constant): stack.append(self.constant(constant))
        case .pushReceiver: stack.append(contexts[id].receiver)
        case .pushThisContext:
            let node = graph.makeNode()
            if !startsBlock(pc: instruction.end, id), let context {
                makeLive(context)
                keepStack(stack)
                frames.isPushed[FlowOrigin(method: method, pc: instruction.pc)] = place.scope
                pushContext(id, scope: place.scope)
                let kind = graph.id(.context(id, pc: instruction.pc))
                graph.insert(kind, into: node)
                frames.contexts.insert(node)
            }
            stack.append(node)
        case .pushNewArray:
            let kind = graph.id(.vector(id, pc: instruction.pc)), node = graph.makeNode()
            graph.insert(kind, into: node)
            stack.append(node)
        case .popIntoNewArray(let count):
            let node = constant(world.facts.array)
            for value in stack.suffix(count) { watch(node, .writeElements(from: value)) }
            stack.removeLast(count)
            stack.append(node)
        case .pushClosure(_, let copied, let size):
            let values = Array(stack.suffix(copied))
            stack.removeLast(copied)
            stack.append(block(at: instruction.end, id, values))
            next += size
        case .pushFullClosure(_, let copied, let hasReceiver, _):
            let values = Array(stack.suffix(copied))
            stack.removeLast(copied)
            if hasReceiver {
                // Whatever is the receiver of such a block, the method's receivers stand for it.
                graph.addEdge(stack.removeLast(), contexts[id].receiver)
            }
            guard let scope = contexts[id].code.literalScopes[instruction.pc] else { return nil }
            stack.append(block(scope, id, values))
        case .drop: stack.removeLast()
        case .duplicate: stack.append(stack[stack.count - 1])
        case .nop, .callPrimitive: break
        case .send(let index, let count):
            let selector = text(id, index)
            return send(selector, count, instruction, place, &stack)
        case .superSend(let index, let count):
            let start = world.superclass(of: method)
            let target = start.flatMap { world.lookup(text(id, index), in: $0) }
            return send(text(id, index), fixed: target, isSuper: true, count, instruction, place, &stack)
        case .directedSuperSend(let index, let count):
            stack.removeLast()
            guard let start = world.directedClass(method, contexts[id].code, instruction.pc) else {
                report(MethodFault(kind: .unknownClass, pc: instruction.pc), method)
                return nil
            }
            let target = world.image.classes[start].superclass.flatMap { world.lookup(text(id, index), in: $0) }
            return send(text(id, index), fixed: target, isSuper: true, count, instruction, place, &stack)
        case .sendSpecial(let index): return sendSpecial(index, instruction, place, &stack)
        case .jump(let distance): next += distance
        case .jumpIf(let condition, let distance):
            let value = stack.removeLast()
            let taken = FlowPlace(context: id, scope: place.scope, pc: instruction.end + distance, stack: stack)
            let behind = FlowPlace(context: id, scope: place.scope, pc: instruction.end, stack: stack)
            branch(on: value, ifTrue: condition ? taken : behind, ifFalse: condition ? behind : taken)
            return nil
        case .returnReceiver: finish(contexts[id].receiver, place)
        case .returnConstant(let constant): finish(self.constant(constant), place)
        case .returnTop: finish(stack[stack.count - 1], place)
        case .blockReturnTop:
            if let block = contexts[id].blocks[place.scope] { graph.addEdge(stack[stack.count - 1], block.result) }
        case .blockReturnNil:
            if let block = contexts[id].blocks[place.scope] {
                graph.addEdge(constant(world.facts.undefined), block.result)
            }
        case .trap: break
        }
        return instruction.endsPath && instruction.target == nil ? nil : next
    }

    private func text(_ id: FlowContextID, _ index: Int) -> String {
        guard case .object(let object) = world.image.literal(contexts[id].method, contexts[id].code, index) else {
            return ""
        }
        return world.image.memory.text(object) ?? ""
    }

    private var context: ClassID? { world.facts.methodContext }

    // MARK: Values

    private mutating func constant(_ constant: BytecodeConstant) -> FlowNodeID {
        switch constant {
        case .nil: self.constant(world.facts.undefined)
        case .true: value(.object(world.facts.trueObject))
        case .false: value(.object(world.facts.falseObject))
        case .integer: self.constant(world.facts.smallInteger)
        case .character: self.constant(world.facts.character)
        }
    }

    private mutating func literal(_ literal: ImageValue?) -> FlowNodeID {
        if case .object(let object) = literal {
            mentionSymbols(object, depth: 0)
        }
        return value(literal)
    }

    /// The symbols in a literal, and in arrays in it.
    private mutating func mentionSymbols(_ object: ObjectID, depth: Int) {
        let memory = world.image.memory
        if let text = memory.text(object) { return mention(text) }
        guard world.classID(of: .object(object)) == world.facts.array, depth < 8 else { return }
        for case .object(let item) in memory.slots(object) { mentionSymbols(item, depth: depth + 1) }
    }

    // MARK: Variables

    private mutating func get(_ variable: BytecodeVariable, _ place: FlowPlace) -> FlowNodeID {
        switch variable {
        case .receiver(let index):
            let node = graph.makeNode()
            watch(contexts[place.context].receiver, .readField(index, into: node))
            return node
        case .temporary(let index): return temporary(index, place)
        case .literal(let index):
            return global(binding(index, place), isWritten: false)
        case .remote(let index, let vector):
            let node = graph.makeNode()
            watch(temporary(vector, place), .readVector(index, into: node))
            return node
        }
    }

    private mutating func set(
        _ variable: BytecodeVariable, _ value: FlowNodeID, _ place: FlowPlace, _ stack: inout [FlowNodeID]
    ) {
        switch variable {
        case .receiver(let index): watch(contexts[place.context].receiver, .writeField(index, from: value))
        case .temporary(let index):
            if let slot = stackSlot(index, place) {
                if slot < stack.count { stack[slot] = value }
            } else {
                graph.addEdge(value, temporary(index, place))
            }
        case .literal(let index):
            let node = global(binding(index, place), isWritten: true)
            graph.addEdge(value, node)
        case .remote(let index, let vector): watch(temporary(vector, place), .writeVector(index, from: value))
        }
    }

    private func binding(_ index: Int, _ place: FlowPlace) -> ImageValue? {
        world.image.literal(contexts[place.context].method, contexts[place.context].code, index)
    }

    private mutating func temporary(_ index: Int, _ place: FlowPlace) -> FlowNodeID {
        let context = contexts[place.context]
        guard case .closure(let arguments, _) = context.code.scopes[place.scope].kind,
            let block = context.blocks[place.scope]
        else { return context.temporaries[index] }
        if index < arguments { return block.arguments[index] }
        if index < arguments + block.copied.count { return block.copied[index - arguments] }
        let slot = index - arguments - block.copied.count
        return slot < place.stack.count ? place.stack[slot] : constant(world.facts.undefined)
    }

    /// The place on the stack of a variable that a closure made itself.
    private func stackSlot(_ index: Int, _ place: FlowPlace) -> Int? {
        guard case .closure(let arguments, let copied) = contexts[place.context].code.scopes[place.scope].kind,
            index >= arguments + copied
        else { return nil }
        return index - arguments - copied
    }

    private func isErrorCode(_ instruction: BytecodeInstruction, _ id: FlowContextID) -> Bool {
        guard let first = contexts[id].code.points[0]?.instruction, first.end == instruction.pc else { return false }
        return MethodCode.storesErrorCode(instruction, behind: first)
    }

    private mutating func finish(_ value: FlowNodeID, _ place: FlowPlace) {
        graph.addEdge(value, contexts[place.context].result)
        guard place.scope > 0 else { return }
        hasNonLocalReturns = true
        let code = FlowCode.method(contexts[place.context].method, scope: place.scope)
        let site = makeSite(world.facts.cannotReturn, [value], in: code)
        watch(constant(context), .receive(site))
        if let block = contexts[place.context].blocks[place.scope] {
            graph.addEdge(sites[site].result, block.result)
        }
    }

    // MARK: Blocks

    /// Whether the context is pushed for a block: `blockCopy:` follows, behind the number of arguments.
    private func startsBlock(pc: Int, _ id: FlowContextID) -> Bool {
        let points = contexts[id].code.points
        guard let count = points[pc]?.instruction,
            case .sendSpecial(let index) = points[count.end]?.instruction.operation
        else { return false }
        return world.image.selectors.isBlockCopy(index)
    }

    private mutating func block(at pc: Int, _ id: FlowContextID, _ copied: [FlowNodeID]) -> FlowNodeID {
        let scopes = contexts[id].code.scopes
        guard let scope = scopes.indices.first(where: { $0 > 0 && scopes[$0].start == pc }) else {
            return graph.makeNode()
        }
        return block(scope, id, copied)
    }

    private mutating func block(_ scope: Int, _ id: FlowContextID, _ copied: [FlowNodeID]) -> FlowNodeID {
        let node = graph.makeNode()
        if contexts[id].blocks[scope] == nil {
            let parameters = (0..<contexts[id].code.scopes[scope].argumentCount).map { _ in graph.makeNode() }
            let variables = copied.map { _ in graph.makeNode() }
            contexts[id].blocks[scope] = FlowBlock(
                arguments: parameters, copied: variables, result: graph.makeNode())
        }
        for (value, variable) in zip(copied, contexts[id].blocks[scope]?.copied ?? []) {
            graph.addEdge(value, variable)
        }
        let kind = graph.id(.block(id, scope: scope))
        if let owner = classID(of: kind) { makeLive(owner) }
        graph.insert(kind, into: node)
        return node
    }

    /// A block is given arguments; false where it takes others.
    mutating func callBlock(
        _ kind: FlowKindID, _ arguments: [FlowNodeID], _ result: FlowNodeID, from caller: FlowCode?
    ) -> Bool {
        if case .given(let arity, let isPredicate) = graph.kinds[kind] {
            return callGiven(arity, isPredicate, arguments, result)
        }
        guard case .block(let id, let scope) = graph.kinds[kind], let block = contexts[id].blocks[scope],
            block.arguments.count == arguments.count
        else { return false }
        for (argument, variable) in zip(arguments, block.arguments) { graph.addEdge(argument, variable) }
        graph.addEdge(block.result, result)
        if let caller { calls.append((.method(contexts[id].method, scope: scope), caller)) }
        guard !block.isCalled else { return true }
        contexts[id].blocks[scope]?.isCalled = true
        let stack: [FlowNodeID]
        switch contexts[id].code.scopes[scope].kind {
        case .method, .block: stack = block.arguments
        case .closure:
            let null = constant(world.facts.undefined)
            stack = Array(repeating: null, count: contexts[id].code.scopes[scope].temporaries)
        }
        let start = contexts[id].code.scopes[scope].start
        pending.append(
            FlowPlace(context: id, scope: scope, pc: start, stack: stack))
        return true
    }

    // MARK: Sends

    private mutating func send(
        _ selector: String, fixed: MethodID? = nil, isSuper: Bool = false, shortWay: FlowShortWay? = nil,
        _ count: Int, _ instruction: BytecodeInstruction, _ place: FlowPlace, _ stack: inout [FlowNodeID]
    ) -> Int? {
        let arguments = Array(stack.suffix(count))
        stack.removeLast(count)
        let receiver = stack.removeLast()
        let origin = FlowOrigin(method: contexts[place.context].method, pc: instruction.pc)
        // A super send that nobody understands, and one that passes other arguments than its selector says.
        let isKnown = !isSuper || fixed != nil
        let name = isKnown ? selector : ""
        if isSuper, !isKnown { register(world.facts.doesNotUnderstand) }
        keepStack(stack)
        let code = FlowCode.method(origin.method, scope: place.scope)
        let site = makeSite(name, fixed: fixed, arguments, at: origin, shortWay: shortWay, in: code)
        watch(receiver, .receive(site))
        let result = sites[site].result
        stack.append(result)
        wait(for: result, FlowPlace(context: place.context, scope: place.scope, pc: instruction.end, stack: stack))
        return nil
    }

    private mutating func sendSpecial(
        _ index: Int, _ instruction: BytecodeInstruction, _ place: FlowPlace, _ stack: inout [FlowNodeID]
    ) -> Int? {
        let selectors = world.image.selectors
        let name = selectors.names[index]
        if selectors.isBlockCopy(index) {
            stack.removeLast(2)
            guard let jump = contexts[place.context].code.points[instruction.end]?.instruction,
                contexts[place.context].code.scopes.contains(where: { $0.start == jump.end })
            else { return nil }
            stack.append(block(at: jump.end, place.context, []))
            return instruction.end
        }
        let isPlain = selectors.argumentCounts[index] == SmalltalkSelector.argumentCount(name)
        if isPlain, name == "==" || name == "~~" && world.lookup(name, in: world.facts.smallInteger) == nil {
            stack.removeLast(2)
            let node = graph.makeNode()
            insertBooleans(into: node)
            stack.append(node)
            return instruction.end
        }
        if isPlain, name == "class" {
            let value = stack.removeLast()
            let node = graph.makeNode()
            watch(value, .classes(into: node))
            stack.append(node)
            return instruction.end
        }
        let way = isPlain ? FlowShortWay(name) : nil
        return send(name, shortWay: way, selectors.argumentCounts[index], instruction, place, &stack)
    }
}
