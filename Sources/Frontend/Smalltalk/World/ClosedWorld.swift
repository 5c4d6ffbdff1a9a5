// What of an image a program can reach from its entries: rapid type analysis. A method can run when its selector is sent
// and a class that understands it that way has instances; a class has instances when an object of the image that can be
// reached is one, or when the class itself can be reached, since new instances may then be made of it. An object of the
// image can be reached through literals and variables of methods that can run, and through the variables of other such
// objects that such methods read.

import IR
import Support

/// A method that can run.
package struct ReachedMethod: Sendable {
    package let id: MethodID
    /// Nil for a method whose primitive is all there is.
    package let code: MethodCode?
}

/// A method whose code has a fault: it cannot be compiled.
package struct UnsoundMethod: Error {
    package let name: String
    package let fault: MethodFault
}

package struct ClosedWorld: Sendable {
    package let world: SmalltalkWorld
    /// In the order in which they were found.
    package private(set) var methods: [ReachedMethod] = []
    /// The selectors that are sent, with the number of arguments, in the order in which they were found.
    package private(set) var selectors: [String] = []
    /// The objects of the image that can be reached, in the order in which they were found.
    package private(set) var objects: [ObjectID] = []
    package private(set) var liveClasses: EntitySet<ClassID>
    /// Whether blocks are made.
    package private(set) var hasBlocks = false
    /// Variables that some method reads, by the class whose method it is.
    private var reads: [ClassID: Set<Int>] = [:]

    private var isReached: EntitySet<MethodID>
    private var isSent: Set<String> = []
    private var isExposed: EntitySet<ObjectID>
    private var instances: [ClassID: [ObjectID]] = [:]
    private var performed: Set<String> = []
    private var performs = false
    private var classesAreExposed = false
    /// Whether a block can return from its home.
    package private(set) var hasNonLocalReturns = false
    private var live: [ClassID] = []

    private var pendingMethods: [MethodID] = []
    private var pendingObjects: [ObjectID] = []

    /// `entries` run first, and `selectors` are sent to what they answer.
    package init(
        _ world: SmalltalkWorld, entries: [MethodID], exposing objects: [ObjectID], sending selectors: [String]
    ) throws(UnsoundMethod) {
        self.world = world
        liveClasses = EntitySet(capacity: world.image.classes.count)
        isReached = EntitySet(capacity: world.image.methods.count)
        isExposed = EntitySet(capacity: world.image.memory.objects.count)
        let facts = world.facts
        for id in [facts.smallInteger, facts.undefined] { makeLive(id) }
        for object in [facts.trueObject, facts.falseObject] + objects { expose(object) }
        if let message = facts.message { makeLive(message) }
        makeLive(facts.array)
        for selector in [facts.doesNotUnderstand, facts.mustBeBoolean] + selectors { send(selector) }
        for method in entries { reach(method) }
        while true {
            if let method = pendingMethods.popLast() {
                try visit(method)
            } else if let object = pendingObjects.popLast() {
                visit(object)
            } else {
                break
            }
        }
    }

    /// Whether some method that can run reads variable `index` of instances of a class.
    package func isRead(_ index: Int, of id: ClassID) -> Bool {
        var next: ClassID? = id
        while let current = next {
            if reads[current]?.contains(index) == true { return true }
            next = world.image.classes[current].superclass
        }
        return false
    }

    package func contains(_ object: ObjectID) -> Bool { isExposed.contains(object) }
    package func contains(_ method: MethodID) -> Bool { isReached.contains(method) }
    package func isSent(_ selector: String) -> Bool { isSent.contains(selector) }

    // MARK: What can be reached

    private mutating func reach(_ method: MethodID) {
        if isReached.insert(method) { pendingMethods.append(method) }
    }

    private mutating func expose(_ value: ImageValue?) {
        switch value {
        case .object(let object): expose(object)
        case .float: if let float = world.facts.float { makeLive(float) }
        case .character: if let character = world.facts.character { makeLive(character) }
        case .integer, nil: break
        }
    }

    private mutating func expose(_ object: ObjectID) {
        if object != world.facts.nilObject, isExposed.insert(object) { pendingObjects.append(object) }
    }

    private mutating func makeLive(_ id: ClassID) {
        guard liveClasses.insert(id) else { return }
        live.append(id)
        if classesAreExposed { expose(world.image.classes[id].object) }
        for selector in selectors { if let method = world.lookup(selector, in: id) { reach(method) } }
    }

    private mutating func send(_ selector: String) {
        guard isSent.insert(selector).inserted else { return }
        selectors.append(selector)
        for id in live { if let method = world.lookup(selector, in: id) { reach(method) } }
    }

    /// A method of `id` reads variable `index` of its receiver.
    private mutating func read(_ index: Int, of id: ClassID) {
        guard reads[id, default: []].insert(index).inserted else { return }
        for (owner, objects) in instances.sorted(by: { $0.key < $1.key }) where world.inherits(owner, from: id) {
            for object in objects where index < world.shapes[owner].fieldCount {
                expose(world.image.memory.slot(object, index))
            }
        }
    }

    // MARK: Objects

    private mutating func visit(_ object: ObjectID) {
        objects.append(object)
        guard let owner = world.image.classIDs[world.image.memory.objects[object].classID] else { return }
        makeLive(owner)
        instances[owner, default: []].append(object)
        // Where there is the class there may be instances of it.
        if let id = world.classID(object: object) { makeLive(id) }
        let memory = world.image.memory
        guard memory.objects[object].shape != .method else { return }
        let fields = world.shapes[owner].fieldCount
        for (index, value) in memory.slots(object).enumerated() where index >= fields || isRead(index, of: owner) {
            expose(value)
        }
    }

    // MARK: Methods

    private mutating func visit(_ id: MethodID) throws(UnsoundMethod) {
        let method = world.image.methods[id]
        guard !ReplacedMethods.isReplaced(id, world.image) else {
            methods.append(ReachedMethod(id: id, code: nil))
            return
        }
        visitPrimitive(method)
        let code: MethodCode?
        do throws(MethodFault) {
            code = try world.image.methodCode(id)
        } catch {
            throw UnsoundMethod(name: world.image.name(id), fault: error)
        }
        methods.append(ReachedMethod(id: id, code: code))
        guard let code else {
            if method.header.primitive >= 264 { read(method.header.primitive - 264, of: method.classID) }
            return
        }
        let live = livePlaces(code, id)
        let instructions = code.instructions.filter { live.contains($0.pc) }
        for (place, instruction) in instructions.enumerated() {
            if instruction.operation == .pushThisContext, !startsBlock(instructions[place...]) {
                if let context = world.facts.methodContext { makeLive(context) }
            }
            visit(instruction, id, method.classID)
        }
        if code.points.values.contains(where: {
            live.contains($0.instruction.pc) && $0.scope > 0 && $0.instruction.operation.returnsFromMethod
        }) {
            hasNonLocalReturns = true
            send(world.facts.cannotReturn)
            if let context = world.facts.methodContext { makeLive(context) }
        }
    }

    private mutating func visit(_ instruction: BytecodeInstruction, _ method: MethodID, _ owner: ClassID) {
        let image = world.image
        func selector(_ index: Int) -> String? {
            guard case .object(let object) = image.literal(method, index) else { return nil }
            return image.memory.text(object)
        }
        switch instruction.operation {
        case .push(.receiver(let index)): read(index, of: owner)
        case .push(.literal(let index)), .store(.literal(let index)), .pop(.literal(let index)):
            exposeBinding(image.literal(method, index))
        case .push, .store, .pop: break
        case .pushLiteral(let index):
            if let text = selector(index) { mention(text) }
            mentionAll(image.literal(method, index))
            expose(image.literal(method, index))
        case .pushConstant(.character): expose(.character(0))
        case .pushThisContext, .pushConstant, .pushReceiver: break
        case .pushNewArray, .popIntoNewArray: break
        case .pushClosure, .pushFullClosure: makeBlocks(world.facts.blockClosure)
        case .send(let index, _): if let selector = selector(index) { send(selector) }
        case .superSend(let index, _):
            guard let selector = selector(index), let start = world.superclass(of: method) else { break }
            if let target = world.lookup(selector, in: start) { reach(target) }
        case .directedSuperSend(let index, _): if let selector = selector(index) { send(selector) }
        case .sendSpecial(let index):
            let name = image.selectors.names[index]
            if image.selectors.isBlockCopy(index) {
                makeBlocks(world.facts.blockContext)
            } else if name == "class" {
                exposeClasses()
            } else if name != "==", name != "~~" || world.lookup(name, in: world.facts.smallInteger) != nil {
                send(name)
            }
        case .drop, .duplicate, .nop, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop,
            .blockReturnNil, .callPrimitive, .trap:
            break
        }
    }

    /// The places in a method's code that control can come to: none behind a send that ends the program.
    package func livePlaces(_ code: MethodCode, _ method: MethodID) -> Set<Int> {
        var live: Set<Int> = []
        var pending = code.scopes.map(\.start)
        while let pc = pending.popLast() {
            guard let point = code.points[pc], live.insert(pc).inserted else { continue }
            let instruction = point.instruction
            if case .send(let index, _) = instruction.operation,
                case .object(let object) = world.image.literal(method, index),
                let selector = world.image.memory.text(object), ReplacedMethods.endsProgram(selector)
            {
                continue
            }
            if let target = instruction.target { pending.append(target) }
            guard !instruction.endsPath else { continue }
            if case .pushClosure(_, _, let size) = instruction.operation {
                pending.append(instruction.end + size)
            } else {
                pending.append(instruction.end)
            }
        }
        return live
    }

    /// Whether the context is pushed for a block: `blockCopy:` follows, behind the number of arguments.
    private func startsBlock(_ instructions: ArraySlice<BytecodeInstruction>) -> Bool {
        guard instructions.count > 2, case .sendSpecial(let index) = instructions[instructions.startIndex + 2].operation
        else { return false }
        return world.image.selectors.isBlockCopy(index)
    }

    private mutating func makeBlocks(_ id: ClassID?) {
        hasBlocks = true
        if let id { makeLive(id) }
    }

    /// A method reads or sets the value of a binding.
    private mutating func exposeBinding(_ literal: ImageValue?) {
        guard case .object(let binding) = literal else { return }
        let value = world.image.memory.slot(binding, 1)
        if case .object(let object) = value, world.classID(object: object) != nil { return expose(object) }
        expose(binding)
        if let owner = world.image.classIDs[world.image.memory.objects[binding].classID] { read(1, of: owner) }
    }

    /// Classes of all objects can be asked for.
    private mutating func exposeClasses() {
        guard !classesAreExposed else { return }
        classesAreExposed = true
        for id in live { expose(world.image.classes[id].object) }
    }

    // MARK: perform:

    /// A symbol stands in a method that can run: `perform:` may send it.
    private mutating func mention(_ selector: String) {
        guard performed.insert(selector).inserted else { return }
        if performs, isSelector(selector) { send(selector) }
    }

    /// The symbols in a literal array.
    private mutating func mentionAll(_ literal: ImageValue?) {
        guard case .object(let object) = literal, world.classID(of: .object(object)) == world.facts.array else {
            return
        }
        for case .object(let item) in world.image.memory.slots(object) {
            if let text = world.image.memory.text(item) { mention(text) }
        }
    }

    private func isSelector(_ text: String) -> Bool {
        world.image.classes.ids.contains { world.method(text, of: $0) != nil }
    }

    private mutating func visitPrimitive(_ method: CompiledMethod) {
        switch PrimitiveEffect(method.header.primitive) {
        case .none: break
        case .guardsReturns: send(UnwindMarker.selector)
        case .performs:
            guard !performs else { return }
            performs = true
            for selector in performed.sorted() where isSelector(selector) { send(selector) }
        case .makesFloats: if let float = world.facts.float { makeLive(float) }
        case .makesLargeIntegers: if let large = world.facts.largePositive { makeLive(large) }
        case .givesClasses: exposeClasses()
        case .givesCharacters: expose(world.facts.characterTable.map { .object($0) } ?? .character(0))
        }
    }
}

extension BytecodeOperation {
    /// Whether it returns from the method, in a block from its home.
    package var returnsFromMethod: Bool {
        switch self {
        case .returnReceiver, .returnConstant, .returnTop: true
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .jump, .jumpIf, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            false
        }
    }
}
