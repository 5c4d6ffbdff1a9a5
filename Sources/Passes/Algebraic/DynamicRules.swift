// Rules for dynamic values: boxes and unboxes that meet, tests of what is made here, and constants of the module.

import IR
import Support

extension AlgebraicSimplifier {
    /// `unbox` of a `box` of the same type, or of a constant number.
    mutating func simplifyUnbox(_ data: Instruction) -> Rewrite {
        guard let id = function.definingInstruction(data.valueA) else { return .keep }
        let inner = function[id]
        if inner.opcode == .box {
            if inner.type == data.type, data.type.layout == nil || isObject(inner.valueA) { return .use(inner.valueA) }
            return .keep
        }
        if data.type == .i64, case .integer(let number) = inner.constantRoot(module.roots) {
            return .constant(UInt64(bitPattern: number))
        }
        return .keep
    }

    /// `box` of what has just been taken out of a box: a reference keeps its identity, and small or equal numbers are one.
    mutating func simplifyBox(_ data: Instruction) -> Rewrite {
        guard let inner = match(data.valueA, .unbox), inner.type == data.type else { return .keep }
        return .use(inner.valueA)
    }

    mutating func simplifyIsRef(_ data: Instruction) -> Rewrite {
        guard let id = function.definingInstruction(data.valueA), let holds = isRef(data.type, function[id]) else {
            return .keep
        }
        return .constant(holds ? 1 : 0)
    }

    mutating func simplifyIsNil(_ data: Instruction) -> Rewrite {
        guard let id = function.definingInstruction(data.valueA) else { return .keep }
        let inner = function[id]
        if inner.opcode == .nilConst { return .constant(1) }
        if inner.opcode == .alloc || inner.opcode == .unbox { return .constant(0) }
        if inner.opcode == .box {
            return inner.type.layout == nil ? .constant(0) : .become(.unary(.isNil, inner.type, inner.valueA))
        }
        if makesObject(inner) { return .constant(0) }
        switch inner.constantRoot(module.roots) {
        case .null: return .constant(1)
        case .integer, .float, .bytes, .object, .closure, .array: return .constant(0)
        case .same, nil: return .keep
        }
    }

    mutating func simplifyIdentity(_ data: Instruction) -> Rewrite {
        if data.valueA == data.valueB { return .constant(1) }
        // Of two boxes of one number it may say either.
        if let one = match(data.valueA, .box), let other = match(data.valueB, .box), one.type == .i64,
            other.type == .i64
        {
            return .become(.icmp(.eq, .i64, one.valueA, other.valueA))
        }
        if let isSame = areIdentical(data.valueA, data.valueB) { return .constant(isSame ? 1 : 0) }
        for (one, other) in [(data.valueA, data.valueB), (data.valueB, data.valueA)] {
            if let choice = match(one, .select), let first = areIdentical(choice.valueB, other),
                let second = areIdentical(choice.valueC, other)
            {
                if first == second { return .constant(first ? 1 : 0) }
                return first ? .use(choice.valueA) : .become(.unary(.not, .i1, choice.valueA))
            }
            guard let id = function.definingInstruction(one) else { continue }
            let inner = function[id]
            var isNil = inner.opcode == .nilConst
            if case .null = inner.constantRoot(module.roots) { isNil = true }
            if isNil { return .become(.unary(.isNil, .any, other)) }
        }
        return .keep
    }

    // MARK: What is known

    /// Whether two values are one, where both are read from constant roots.
    private func areIdentical(_ one: ValueID, _ other: ValueID) -> Bool? {
        guard let one = function.definingInstruction(one), let other = function.definingInstruction(other),
            let first = function[one].constantRootID(module.roots),
            let second = function[other].constantRootID(module.roots)
        else { return nil }
        return module.roots.areIdentical(first, second)
    }

    /// Whether a reference certainly is one to an object.
    private func isObject(_ value: ValueID) -> Bool {
        guard let id = function.definingInstruction(value) else { return false }
        return function[id].opcode == .alloc || function[id].opcode == .unbox
    }

    private func makesObject(_ data: Instruction) -> Bool {
        switch data.opcode.info.format {
        case .closure: true
        case .unary: data.opcode == .arrayNew || data.opcode == .bytesNew || data.opcode == .cellNew
        case .nullary, .trap, .immediate, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet, .call, .indirectCall, .closureCall, .send, .service, .jump, .branch, .switchTable,
            .list, .number:
            false
        }
    }

    /// Whether `is_ref.type` holds for the value that `data` gives; nil where that is open.
    private func isRef(_ type: Type, _ data: Instruction) -> Bool? {
        if data.opcode == .nilConst { return false }
        if data.opcode == .box { return isRef(type, boxOf: data) }
        if makesObject(data) { return false }
        switch data.constantRoot(module.roots) {
        case .null, .bytes, .closure, .array: return false
        case .float: return type == .f64
        case .integer: return type == .i64 ? true : type.isInteger ? nil : false
        case .object(let layout, _): return type.layout.map { module.layouts.isKind(layout, of: $0) } ?? false
        case .same, nil: return nil
        }
    }

    private func isRef(_ type: Type, boxOf data: Instruction) -> Bool? {
        switch (type.layout, data.type.layout) {
        case (let wanted?, let found?):
            if module.layouts.isKind(found, of: wanted) { return isObject(data.valueA) ? true : nil }
            // An object of a layout that extends what the reference says may be meant.
            return module.layouts.isKind(wanted, of: found) ? nil : false
        case (nil, nil):
            if type == data.type { return true }
            return type.isInteger && data.type.isInteger ? nil : false
        case (.some, nil), (nil, .some): return false
        }
    }
}
