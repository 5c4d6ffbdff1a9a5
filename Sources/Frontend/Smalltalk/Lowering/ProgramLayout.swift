// How the classes and objects of a closed world look in the module: a layout for each class that has instances, in the
// order of the class tree, so that the classes below one are a row of numbers; a root for each object that code names.

import IR
import Support

struct ProgramLayout: Sendable {
    let closed: ClosedWorld
    private(set) var layouts: [ClassID: LayoutID] = [:]
    private(set) var trueRoot = RootID(rawValue: 0)
    private(set) var falseRoot = RootID(rawValue: 0)
    /// Whose block returns from it, while calls are being unwound, and what it is to answer.
    private(set) var homeRoot = RootID(rawValue: 0)
    private(set) var answerRoot = RootID(rawValue: 0)
    /// The class of the objects of each layout, by their numbers; element 0 is nil.
    private(set) var classesRoot = RootID(rawValue: 0)
    private var roots: [ObjectID: RootID] = [:]
    private var selectors: [String: SelectorID] = [:]
    /// The numbers by which `perform:` knows selectors, from 1, by their symbols' text.
    private(set) var performNumbers: [String: Int] = [:]
    /// The selectors that the image's classes understand.
    private let implemented: Set<String>
    /// The class of symbols, whose objects have a variable more: the number of their selector.
    let symbolClass: ClassID?

    var world: SmalltalkWorld { closed.world }
    var integerBits: Int { world.facts.integerBits }

    /// Every object starts with its hash: 0 while nobody asked for it, else one more than it.
    static let hashField = 0
    /// Variables of a class stand behind the hash.
    static let firstField = 1

    init(_ closed: ClosedWorld, _ module: inout Module) {
        self.closed = closed
        symbolClass = closed.world.symbolClass
        implemented = Set(closed.world.image.methods.values.map(\.selector))
        addLayouts(&module)
        arrayLayout = layouts[closed.world.facts.array].flatMap { module.layouts[$0].elements == .any ? $0 : nil }
        for (index, selector) in closed.selectors.enumerated() {
            selectors[selector] = module.selectors.append(Selector(name: selector))
            if closed.isPerformed(selector) { performNumbers[selector] = index + 1 }
        }
        addRoots(&module)
    }

    /// The number of a symbol: 0 for one that nobody understands, one without messages for those that are not performed.
    func performNumber(_ text: String) -> Int {
        performNumbers[text] ?? (implemented.contains(text) ? closed.selectors.count + 1 : 0)
    }

    func layout(_ id: ClassID) -> LayoutID? { layouts[id] }
    func selector(_ name: String) -> SelectorID? { selectors[name] }
    /// The layout of Arrays; nil where the image's class has instances without elements.
    private(set) var arrayLayout: LayoutID?

    /// The layout of variables that activations share, where they are objects.
    var cellLayout: LayoutID? { closed.hasExchanges ? arrayLayout : nil }

    /// The root of an object of the image; nil for nil and for objects that cannot be reached.
    func root(_ object: ObjectID) -> RootID? { roots[object] }

    /// The field of variable `index`.
    func field(_ index: Int) -> Int { index + Self.firstField }

    /// The class above, if instances of `id` have its variables.
    func inheriting(_ id: ClassID) -> ClassID? {
        world.image.classes[id].superclass.flatMap {
            world.shapes[$0].fieldCount <= world.shapes[id].fieldCount ? $0 : nil
        }
    }

    /// The variables that a class introduces.
    func ownVariables(_ id: ClassID) -> Range<Int> {
        (inheriting(id).map { world.shapes[$0].fieldCount } ?? 0)..<world.shapes[id].fieldCount
    }

    /// The field of a symbol that holds the number of its selector.
    var selectorField: Int? { symbolClass.map { world.shapes[$0].fieldCount + Self.firstField } }

    /// The field of a context that holds the closure which goes on with it.
    var resumeField: Int? { world.facts.frameClass.map { world.shapes[$0].fieldCount + Self.firstField } }

