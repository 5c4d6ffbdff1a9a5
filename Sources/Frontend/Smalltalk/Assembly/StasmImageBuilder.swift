// Makes the image of a program whose classes and code are known to be sound.

import Support

struct StasmImageBuilder {
    /// A method with the number of its class.
    struct Method {
        let owner: Int
        let isMeta: Bool
        let selector: String
        let code: StasmEncodedCode
    }

    private let table: StasmClassTable
    private let selectors: SpecialSelectors
    private var objects = ObjectBuilder()
    private let null: ObjectID
    private var truth, falsehood: ObjectID
    private var classes: [ObjectID] = []
    private var metaclasses: [ObjectID] = []
    private var symbols: [[UInt8]: ObjectID] = [:]
    private var globals: [String: ObjectID] = [:]
    /// The bindings of each class's own variables, in their order.
    private var pools: [[ObjectID]] = []
    private var classBindings: [ObjectID: ObjectID] = [:]
    private var codePlaces: [ObjectID: [CodePlace]] = [:]
    private var scheduler: ObjectID?

    static func image(
        _ table: StasmClassTable, _ methods: [Method], _ selectors: SpecialSelectors
    ) throws(ImageError) -> SmalltalkImage {
        var builder = StasmImageBuilder(table, selectors)
        builder.addBindings()
        let dictionaries = builder.addMethods(methods)
        builder.addClasses(dictionaries)
        let special = builder.addSpecialObjects()
        var image = try SmalltalkImage(.assembled, builder.objects.memory(), special: special)
        image.codePlaces = builder.codePlaces
        return image
    }

    private init(_ table: StasmClassTable, _ selectors: SpecialSelectors) {
        self.table = table
        self.selectors = selectors
        null = objects.reserve()
        falsehood = objects.reserve()
        truth = objects.reserve()
        for _ in table.entries {
            classes.append(objects.reserve())
            metaclasses.append(objects.reserve())
        }
        for (id, name) in [(null, "UndefinedObject"), (falsehood, "False"), (truth, "True")] {
            objects.define(id, classID(name), .fixed)
        }
    }

    /// The class of a name; nil's place where there is none.
    private func classID(_ name: String) -> ObjectID { table.numbers[name].map { classes[$0] } ?? null }

    // MARK: Bindings

    private mutating func addBindings() {
        scheduler = makeScheduler()
        for (number, entry) in table.entries.enumerated() { addGlobal(entry.name, .object(classes[number])) }
        if let scheduler { addGlobal(StasmClassTable.scheduler, .object(scheduler)) }
        for name in table.globals { addGlobal(name, .object(null)) }
        var known: [StasmLiteral: ImageValue] = [:]
        for (number, entry) in table.entries.enumerated() {
            let values = entry.definition.classVariableValues.map { value($0, number, &known) }
            pools.append(
                entry.definition.classVariables.enumerated().map { place, name in
                    association(name.text, place < values.count ? values[place] : .object(null))
                })
        }
    }

    private mutating func addGlobal(_ name: String, _ value: ImageValue) {
        if globals[name] == nil { globals[name] = association(name, value) }
    }

    private mutating func association(_ key: String, _ value: ImageValue) -> ObjectID {
        let key = symbol(Array(key.utf8))
        return objects.add(classID("Association"), .fixed, slots: [.object(key), value])
    }

    private mutating func symbol(_ text: [UInt8]) -> ObjectID {
        if let known = symbols[text] { return known }
        let id = objects.add(classID("Symbol"), .bytes, bytes: text)
        symbols[text] = id
        return id
    }

    private mutating func symbol(_ text: String) -> ImageValue { .object(symbol(Array(text.utf8))) }

    private mutating func binding(_ name: String, _ owner: Int) -> ObjectID {
        if let holder = table.owner(of: name, from: owner),
            let place = table.entries[holder].definition.classVariables.firstIndex(where: { $0.text == name })
        {
            return pools[holder][place]
        }
        return globals[name] ?? null
    }

    /// What holds a class for sends to super.
    private mutating func classBinding(_ name: String, isMeta: Bool) -> ObjectID {
        guard let number = table.numbers[name] else { return null }
        let value = isMeta ? metaclasses[number] : classes[number]
        if let known = classBindings[value] { return known }
        let id = objects.add(classID("Association"), .fixed, slots: [.object(null), .object(value)])
        classBindings[value] = id
        return id
    }

