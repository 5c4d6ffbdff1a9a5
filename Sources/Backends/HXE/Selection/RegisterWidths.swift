// How many low bits of the register that will hold a value can be set: what makes extensions free and signed
// comparisons unsigned. It follows the code that selection emits, not only the type: a narrow sum may carry into the
// bits above its type. Requires: control-flow graph valid.

import IR
import Support

/// Upper bounds on the bits of each value's register.
struct RegisterWidths {
    private var bits: SecondaryMap<ValueID, UInt8>

    init(_ function: Function, _ graph: ControlFlowGraph) {
        bits = SecondaryMap(initial: 0, count: function.values.count)
        if let entry = function.entry {
            for parameter in function.parameters(entry) { bits[parameter] = Self.unknown(function.type(parameter)) }
        }
        var changed = true
        var round = 0
        while changed {
            changed = false
            round += 1
            for block in graph.reversePostorder {
                var cursor = function.layout.first(in: block)
                while let instruction = cursor {
                    cursor = function.layout.next(instruction)
                    for index in 0..<function.resultCount(instruction) {
                        let value = function.result(instruction, index)
                        let isUnknown = index > 0 || function[instruction].opcode.effects.contains(.calls)
                        let bound = isUnknown ? Int(Self.unknown(function.type(value))) : width(instruction, function)
                        raise(value, bound, round, &changed)
                    }
                    guard function[instruction].opcode.isTerminator else { continue }
                    for id in function.blockCallIDs(instruction) {
                        let call = function.blockCalls[id]
                        let parameters = function.parameters(call.block)
                        for position in parameters.indices {
                            raise(parameters[position], self[function.lists[call.arguments, position]], round, &changed)
                        }
                    }
                }
            }
        }
    }

    subscript(value: ValueID) -> Int { Int(bits[value]) }

    /// A value that grows round after round gets the widest bound at once, so that few rounds are needed.
    private mutating func raise(_ value: ValueID, _ new: Int, _ round: Int, _ changed: inout Bool) {
        guard new > Int(bits[value]) else { return }
        bits[value] = round > 4 ? 32 : UInt8(new)
        changed = true
    }

    /// What an unknown register of `type` may hold: a flag is 0 or 1, the upper half of narrow values is anybody's
    /// guess.
    private static func unknown(_ type: Type) -> UInt8 { type == .i1 ? 1 : 32 }

    private func width(_ id: InstructionID, _ function: Function) -> Int {
        let data = function[id]
        let typeBits = data.type.bits ?? 32
        func a() -> Int { self[data.valueA] }
        func b() -> Int { self[data.valueB] }
        func amount(_ value: ValueID) -> Int? {
            guard let definition = function.definingInstruction(value), function[definition].opcode == .iconst else {
                return nil
            }
            return Int(function[definition].immediate) & (typeBits - 1)
        }
        let bound: Int
        switch data.opcode {
        case .iconst, .fconst: bound = 64 - data.immediate.leadingZeroBitCount
        case .add: bound = max(a(), b()) + 1
        case .ptrAdd: bound = b() < (function.type(data.valueB).bits ?? 32) ? max(a(), b()) + 1 : 32
        case .and: bound = min(a(), b())
        case .or, .xor: bound = max(a(), b())
        case .mul: bound = a() + b()
        case .shl: bound = amount(data.valueB).map { a() + $0 } ?? 32
        case .lshr: bound = min(a(), typeBits) - min(min(a(), typeBits), amount(data.valueB) ?? 0)
        case .udiv: bound = min(a(), typeBits)
        case .urem: bound = min(a(), b(), typeBits)
        case .clz, .ctz, .popcnt: bound = 6
        case .select: bound = max(b(), self[data.valueC])
        case .zext: bound = min(a(), function.type(data.valueA).bits ?? 32)
        case .trunc, .ptrToInt, .bitcast: bound = a()
        case .intToPtr: bound = min(a(), function.type(data.valueA).bits ?? 32)
        case .insert: bound = max(a(), min(b(), function.type(data.valueB).bits ?? 32))
        case .load, .volatileLoad: bound = typeBits
        case .icmp, .fcmp: bound = 1
        case .fabs: bound = 15
        case .addCarry: bound = max(a(), b()) + 1
        case .globalAddr, .functionAddr: bound = 32
        case .sub, .sdiv, .srem, .not, .neg, .ashr, .umulh, .smulh, .subBorrow, .fadd, .fsub, .fmul, .fdiv, .fneg,
            .fsqrt, .fmin,
            .fmax, .hsxFmul, .hsxFdiv, .sext, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .slotAddr,
            .nilConst,
            .varGet, .varSet, .store, .volatileStore, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
            .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet, .arraySet,
            .arrayLength,
            .bytesNew,
            .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure,
            .isInt,
            .isNil, .isRef, .box,
            .unbox,
            .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
            .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop,
            .jump,
            .branch, .switch, .ret, .trap, .unreachable:
            bound = 32
        }
        // Flags are kept as 0 or 1 whatever computed them.
        return data.type == .i1 && data.opcode != .icmp && data.opcode != .fcmp ? min(bound, 1) : min(bound, 32)
    }
}
