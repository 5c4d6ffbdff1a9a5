// Which values stand for a kind: boundaries, what overflows, empty and small objects.

import IR
import Support

/// Chooses samples for kinds of values that a program has.
struct SampleChoice {
    private let closed: ClosedWorld
    private let known: KnownKinds
    /// The classes whose new objects are made of nothing but their variables and elements.
    private let plain: EntitySet<ClassID>
    private let symbols: [ObjectID]
    private let symbolClass: ClassID?
    /// The samples of the program's classes, by how deep objects within them are made.
    private var table: [[ClassID: [Sample]]] = []

    private var world: SmalltalkWorld { closed.world }

    /// How deep objects within objects are made, and how many kinds of one place are tried.
    private static let depth = 2
    private static let mostKinds = 8

    init(_ closed: ClosedWorld, _ known: KnownKinds) {
        (self.closed, self.known) = (closed, known)
        let world = closed.world
        let symbolClass = world.symbolClass
        symbols = closed.objects.filter { world.classID(of: .object($0)) == symbolClass }.sorted()
        self.symbolClass = symbolClass
        plain = Self.plainClasses(closed)
        for depth in 0...Self.depth {
            let samples = closed.liveClasses.map { ($0, make($0, depth)) }
            table.append(Dictionary(uniqueKeysWithValues: samples))
        }
    }

    /// All but those of contexts, blocks, classes and methods.
    private static func plainClasses(_ closed: ClosedWorld) -> EntitySet<ClassID> {
        let world = closed.world, facts = world.facts
        var others = EntitySet<ClassID>()
        for id in world.image.classes.ids {
            if let own = world.classID(of: .object(world.image.classes[id].object)) { others.insert(own) }
        }
        for object in closed.objects where world.image.memory.objects[object].shape == .method {
            if let own = world.classID(of: .object(object)) { others.insert(own) }
        }
        let kinds =
            [facts.methodContext, facts.blockContext, facts.blockClosure].compactMap(\.self) + world.behaviors.sorted()
        var plain = EntitySet<ClassID>()
        for id in closed.liveClasses where !others.contains(id) {
            if !kinds.contains(where: { world.inherits(id, from: $0) }) { plain.insert(id) }
        }
        return plain
    }

    /// Samples of what can be at a place, the first of each kind first.
    func samples(of kinds: [KnownKind]) -> [Sample] {
        let lists = kinds.map { samples(of: $0) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
            .prefix(Self.mostKinds)
        let longest = lists.map(\.count).max() ?? 0
        return (0..<longest).flatMap { round in lists.compactMap { round < $0.count ? $0[round] : nil } }
    }

    func samples(of kind: KnownKind) -> [Sample] {
        switch kind {
        case .instance(let id): return table[Self.depth][id] ?? []
        case .block(let arity, let isPredicate): return [.block(arity: arity, isPredicate: isPredicate)]
        }
    }

    // MARK: Classes

    private func make(_ id: ClassID, _ depth: Int) -> [Sample] {
        let facts = world.facts, image = world.image
        if id == facts.smallInteger { return integers }
        if id == facts.float { return floats }
        if id == facts.undefined { return [.null] }
        if id == facts.character { return [0x41, 0x20, 0x39, 0xFF].map { .character($0) } }
        for object in [facts.trueObject, facts.falseObject] where world.classID(of: .object(object)) == id {
            return [.object(object)]
        }
        if let instance = image.classes[id].instance { return [.object(image.classes[instance].object)] }
        if id == facts.largePositive || id == facts.largeNegative { return magnitudes.map { .raw(id, $0) } }
        guard plain.contains(id) else { return [] }
        switch world.shapes[id].elements {
        case nil: return instances(of: id, depth)
        case .any: return instances(of: id, depth).flatMap { withElements($0, depth) }
        case .i8 where id == symbolClass: return symbols.prefix(3).map { .object($0) }
        case .i8 where world.shapes[id].fieldCount > 0: return []
        case .i8: return ["abc", "", "12", "a"].map { .raw(id, $0.utf8.map { UInt64($0) }) }
        case .some: return world.shapes[id].fieldCount > 0 ? [] : [.raw(id, [1, 2, 0xFFFF]), .raw(id, [])]
        }
    }

    private var integers: [Sample] {
        let last = Int64(1) << Int64(world.facts.integerBits - 1) &- 1
        let powers: [Int64] =
            world.facts.integerBits > 31 ? [1 << 30, (1 << 31) - 1, -(1 << 31), 1 << 32, 1 << 59] : [1 << 29]
        let numbers = [3, 0, 1, -1, last, -last - 1, 2, 7, -5, 100, last - 1, 65536] + powers
        return numbers.map { .integer($0) }
    }

    private var floats: [Sample] {
        [1.5, 0, -0.0, -2.25, 1e308, .nan, .infinity, 1e-300].map { .float($0.bitPattern) }
    }

    /// The bytes of large integers, from the lowest on.
    private var magnitudes: [[UInt64]] {
        let bytes = world.facts.integerBits > 31 ? 8 : 4
        let most = [UInt64](repeating: 0xFF, count: bytes)
        return [most, [UInt64](repeating: 0, count: bytes) + [1], most + [0x12, 0x34]]
    }

    // MARK: Objects

    /// Objects with the variables that are usual in the program, and with nil in all of them.
    private func instances(of id: ClassID, _ depth: Int) -> [Sample] {
        let count = world.shapes[id].fieldCount
        var found: [Sample] = []
        for round in 0..<2 where depth > 0 && count > 0 {
            let fields = (0..<count).map { index in usual(known.fields[id]?[index] ?? [], round, depth - 1) }
            let sample = Sample.instance(id, fields: fields, elements: [])
            if !found.contains(sample) { found.append(sample) }
        }
        let empty = Sample.instance(id, fields: Array(repeating: .null, count: count), elements: [])
        return found.contains(empty) ? found : found + [empty]
    }

    /// What a variable holds whose kinds are known: the first sort in round 0, the last one in round 1.
    private func usual(_ kinds: [KnownKind], _ round: Int, _ depth: Int) -> Sample {
        let choices = kinds.compactMap { kind -> [Sample]? in
            guard case .instance(let id) = kind, id != world.facts.undefined, let samples = table[depth][id],
                !samples.isEmpty
            else { return nil }
            return samples
        }
        guard let list = round == 0 ? choices.first : choices.last else { return .null }
        return list[round % list.count]
    }

    private func withElements(_ sample: Sample, _ depth: Int) -> [Sample] {
        guard case .instance(let id, let fields, _) = sample, depth > 0 else { return [sample] }
        let kinds = known.elements[id] ?? []
        let items = [0, 1, 0].map { usual(kinds, $0, depth - 1) }
        return [
            .instance(id, fields: fields, elements: items), sample, .instance(id, fields: fields, elements: [items[1]]),
        ]
    }
}