    // MARK: Processes

    /// The scheduler of a program that has hubc's classes of processes, with the process that the program starts with.
    private mutating func makeScheduler() -> ObjectID? {
        guard table.hasScheduler else { return nil }
        let lists = (0..<Self.priorities).map { _ in
            ImageValue.object(objects.add(classID("ProcessList"), .fixed, slots: nils("ProcessList")))
        }
        var process = nils("Process")
        process[ProcessFacts.Link.priority] = .integer(Int64(Self.priorities / 2 + 1))
        let active = objects.add(classID("Process"), .fixed, slots: process)
        let array = objects.add(classID("Array"), .indexable, slots: lists)
        return objects.add(classID("ProcessorScheduler"), .fixed, slots: [.object(array), .object(active)])
    }

    private static let priorities = 7

    /// What the variables of a new instance hold.
    private func nils(_ name: String) -> [ImageValue] {
        let count = table.numbers[name].map { table.entries[$0].instanceVariables.count } ?? 0
        return Array(repeating: .object(null), count: count)
    }

    // MARK: Methods

    /// The method dictionaries of all classes and then of all metaclasses.
    private mutating func addMethods(_ methods: [Method]) -> [ObjectID] {
        let count = table.entries.count
        var found: [[(selector: ImageValue, method: ImageValue)]] = Array(repeating: [], count: 2 * count)
        for method in methods {
            var known: [StasmLiteral: ImageValue] = [:]
            let id = add(method.code, within: nil, method.owner, &known)
            found[method.owner + (method.isMeta ? count : 0)].append((symbol(method.selector), .object(id)))
        }
        return found.map { pairs in
            let values = objects.add(classID("Array"), .indexable, slots: pairs.map(\.method))
            let start: [ImageValue] = [.integer(Int64(pairs.count)), .object(values)]
            return objects.add(classID("MethodDictionary"), .indexable, slots: start + pairs.map(\.selector))
        }
    }

    private mutating func add(
        _ code: StasmEncodedCode, within outer: ObjectID?, _ owner: Int, _ known: inout [StasmLiteral: ImageValue]
    ) -> ObjectID {
        let id = objects.reserve()
        var slots: [ImageValue] = [.integer(code.header)]
        for literal in code.literals {
            switch literal {
            case .value(let literal): slots.append(value(literal, owner, &known))
            case .outer: slots.append(.object(outer ?? null))
            case .block(let block): slots.append(.object(add(block, within: id, owner, &known)))
            }
        }
        let className = outer == nil ? "CompiledMethod" : "CompiledBlock"
        objects.define(id, classID(className), .method, slots: slots, bytes: code.bytes)
        codePlaces[id] = code.places.map { CodePlace(pc: UInt32($0.pc), span: $0.span) }
        return id
    }

    private mutating func value(
        _ literal: StasmLiteral, _ owner: Int, _ known: inout [StasmLiteral: ImageValue]
    ) -> ImageValue {
        if let value = known[literal] { return value }
        let value: ImageValue
        switch literal {
        case .nil: value = .object(null)
        case .true: value = .object(truth)
        case .false: value = .object(falsehood)
        case .integer(let integer): value = self.integer(integer)
        case .float(let bits):
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
            value = .object(objects.add(classID("Float"), .words, bytes: bytes))
        case .character(let code): value = .character(code)
        case .string(let bytes): value = .object(objects.add(classID("String"), .bytes, bytes: bytes))
        case .symbol(let bytes): value = .object(symbol(bytes))
        case .array(let elements):
            let slots = elements.map { self.value($0, owner, &known) }
            value = .object(objects.add(classID("Array"), .indexable, slots: slots))
        case .byteArray(let bytes): value = .object(objects.add(classID("ByteArray"), .bytes, bytes: bytes))
        case .binding(let name): value = .object(binding(name, owner))
        case .classBinding(let name, let isMeta): value = .object(classBinding(name, isMeta: isMeta))
        case .object: value = .object(null)
        }
        known[literal] = value
        return value
    }

    private mutating func integer(_ integer: StasmInteger) -> ImageValue {
        if let value = integer.value, (-(1 << 30)..<(1 << 30)).contains(value) { return .integer(value) }
        let name = integer.isNegative ? "LargeNegativeInteger" : "LargePositiveInteger"
        return .object(objects.add(classID(name), .bytes, bytes: integer.magnitude))
    }

