// The initial values of roots as data of the object file: no code makes them. Objects that no code changes are
// constant, so that LLVM looks through them.

import BackendKit
import CLLVM
import IR
import Support

/// The roots of a module and the objects that they start with.
struct StaticObjects {
    private let closures: ClosureCode
    private let mutable: MutableLayouts
    private let part: ModulePart
    /// The objects of the roots that have one of their own.
    private var objects: SecondaryMap<RootID, LLVMValue?>
    /// What each root that the part names starts with, a word.
    private var words: SecondaryMap<RootID, LLVMValue?>
    /// The objects that may come to lead to objects of the heap.
    private(set) var changing: [LLVMValue] = []
    /// Where the roots lie that are no constants.
    private var places: SecondaryMap<RootID, LLVMValue?>
    /// All of them, where they are next to each other.
    private(set) var variables: LLVMValue?
    private(set) var variableCount = 0

    /// Requires: the functions and the code of closures are declared.
    init(_ context: NativeContext, _ closures: ClosureCode) {
        let module = context.module
        self.closures = closures
        mutable = context.mutable
        part = context.part
        (objects, words, places) = (SecondaryMap(initial: nil), SecondaryMap(initial: nil), SecondaryMap(initial: nil))
        let ids = part.roots(of: module)
        for id in ids { declare(id, context) }
        for id in ids where part.holdsData || isKnown(module.roots[id].value) { fill(id, context) }
        let variables = ids.filter { !module.roots[$0].isConstant }
        if part.holdsData { place(variables, context.session) } else { find(variables, context.session) }
    }

    /// Whether parts that only name an object know what it holds: numbers, and which code a closure has. Knowing more
    /// gains nothing, and the part would change with all that the object leads to.
    private func isKnown(_ value: RootValue) -> Bool {
        switch value {
        case .integer, .float: true
        case .closure(_, let captured): captured.isEmpty
        case .null, .bytes, .object, .array, .same: false
        }
    }

    /// Makes the array of the roots that are no constants.
    private mutating func place(_ ids: [RootID], _ session: LLVMSession) {
        guard !ids.isEmpty else { return }
        let array = session.array(session.types.i64, ids.map(word))
        let global = session.addGlobal(part.symbol("hub_roots"), array.type)
        part.hide(global)
        part.initialize(global, array)
        global.setAlignment(8)
        for (place, id) in ids.enumerated() {
            let address = session.address(global, offset: Int64(place * 8), isInBounds: true)
            places[id] = address
            guard let name = part.rootName(id) else { continue }
            session.addAlias(name, session.types.i64, of: address).hide()
        }
        (variables, variableCount) = (global, ids.count)
    }

    /// Declares the roots of the array in another part.
    private mutating func find(_ ids: [RootID], _ session: LLVMSession) {
        for id in ids {
            guard let name = part.rootName(id) else { continue }
            let global = session.addGlobal(name, session.types.i64)
            part.hide(global)
            global.setAlignment(8)
            places[id] = global
        }
    }

    /// What a constant root holds. Requires: the part names it.
    func word(_ root: RootID) -> LLVMValue {
        guard let word = words[root] else { preconditionFailure("StaticObjects: the part names root \(root.index)") }
        return word
    }

    /// Where a root that is no constant lies; nil for a constant one.
    func variable(_ root: RootID) -> LLVMValue? { places[root] }

    // The objects of initial values.

    /// An object as data.
    private struct Form {
        /// All of it, the head too.
        let data: LLVMValue
        let tag: UInt64
        let isConstant: Bool
        /// Whether its content may hold other objects.
        let leads: Bool
    }

    /// Declares the object of a root, whose data may name later ones.
    private mutating func declare(_ id: RootID, _ context: NativeContext) {
        if words[id] == nil { words[id] = start(of: id, context) }
    }