    /// A field of contexts where code looks for handlers; `owner` is their class.
    func handlerField(_ field: HandlerField, _ owner: ClassID) -> Int {
        world.shapes[owner].fieldCount + Self.firstField + (closed.hasResumableCode ? 1 : 0) + field.rawValue
    }

    /// The field of a Character that holds its code, in images where characters are no objects.
    var codeField: Int? {
        guard world.facts.characterTable == nil, let character = world.facts.character else { return nil }
        return world.shapes[character].fieldCount + Self.firstField
    }

    // MARK: Layouts

    /// Classes whose instances are no objects of a layout, with what they are.
    func receiver(_ id: ClassID) -> Receiver? {
        if id == world.facts.smallInteger { return .integer }
        if id == world.facts.undefined { return .null }
        if id == world.facts.float { return .float }
        if id == world.facts.blockContext || id == world.facts.blockClosure { return .closure }
        return layouts[id].map { .layout($0) }
    }

    private mutating func addLayouts(_ module: inout Module) {
        var needed = EntitySet<ClassID>(capacity: world.image.classes.count)
        for id in closed.liveClasses {
            var next: ClassID? = id
            while let current = next, needed.insert(current) { next = world.image.classes[current].superclass }
        }
        // Depth first, so that what inherits from a class follows it.
        var pending = world.image.classes.ids.filter { world.image.classes[$0].superclass == nil }.reversed().map { $0 }
        var names: Set<String> = []
        while let id = pending.popLast() {
            guard needed.contains(id) else { continue }
            var name = world.image.classes[id].name
            while !names.insert(name).inserted { name += "'" }
            let parent = world.image.classes[id].superclass.flatMap { layouts[$0] }
            layouts[id] = module.layouts.append(
                ObjectLayout(
                    name: name, extends: parent, fields: fields(id, parent, module),
                    elements: parent.flatMap { module.layouts[$0].elements } ?? world.shapes[id].elements))
            pending += world.subclasses[id].reversed()
        }
    }

    private func fields(_ id: ClassID, _ parent: LayoutID?, _ module: Module) -> [Field] {
        var fields = parent.map { module.layouts[$0].fields } ?? [Field(name: "hash", type: .i32)]
        let hasNumber = id == symbolClass
        let inherited = fields.count - Self.firstField
        for index in inherited..<max(inherited, world.shapes[id].fieldCount) {
            fields.append(Field(name: "v\(index)", type: .any))
        }
        if hasNumber { fields.append(Field(name: "selector", type: .i32)) }
        if id == world.facts.character, codeField != nil { fields.append(Field(name: "code", type: .i32)) }
        if id == world.facts.frameClass, closed.hasResumableCode { fields.append(Field(name: "resume", type: .any)) }
        if id == world.facts.frameClass, closed.hasHandlers {
            fields += HandlerField.allCases.map { Field(name: $0.name, type: .any) }
        }
        return fields
    }

    // MARK: Roots

    private mutating func addRoots(_ module: inout Module) {
        homeRoot = module.roots.append(Root(name: "smalltalk.unwinding to"))
        answerRoot = module.roots.append(Root(name: "smalltalk.unwinding with"))
        let objects = closed.objects.sorted()
        var names: Set<String> = []
        for object in objects {
            guard let owner = world.classID(of: .object(object)), layouts[owner] != nil || world.float(object) != nil
            else { continue }
            var name = rootName(object, owner)
            // Names of this kind are the compiler's own.
            if name.hasPrefix("smalltalk.") { name += "'" }
            while !names.insert(name).inserted { name += "'" }
            let isConstant = closed.exchanged[owner] == nil
            roots[object] = module.roots.append(Root(name: name, isConstant: isConstant))
        }
        for object in objects {
            guard let root = roots[object] else { continue }
            module.roots[root].value = value(of: object, &module)
        }
        trueRoot = roots[world.facts.trueObject] ?? trueRoot
        falseRoot = roots[world.facts.falseObject] ?? falseRoot
        classesRoot = module.roots.append(Root(name: "smalltalk.classes", isConstant: true))
        var classes = [nullRoot(&module)]
        let owners = Dictionary(uniqueKeysWithValues: layouts.map { ($1, $0) })
        for layout in module.layouts.ids {
            let root = owners[layout].flatMap { roots[world.image.classes[$0].object] }
            classes.append(root ?? nullRoot(&module))
        }
        module.roots[classesRoot].value = .array(classes)
    }

