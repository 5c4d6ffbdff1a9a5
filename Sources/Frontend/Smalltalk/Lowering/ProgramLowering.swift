// From a closed world to a module: a function for each method and block, methods of messages, what the program starts
// with, and the functions of the runtime that it needs.

import IR
import Support

/// A method (scope 0) or one of its blocks.
struct CodePart: Hashable {
    let method: MethodID
    let scope: Int
}

/// A class because the lowering of all methods asks for functions and roots as they need them.
final class ProgramLowering {
    var module: Module
    private(set) var layout: ProgramLayout
    /// The functions of methods, and of methods for receivers of one class.
    private var functions: [MethodID: FunctionID] = [:]
    private var helpers: [String: FunctionID] = [:]
    /// What was found by name.
    var namedFunctions: [String: FunctionID] = [:]
    private var blocks: [CodePart: FunctionID] = [:]
    private var resuming: [CodePart: FunctionID] = [:]
    private var leaving: [CodePart: FunctionID] = [:]
    private var narrowed = NarrowedMessages()
    private var names: Set<String> = []
    private var strings: [String: RootID] = [:]
    private var locations: CodeLocations
    /// Failures unwind the program instead of ending it: the checks of a validation go on behind them.
    private let unwindsFailures: Bool

    var closed: ClosedWorld { layout.closed }
    var world: SmalltalkWorld { layout.world }
    var facts: ImageFacts { layout.world.facts }

    init(
        _ closed: ClosedWorld, name: String, place: ((SourceSpan) -> SmalltalkPlace?)?, unwindsFailures: Bool = false
    ) {
        self.unwindsFailures = unwindsFailures
        locations = CodeLocations(place)
        module = Module(name: name, memory: MemoryModel(size: 0, stackTop: 0, pointerBytes: 8))
        module.metadata = [.trace]
        layout = ProgramLayout(closed, &module)
    }

    /// The module of a program that sends `entries` one after the other; `printsResults`: and prints what they answer.
    static func lower(
        _ closed: ClosedWorld, name: String, _ entries: [SmalltalkEntry], printsResults: Bool,
        place: ((SourceSpan) -> SmalltalkPlace?)? = nil
    ) -> Module {
        let program = ProgramLowering(closed, name: name, place: place)
        program.defineMethods()
        program.addMessages()
        program.addMain(entries, printsResults: printsResults)
        program.finish()
        return program.module
    }

    // MARK: Functions

    func defineMethods() {
        for method in closed.methods { declare(method.id) }
        for method in closed.methods { define(method) }
    }

    func unique(_ name: String) -> String {
        var name = name
        while !names.insert(name).inserted { name += "'" }
        return name
    }

    private func declare(_ id: MethodID) {
        let method = world.image.methods[id]
        let name = unique(world.image.name(id))
        let types = Array(repeating: Type.any, count: method.header.argumentCount + 1)
        var function = Function(name: name, signature: Signature(parameters: types, results: [.any]))
        function.attributes = [.addressTaken, attributes(of: id)]
        functions[id] = module.functions.append(function)
    }

    /// What the code of a method and of its blocks is marked with.
    func attributes(of id: MethodID) -> FunctionAttributes { closed.isPlain(id) ? .asWritten : [] }

    /// Where the instruction at `pc` of a method comes from; nil when nobody wants to know.
    func location(_ id: MethodID, _ code: MethodCode?, _ pc: Int) -> SourceLocation? {
        locations.location(id, code, pc, world.image, &module)
    }

    /// The function of a method that can run.
    func function(_ id: MethodID) -> FunctionID? { functions[id] }

    /// The function of a block, which `write` gives its code.
    func blockFunction(_ part: CodePart, _ arity: Int, _ write: (CodeEmitter) -> Function) -> FunctionID {
        if let id = blocks[part] { return id }
        let name = unique("[] in \(world.image.name(part.method))")
        let id = append(name, arity)
        blocks[part] = id
        module.functions[id] = write(CodeEmitter(name, arity: arity, layout))
        return id
    }

    /// The function that goes on behind calls of a method or block.
    func resumingFunction(_ scope: ScopeLowering, _ arity: Int) -> FunctionID {
        let part = CodePart(method: scope.method, scope: scope.scope)
        if let id = resuming[part] { return id }
        let name = unique(scope.emitter.builder.function.name + " (resumed)")
        let id = append(name, arity)
        resuming[part] = id
        var lowering = ScopeLowering(resuming: scope, CodeEmitter(name, arity: arity, layout))
        lowering.emitter.builder.function.attributes = leavesResumedCode ? .asWritten : attributes(of: scope.method)
        lowering.runResumed()
        module.functions[id] = lowering.emitter.builder.function
        return id
    }