    /// The word that a root starts with.
    private mutating func start(of id: RootID, _ context: NativeContext) -> LLVMValue {
        let (session, types, value) = (context.session, context.session.types, context.module.roots[id].value)
        switch value {
        case .null: return session.constant(CoreWords.null, types.i64)
        case .integer(let integer):
            if let word = CoreWords.small(integer) { return session.constant(word, types.i64) }
        case .same(let root):
            declare(root, context)
            return word(root)
        case .float, .bytes, .array, .closure, .object: break
        }
        guard let form = form(value, context, { _ in session.constant(0, types.i64) }) else {
            preconditionFailure("StaticObjects: what is no word is an object")
        }
        let global = session.addGlobal(part.objectName(id), form.data.type)
        if part.isWhole { global.setLinkage(LLVMPrivateLinkage) } else { part.hide(global) }
        global.setAlignment(16)
        if form.isConstant { global.setConstant() }
        objects[id] = global
        let address = session.address(global, offset: Int64(form.tag), isInBounds: false)
        let word = session.integer(address, types.i64)
        if form.leads, !form.isConstant { changing.append(word) }
        return word
    }

    /// Gives the object of a root its data.
    private func fill(_ root: RootID, _ context: NativeContext) {
        guard let global = objects[root], let form = form(context.module.roots[root].value, context, word)
        else { return }
        part.initialize(global, form.data, isConstant: form.isConstant)
    }

    /// The object that a root starts with, where `word` gives those that it names; nil where there is none.
    private func form(_ value: RootValue, _ context: NativeContext, _ word: (RootID) -> LLVMValue) -> Form? {
        let (session, types) = (context.session, context.session.types)
        func number(_ bits: UInt64) -> LLVMValue { session.constant(bits, types.i64) }
        func object(
            _ kind: ObjectKind, _ count: Int, _ content: [LLVMValue], isConstant: Bool = true, leads: Bool = false
        ) -> Form {
            let head = [kind.code, UInt64(count)].map { session.constant($0, types.i32) }
            return Form(
                data: session.structure(head + content), tag: CoreWords.objectTag, isConstant: isConstant, leads: leads)
        }
        switch value {
        case .null, .same: return nil
        case .integer(let integer): return object(.scalar(.i64), 0, [number(UInt64(bitPattern: integer))])
        case .float(let bits): return object(.scalar(.f64), 0, [number(bits)])
        case .bytes(let bytes):
            return object(
                .bytes, bytes.count, [session.constant(bytes + [0])], isConstant: !mutable.changesBytes)
        case .array(let roots):
            return object(
                .array, roots.count, roots.map(word) + [number(0)], isConstant: !mutable.changesArrays, leads: true)
        case .closure(let function, let roots):
            let key = ClosureKey(function: function, captured: roots.count)
            let kind = ObjectKind.closure(
                arguments: ClosurePlan.arguments(key, context.module) ?? ObjectKind.uncallable)
            return object(kind, roots.count, [closures.word(key, session)] + roots.map(word))
        case .object(let id, let items):
            let layout = context.module.layouts[id]
            let words = items.prefix(layout.fields.count).map { item in
                switch item {
                case .root(let root): word(root)
                case .bits(let bits): number(bits)
                }
            }
            let isConstant = !mutable.contains(id)
            let leads = layout.elements == .any || layout.fields.contains { $0.type.isDynamic }
            if case .pair(let tag) = context.forms.form(id) {
                return Form(data: session.array(types.i64, words), tag: tag, isConstant: isConstant, leads: true)
            }
            let elements = elements(items.dropFirst(layout.fields.count), layout, context, word)
            return object(
                context.forms.kind(id), layout.elements == nil ? words.count : items.count - words.count,
                words + elements, isConstant: isConstant, leads: leads)
        }
    }

    /// The elements of an object, with room behind the last one.
    private func elements(
        _ items: ArraySlice<RootField>, _ layout: ObjectLayout, _ context: NativeContext,
        _ word: (RootID) -> LLVMValue
    ) -> [LLVMValue] {
        guard let type = layout.elements else { return [] }
        let session = context.session
        if type == .i8 { return [session.constant(items.map { UInt8(truncatingIfNeeded: $0.bits ?? 0) } + [0])] }
        let element =
            type == .any ? session.types.i64 : session.types.integer((type.byteSize(pointerBytes: 8) ?? 8) * 8)
        let values = items.map { $0.root.map(word) ?? session.constant($0.bits ?? 0, element) }
        return [session.array(element, values + [session.constant(0, element)])]
    }
}