    private func rootName(_ object: ObjectID, _ owner: ClassID) -> String {
        if let id = world.classID(object: object) { return world.image.classes[id].name }
        return "\(world.image.classes[owner].name) \(object.rawValue)"
    }

    private var nullRootID: RootID?

    private mutating func nullRoot(_ module: inout Module) -> RootID {
        if let nullRootID { return nullRootID }
        let root = module.roots.append(Root(name: "smalltalk.nil", isConstant: true))
        nullRootID = root
        return root
    }

    private var scalarRoots: [ImageValue: RootID] = [:]

    /// The root of what a slot of the image holds.
    mutating func root(of value: ImageValue, _ module: inout Module) -> RootID {
        switch value {
        case .object(let object): return roots[object] ?? nullRoot(&module)
        case .integer(let integer):
            if let root = scalarRoots[value] { return root }
            let root = module.roots.append(
                Root(name: "smalltalk.\(integer)", isConstant: true, value: .integer(integer)))
            scalarRoots[value] = root
            return root
        case .float(let number):
            if let root = scalarRoots[value] { return root }
            let root = module.roots.append(
                Root(name: "smalltalk.float \(number.bitPattern)", isConstant: true, value: .float(number.bitPattern)))
            scalarRoots[value] = root
            return root
        case .character(let code):
            if let root = scalarRoots[value] { return root }
            guard let owner = world.facts.character, let id = layouts[owner], codeField != nil else {
                return nullRoot(&module)
            }
            var fields: [RootField] = [.bits(UInt64(code) + 1)]
            for _ in 0..<world.shapes[owner].fieldCount { fields.append(.root(nullRoot(&module))) }
            fields.append(.bits(UInt64(code)))
            let root = module.roots.append(
                Root(name: "smalltalk.character \(code)", isConstant: true, value: .object(id, fields)))
            scalarRoots[value] = root
            return root
        }
    }

    private mutating func value(of object: ObjectID, _ module: inout Module) -> RootValue {
        if let float = world.float(object) { return .float(float.bitPattern) }
        let memory = world.image.memory
        guard let owner = world.classID(of: .object(object)), let layout = layouts[owner] else { return .null }
        var fields: [RootField] = [.bits(UInt64(memory.objects[object].hash) + 1)]
        let isMethod = memory.objects[object].shape == .method
        let slots = isMethod ? [] : Array(memory.slots(object))
        var index = 0
        for field in module.layouts[layout].fields.dropFirst() {
            guard field.type == .any else {
                // A symbol's number; other objects with such a field are none.
                fields.append(.bits(UInt64(memory.text(object).map(performNumber) ?? 0)))
                continue
            }
            let isRead = closed.isRead(index, of: owner) || index == 1 && closed.isGlobal(object)
            let isNeeded = index < slots.count && isRead && world.processes?.isForgotten(object, index) != true
            fields.append(.root(isNeeded ? root(of: slots[index], &module) : nullRoot(&module)))
            index += 1
        }
        if isMethod {
            guard module.layouts[layout].elements == .i8 else { return .object(layout, fields) }
            return .object(layout, fields + memory.bytes(object).map { .bits(UInt64($0)) })
        }
        switch module.layouts[layout].elements {
        case nil: break
        case .any:
            let areRead = closed.areElementsRead(of: owner)
            for slot in slots.dropFirst(index) {
                fields.append(.root(areRead ? root(of: slot, &module) : nullRoot(&module)))
            }
        case .i8: fields += memory.bytes(object).map { .bits(UInt64($0)) }
        case .some(let type): fields += units(Array(memory.bytes(object)), type.byteSize() ?? 4).map { .bits($0) }
        }
        return .object(layout, fields)
    }

    private func units(_ bytes: [UInt8], _ size: Int) -> [UInt64] {
        stride(from: 0, to: bytes.count - bytes.count % size, by: size).map { start in
            (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
    }
}