    /// The function that makes the context of a method or block which is left, whose code `write` emits.
    func leavingFunction(
        _ scope: ScopeLowering, _ arity: Int, _ write: (ProgramLowering, inout CodeEmitter, [ValueID]) -> Void
    ) -> FunctionID {
        let part = CodePart(method: scope.method, scope: scope.scope)
        if let id = leaving[part] { return id }
        let name = unique(scope.emitter.builder.function.name + " (left)")
        let id = append(name, arity)
        leaving[part] = id
        var emitter = CodeEmitter(name, arity: arity, layout)
        emitter.builder.function.attributes = leavesResumedCode ? .asWritten : .noInline
        let parameters = emitter.start()
        write(self, &emitter, parameters)
        module.functions[id] = emitter.builder.function
        return id
    }

    private lazy var leavesResumedCode = closed.isMostlyResumable

    private func append(_ name: String, _ arity: Int) -> FunctionID {
        let signature = Signature(parameters: Array(repeating: .any, count: arity), results: [.any])
        return module.functions.append(Function(name: name, signature: signature))
    }

    /// The roots of contexts that are being made.
    private(set) lazy var frames = FrameRoots(&module)
    private(set) lazy var exchangeRoots = ExchangeRoots(&module)
    private(set) lazy var handlerRoots = HandlerRoots(&module)
    /// The Array that values are being put into, or taken from.
    private(set) lazy var keptValues = module.roots.append(Root(name: "smalltalk.kept"))

    private func define(_ method: ReachedMethod) {
        guard let id = functions[method.id] else { return }
        var emitter = CodeEmitter(
            module.functions[id].name, arity: module.functions[id].signature.parameters.count, layout)
        emitter.builder.function.attributes = module.functions[id].attributes
        emitter.enter(location(method.id, method.code, 0))
        if let replacement = ReplacedMethods.replacement(method.id, world.image) {
            replace(replacement, &emitter)
        } else if let code = method.code {
            var lowering = ScopeLowering(self, method.id, code, scope: 0, emitter)
            lowering.run()
            emitter = lowering.emitter
        } else {
            lowerQuick(world.image.methods[method.id], &emitter)
        }
        module.functions[id] = emitter.builder.function
    }

    /// A method whose primitive answers a constant or a variable of the receiver.
    private func lowerQuick(_ method: CompiledMethod, _ emitter: inout CodeEmitter) {
        let receiver = emitter.start()[0]
        let answer: ValueID
        switch method.header.primitive {
        case 257: answer = emitter.root(layout.trueRoot)
        case 258: answer = emitter.root(layout.falseRoot)
        case 259: answer = emitter.null()
        case 260...263: answer = emitter.integer(Int64(method.header.primitive - 261))
        case 264...:
            answer = variable(method.header.primitive - 264, of: receiver, method.classID, &emitter)
        default: answer = receiver
        }
        emitter.ret(answer)
    }

    /// Variable `index` of a receiver whose class is `owner` or inherits from it.
    func variable(_ index: Int, of receiver: ValueID, _ owner: ClassID, _ emitter: inout CodeEmitter) -> ValueID {
        if isBlockClass(owner) {
            guard index == blockArityVariable else { return emitter.null() }
            let arity = emitter.arity(receiver)
            let wide = emitter.builder.unary(.sext, .i64, arity)
            return emitter.box(.i64, wide)
        }
        guard let id = layout.layout(owner), index < world.shapes[owner].fieldCount else { return emitter.null() }
        let object = emitter.unbox(.ref(id), receiver)
        return emitter.fieldGet(.any, object, layout.field(index))
    }

    func isBlockClass(_ id: ClassID) -> Bool {
        [facts.blockClosure, facts.blockContext].compactMap(\.self).contains { world.inherits($0, from: id) }
            && world.shapes[id].fieldCount > 0
    }

    /// The variable of blocks that holds the number of their arguments.
    private var blockArityVariable: Int { facts.blockClosure == nil ? 3 : 2 }

    /// A function of the runtime, which `write` gives its code when it is first asked for.
    func helper(_ name: String, arity: Int, _ write: (inout CodeEmitter, [ValueID]) -> Void) -> FunctionID {
        if let id = helpers[name] { return id }
        let types = Array(repeating: Type.any, count: arity)
        let unique = unique("smalltalk." + name)
        let id = module.functions.append(
            Function(name: unique, signature: Signature(parameters: types, results: [.any])))
        helpers[name] = id
        var emitter = CodeEmitter(unique, arity: arity, layout)
        let parameters = emitter.start()
        write(&emitter, parameters)
        module.functions[id] = emitter.builder.function
        return id
    }

