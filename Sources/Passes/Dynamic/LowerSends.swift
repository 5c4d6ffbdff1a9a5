// Makes direct calls of sends. Each message gets a function that picks the method by what the receiver is; sends call it,
// or the method itself where there is but one. Behind this pass a module has neither sends nor methods of messages.

import IR
import Support

extension Pass {
    /// Replaces `send` and `tail_send`.
    static let lowerSends = Pass(name: "lower-sends", summary: "calls the methods of messages directly") {
        module, counters in
        guard !module.selectors.isEmpty else { return false }
        let sent = module.sentSelectors()
        let receivers = PossibleReceivers(module)
        var names = Set(module.functions.values.map(\.name))
        var callees = SecondaryMap<SelectorID, FunctionID?>(initial: nil)
        for selector in module.selectors.ids where sent.contains(selector) {
            let dispatch = Dispatch(module.selectors[selector], receivers, module)
            if let only = dispatch.onlyMethod {
                callees[selector] = only
                continue
            }
            var name = "send " + module.selectors[selector].name
            while !names.insert(name).inserted { name += "'" }
            let arity = sent.arity(selector)
            callees[selector] = module.functions.append(DispatchWriter.function(dispatch, named: name, arity: arity))
        }
        let count = module.replaceSends(callees)
        module.dropMethods()
        counters.count("sends", count)
        return true
    }
}

/// The messages that a module sends, with the number of values that are passed.
private struct SentSelectors {
    private var arities: [SelectorID: Int] = [:]

    mutating func add(_ selector: SelectorID, _ arity: Int) { arities[selector] = arity }
    func contains(_ selector: SelectorID) -> Bool { arities[selector] != nil }
    func arity(_ selector: SelectorID) -> Int { arities[selector] ?? 1 }
}

/// What receivers there can be: layouts of which no object is made are none.
struct PossibleReceivers {
    /// In the order of their numbers.
    let layouts: [LayoutID]

    init(_ module: Module) {
        var made = EntitySet<LayoutID>()
        for root in module.roots.values {
            if case .object(let layout, _) = root.value { made.insert(layout) }
        }
        for function in module.functions.values {
            for block in function.layout.blocks {
                for id in function.layout.instructions(block) {
                    let data = function[id]
                    guard data.opcode == .alloc || data.opcode == .allocElements, let layout = data.type.layout else {
                        continue
                    }
                    made.insert(layout)
                }
            }
        }
        layouts = module.layouts.ids.filter { made.contains($0) }
    }
}

extension Module {
    fileprivate func sentSelectors() -> SentSelectors {
        var sent = SentSelectors()
        for function in functions.values {
            for block in function.layout.blocks {
                for id in function.layout.instructions(block) where function[id].opcode.info.format == .send {
                    sent.add(function[id].selector, function.lists.count(function[id].list))
                }
            }
        }
        return sent
    }

    fileprivate mutating func replaceSends(_ callees: SecondaryMap<SelectorID, FunctionID?>) -> Int {
        var count = 0
        for function in functions.ids {
            for block in functions[function].layout.blocks {
                for id in functions[function].layout.instructions(block) {
                    let data = functions[function][id]
                    guard data.opcode.info.format == .send, let callee = callees[data.selector] else { continue }
                    functions[function][id].opcode = data.opcode.isTerminator ? .tailCall : .call
                    functions[function][id].a = callee.rawValue
                    count += 1
                }
            }
        }
        return count
    }

    /// Forgets the methods of messages: their addresses are not taken any more, unless something else takes them.
    fileprivate mutating func dropMethods() {
        var methods = EntitySet<FunctionID>()
        for selector in selectors.ids {
            for method in selectors[selector].methods { methods.insert(method.function) }
            selectors[selector].methods = []
        }
        for function in functions.values {
            for block in function.layout.blocks {
                for id in function.layout.instructions(block) where function[id].opcode == .functionAddr {
                    methods.remove(function[id].function)
                }
            }
        }
        for global in globals.values {
            for relocation in global.relocations {
                if case .function(let function) = relocation.target { methods.remove(function) }
            }
        }
        for method in methods { functions[method].attributes.remove(.addressTaken) }
    }
}