    // MARK: Classes

    private mutating func addClasses(_ dictionaries: [ObjectID]) {
        let count = table.entries.count
        // Where it has no name that is known, the last variable of a metaclass is its class.
        let metaVariables = table.variables(of: "Metaclass")
        let ownClass = metaVariables.contains("thisClass") ? "thisClass" : metaVariables.last ?? ""
        for (number, entry) in table.entries.enumerated() {
            let size = entry.instanceVariables.count
            let shape = entry.shape.spurNumber(hasVariables: size > 0)
            let parent = entry.superclass.map { ImageValue.object(classes[$0]) } ?? .object(null)
            let pool = list(pools[number].map { .object($0) })
            let names = names(entry.definition.instanceVariables)
            let fields: [(String, ImageValue)] = [
                ("name", symbol(entry.name)), ("classPool", pool), ("classVariables", pool),
                ("instanceVariables", names), ("instVarNames", names),
            ]
            let own = [parent, .object(dictionaries[number]), .integer(Int64(size | shape << 16))]
            let variables = table.variables(number, isMeta: true)
            objects.define(
                classes[number], metaclasses[number], .fixed, slots: slots(variables, own, fields))
            let metaParent = entry.superclass.map { metaclasses[$0] } ?? classID("Class")
            let metaFields: [(String, ImageValue)] = [
                (ownClass, .object(classes[number])),
                ("instanceVariables", self.names(entry.definition.classInstanceVariables)),
            ]
            let metaOwn: [ImageValue] = [
                .object(metaParent), .object(dictionaries[count + number]), .integer(Int64(variables.count | 1 << 16)),
            ]
            objects.define(
                metaclasses[number], classID("Metaclass"), .fixed,
                slots: slots(metaVariables, metaOwn, metaFields))
        }
    }

    /// The slots of a class: the first three, then what has a name.
    private func slots(
        _ variables: [String], _ start: [ImageValue], _ fields: [(String, ImageValue)]
    ) -> [ImageValue] {
        start
            + variables.dropFirst(start.count).map { name in
                fields.first { $0.0 == name }?.1 ?? .object(null)
            }
    }

    /// An array, or nil for none.
    private mutating func list(_ values: [ImageValue]) -> ImageValue {
        values.isEmpty ? .object(null) : .object(objects.add(classID("Array"), .indexable, slots: values))
    }

    private mutating func names(_ names: [StasmName]) -> ImageValue {
        list(names.map { .object(objects.add(classID("String"), .bytes, bytes: Array($0.text.utf8))) })
    }

    // MARK: Special objects

    /// The classes and selectors among the special objects, by their places.
    private static let specialClasses = [
        (4, "Bitmap"), (5, "SmallInteger"), (6, "String"), (7, "Array"), (9, "Float"), (10, "Context"),
        (10, "MethodContext"), (11, "BlockContext"), (12, "Point"), (13, "LargePositiveInteger"), (15, "Message"),
        (16, "CompiledMethod"), (18, "Semaphore"), (19, "Character"), (26, "ByteArray"), (27, "Process"),
        (36, "BlockClosure"), (37, "FullBlockClosure"), (42, "LargeNegativeInteger"),
    ]
    private static let specialSymbols = [
        (20, "doesNotUnderstand:"), (21, "cannotReturn:"), (25, "mustBeBoolean"), (34, "cannotInterpret:"),
        (48, "aboutToReturn:through:"), (49, "run:with:in:"),
    ]

    private mutating func addSpecialObjects() -> ObjectID {
        var special = Array(repeating: ImageValue.object(null), count: 60)
        (special[1], special[2]) = (.object(falsehood), .object(truth))
        for (place, name) in Self.specialClasses where table.numbers[name] != nil {
            special[place] = .object(classID(name))
        }
        for (place, name) in Self.specialSymbols { special[place] = symbol(name) }
        if let binding = globals[StasmClassTable.scheduler], scheduler != nil { special[3] = .object(binding) }
        special[8] = list(globals.sorted { $0.key < $1.key }.map { .object($0.value) })
        var pairs: [ImageValue] = []
        for (name, count) in zip(selectors.names, selectors.argumentCounts) {
            pairs += [symbol(name), .integer(Int64(count))]
        }
        special[23] = list(pairs)
        return objects.add(classID("Array"), .indexable, slots: special)
    }
}