    /// What can be written only when all roots are known.
    func finish() { visitor.map { visitRoots(in: $0) } }

    /// The function that visits what roots hold, once something asks for it.
    var visitor: FunctionID?

    // MARK: Messages

    func addMessages() {
        let receivers = closed.liveClasses.sorted { layoutOrder($0) < layoutOrder($1) }
        for name in closed.selectors {
            guard let selector = layout.selector(name) else { continue }
            let count = argumentCount(name) + 1
            var methods: [Selector.Method] = []
            var seen: Set<Receiver> = []
            for id in receivers {
                guard let method = world.lookup(name, in: id), let function = functions[method],
                    let receiver = layout.receiver(id)
                else { continue }
                let owner = world.image.methods[method].classID
                var entry = receiver
                // Objects find what they inherit through their layouts.
                if case .layout = receiver, let inherited = layout.layout(owner) { entry = .layout(inherited) }
                if seen.insert(entry).inserted { methods.append(Selector.Method(entry, function)) }
            }
            if closed.isNotUnderstood(name) { methods.append(Selector.Method(.other, notUnderstood(name, count))) }
            // A method whose number of arguments is not its selector's cannot be sent.
            methods.removeAll { module.functions[$0.function].signature.parameters.count != count }
            module.selectors[selector].methods = methods
        }
        for message in narrowed.order { addMethods(of: message) }
        // Methods that only super sends and entries reach are called directly.
        let sent = Set(module.selectors.values.flatMap(\.methods).map(\.function))
        for id in functions.values where !sent.contains(id) { module.functions[id].attributes.remove(.addressTaken) }
    }

    private func layoutOrder(_ id: ClassID) -> UInt32 { layout.layout(id)?.rawValue ?? .max }

    // MARK: Messages to some receivers

    /// The message of a send, for the receivers that can come to it.
    func selector(_ name: String, at origin: FlowOrigin) -> SelectorID? {
        guard let all = layout.selector(name) else { return nil }
        guard let receivers = closed.receivers(origin.method, origin.pc),
            receivers.count <= NarrowedMessage.mostReceivers
        else { return all }
        let message = NarrowedMessage(name: name, receivers: Array(receivers))
        if let known = narrowed[message] { return known }
        // A number would change the names of messages everywhere when there is a new one.
        let classes = receivers.map { world.image.classes[$0].name }.joined(separator: " ")
        let selector = module.selectors.append(Selector(name: narrowed.uniqueName("\(name) {\(classes)}")))
        narrowed.add(message, selector)
        return selector
    }

    /// The layout of Arrays if some of them can come to a send and understand its selector by a primitive for elements.
    func arrayLayout(for name: String, _ origin: FlowOrigin) -> LayoutID? {
        guard !closed.isPlain(origin.method), let id = layout.arrayLayout,
            let method = world.lookup(name, in: facts.array),
            (60...62).contains(world.image.methods[method].header.primitive)
        else { return nil }
        let arrays = closed.liveClasses.filter { world.inherits($0, from: facts.array) }
        guard arrays.allSatisfy({ world.lookup(name, in: $0) == method }) else { return nil }
        guard let receivers = closed.receivers(origin.method, origin.pc) else { return id }
        return arrays.contains { receivers.contains($0) } ? id : nil
    }

    private func addMethods(of message: NarrowedMessage) {
        guard let selector = narrowed[message] else { return }
        let count = argumentCount(message.name) + 1
        var methods: [Selector.Method] = []
        for id in message.receivers {
            guard let receiver = layout.receiver(id) else { continue }
            let method = world.lookup(message.name, in: id).flatMap { functions[$0] }
            var function = method ?? notUnderstood(message.name, count)
            if module.functions[function].signature.parameters.count != count {
                function = notUnderstood(message.name, count)
            }
            methods.append(Selector.Method(receiver, function))
        }
        module.selectors[selector].methods = NarrowedMessage.simplified(methods)
    }

    /// How many arguments a selector takes.
    func argumentCount(_ selector: String) -> Int { SmalltalkSelector.argumentCount(selector) }

