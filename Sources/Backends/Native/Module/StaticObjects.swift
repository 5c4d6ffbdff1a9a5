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
    private var objectCount = 0
    /// What each root starts with, a word.
    private var words: [LLVMValue] = []
    /// The objects that may come to lead to objects of the heap.
    private(set) var changing: [LLVMValue] = []
    /// The place of each root that is no constant in the array of roots.
    private var places: [RootID: Int] = [:]
    private(set) var variables: LLVMValue?
    private(set) var variableCount = 0

    /// Requires: the functions and the code of closures are declared.
    init(_ context: NativeContext, _ closures: ClosureCode) {
        let module = context.module
        self.closures = closures
        mutable = context.mutable
        part = context.part
        for id in module.roots.ids { words.append(word(module.roots[id].value, context)) }
        let variableIDs = module.roots.ids.filter { !module.roots[$0].isConstant }
        for (place, id) in variableIDs.enumerated() { places[id] = place }
        variableCount = variableIDs.count
        guard variableCount > 0 else { return }
        let session = context.session
        let array = session.array(session.types.i64, variableIDs.map { words[$0.index] })
        let global = session.addGlobal(part.symbol("hub_roots"), array.type)
        part.hide(global)
        part.initialize(global, array)
        global.setAlignment(8)
        variables = global
    }

    /// What a constant root holds.
    func word(_ root: RootID) -> LLVMValue { words[root.index] }

    /// Where a root that is no constant lies; nil for a constant one.
    func variable(_ root: RootID, _ session: LLVMSession) -> LLVMValue? {
        guard let variables, let place = places[root] else { return nil }
        return session.address(variables, offset: Int64(place * 8), isInBounds: true)
    }

    // The words of initial values.

    private mutating func word(_ value: RootValue, _ context: NativeContext) -> LLVMValue {
        let (session, types) = (context.session, context.session.types)
        func number(_ bits: UInt64) -> LLVMValue { session.constant(bits, types.i64) }
        func content(_ roots: [RootID]) -> [LLVMValue] { roots.map { words[$0.index] } }
        switch value {
        case .null: return number(CoreWords.null)
        case .integer(let integer):
            if let word = CoreWords.small(integer) { return number(word) }
            return object(.scalar(.i64), 0, [number(UInt64(bitPattern: integer))], session)
        case .bytes(let bytes):
            let isConstant = !mutable.changesBytes
            return object(.bytes, bytes.count, [session.constant(bytes + [0])], session, isConstant: isConstant)
        case .array(let roots):
            let isConstant = !mutable.changesArrays
            let array = content(roots) + [number(0)]
            return object(.array, roots.count, array, session, isConstant: isConstant, leads: true)
        case .closure(let function, let roots):
            let key = ClosureKey(function: function, captured: roots.count)
            let kind = ObjectKind.closure(
                arguments: ClosurePlan.arguments(key, context.module) ?? ObjectKind.uncallable)
            return object(kind, roots.count, [closures.word(key, session)] + content(roots), session)
        case .object(let layout, let fields): return record(layout, fields, context)
        case .same(let root): return words[root.index]
        }
    }

    private mutating func record(
        _ layout: LayoutID, _ fields: [RootField], _ context: NativeContext
    ) -> LLVMValue {
        let session = context.session
        let content = fields.map { field in
            switch field {
            case .root(let root): words[root.index]
            case .bits(let bits): session.constant(bits, session.types.i64)
            }
        }
        let isConstant = !mutable.contains(layout)
        if case .pair(let tag) = context.forms.form(layout) {
            return place(session.array(session.types.i64, content), tag, session, isConstant, leads: true)
        }
        let leads = context.module.layouts[layout].fields.contains { $0.type.isDynamic }
        return object(.record(layout), content.count, content, session, isConstant: isConstant, leads: leads)
    }

    /// An object with a head. `leads`: its content may hold other objects.
    private mutating func object(
        _ kind: ObjectKind, _ count: Int, _ content: [LLVMValue], _ session: LLVMSession, isConstant: Bool = true,
        leads: Bool = false
    ) -> LLVMValue {
        let head = [kind.code, UInt64(count)].map { session.constant($0, session.types.i32) }
        return place(session.structure(head + content), CoreWords.objectTag, session, isConstant, leads: leads)
    }

    private mutating func place(
        _ value: LLVMValue, _ tag: UInt64, _ session: LLVMSession, _ isConstant: Bool, leads: Bool
    ) -> LLVMValue {
        let global = session.addGlobal(part.isWhole ? "" : part.symbol("hub_object\(objectCount)"), value.type)
        objectCount += 1
        if part.isWhole { global.setLinkage(LLVMPrivateLinkage) } else { part.hide(global) }
        part.initialize(global, value, isConstant: isConstant)
        global.setAlignment(16)
        if isConstant { global.setConstant() }
        let address = session.address(global, offset: Int64(tag), isInBounds: false)
        let word = session.integer(address, session.types.i64)
        if leads, !isConstant { changing.append(word) }
        return word
    }
}