    /// What receivers run that do not understand a selector.
    func notUnderstood(_ name: String, _ arity: Int) -> FunctionID {
        let id = helper("doesNotUnderstand \(name)/\(arity)", arity: arity) { emitter, parameters in
            guard let send = layout.selector(facts.doesNotUnderstand), name != facts.doesNotUnderstand,
                facts.message.flatMap(layout.layout) != nil,
                let message = message(symbol(name, &emitter), Array(parameters.dropFirst()), &emitter)
            else { return stop(&emitter) }
            emitter.tailSend(send, [parameters[0], message])
        }
        module.functions[id].attributes.formUnion(leavesResumedCode ? [.addressTaken, .asWritten] : .addressTaken)
        return id
    }

    /// A new Message. A function makes it that all selectors of as many arguments share.
    func message(_ symbol: ValueID, _ arguments: [ValueID], _ emitter: inout CodeEmitter) -> ValueID? {
        guard let owner = facts.message, let id = layout.layout(owner) else { return nil }
        let make = helper("message/\(arguments.count)", arity: arguments.count + 1) { emitter, parameters in
            emitter.builder.function.attributes = .noInline
            let array = array(Array(parameters.dropFirst()), &emitter)
            let object = emitter.value(.alloc, .ref(id))
            if world.shapes[owner].fieldCount > 0 { emitter.fieldSet(.any, object, layout.field(0), parameters[0]) }
            if world.shapes[owner].fieldCount > 1 { emitter.fieldSet(.any, object, layout.field(1), array) }
            emitter.ret(emitter.box(.ref(id), object))
        }
        return emitter.call(make, [symbol] + arguments)
    }

    /// A new Array of these values.
    func array(_ values: [ValueID], _ emitter: inout CodeEmitter) -> ValueID {
        layout.arrayLayout.map { emitter.object($0, values) } ?? emitter.null()
    }

    /// The symbol of a selector; one that no object of the image is gets made.
    private func symbol(_ name: String, _ emitter: inout CodeEmitter) -> ValueID {
        if let root = symbolRoots[name] { return emitter.root(root) }
        return text(name, symbolClassID, &emitter)
    }

    private lazy var symbolRoots: [String: RootID] = {
        var found: [String: RootID] = [:]
        for object in closed.objects where world.classID(of: .object(object)) == layout.symbolClass {
            if let text = world.image.memory.text(object) { found[text] = layout.root(object) }
        }
        return found
    }()

    private var symbolClassID: ClassID? { layout.symbolClass.flatMap { layout.layout($0) == nil ? nil : $0 } }

    /// A static text of a class of bytes.
    private func text(_ text: String, _ owner: ClassID?, _ emitter: inout CodeEmitter) -> ValueID {
        guard let owner = owner ?? facts.string, let id = layout.layout(owner), module.layouts[id].elements == .i8
        else {
            return emitter.null()
        }
        let key = "\(owner.rawValue) \(text)"
        let root: RootID
        if let known = strings[key] {
            root = known
        } else {
            var fields: [RootField] = [.bits(0)]
            for field in module.layouts[id].fields.dropFirst() {
                fields.append(field.type == .any ? .root(nullRoot()) : .bits(UInt64(layout.performNumber(text))))
            }
            fields += text.utf8.map { .bits(UInt64($0)) }
            root = module.roots.append(
                Root(name: "smalltalk.text \(key)", isConstant: true, value: .object(id, fields)))
            strings[key] = root
        }
        return emitter.root(root)
    }

    func string(_ text: String, _ emitter: inout CodeEmitter) -> ValueID { self.text(text, facts.string, &emitter) }

    private lazy var nullRootID = module.roots.append(Root(name: "smalltalk.no object", isConstant: true))
    private func nullRoot() -> RootID { nullRootID }

    /// The root of an object of the image.
    func root(of value: ImageValue) -> RootID { layout.root(of: value, &module) }

    // MARK: Failures

    /// Ends the program with a text, a value that may be a string.
    func fail(with text: ValueID, _ emitter: inout CodeEmitter) {
        _ = emitter.builder.call(ProgramOutput.writer(self), [text], results: [])
        _ = emitter.builder.call(ProgramOutput.character(self), [emitter.word(10)], results: [])
        stop(&emitter)
    }

    /// Ends the program; in a validation the check that runs. For functions that answer a value of the language.
    func stop(_ emitter: inout CodeEmitter) {
        guard unwindsFailures else { return emitter.builder.trap(.user) }
        // No method is the home of what unwinds here.
        emitter.setRoot(layout.homeRoot, emitter.null())
        emitter.setRoot(layout.answerRoot, emitter.null())
        let mark = emitter.unwinding()
        emitter.ret(mark)
    }
}
