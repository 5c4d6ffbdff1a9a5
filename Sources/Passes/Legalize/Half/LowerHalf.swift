// Takes f16 out of a module, for targets without it: a half becomes its bits in an i16, arithmetic is done in f32 and
// rounded again, which is innocuous for + - * / and the square root. Signatures, services, variables, loads and stores
// change alike. A module whose objects or dynamic values hold halves stays as it is.
// Source: Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30 (3), 1995.

import IR
import Support

extension Pass {
    /// Replaces f16 by i16 and f32.
    public static let lowerHalf = Pass(
        name: "lower-half", summary: "Compute halves as the bits of i16, in f32"
    ) { module, counters in
        guard module.usesHalf, !module.hasHalfObjects else { return false }
        var helpers = HelperTable<HalfHelper>(module)
        for id in module.functions.ids {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            counters.count("instructions", lowerHalf(&function, &helpers))
            swap(&function, &module.functions[id])
        }
        helpers.append(to: &module)
        for id in module.signatures.ids { module.signatures[id].replaceHalf() }
        for id in module.services.ids {
            module.services[id].parameters = module.services[id].parameters.map(\.withoutHalf)
            module.services[id].results = module.services[id].results.map(\.withoutHalf)
        }
        return true
    }

    /// Answers how many instructions it changed.
    private static func lowerHalf(_ function: inout Function, _ helpers: inout HelperTable<HalfHelper>) -> Int {
        function.signature.replaceHalf()
        for variable in function.variables.ids where function.variables[variable].type == .f16 {
            function.variables[variable].type = .i16
        }
        var lowering = HalfLowering(InstructionExpander(&function), helpers)
        lowering.run()
        lowering.expander.finish(&function)
        helpers = lowering.helpers
        return lowering.count
    }
}

/// The work on one function.
private struct HalfLowering {
    var expander: InstructionExpander
    var helpers: HelperTable<HalfHelper>
    private(set) var count = 0

    init(_ expander: InstructionExpander, _ helpers: HelperTable<HalfHelper>) {
        self.expander = expander
        self.helpers = helpers
    }

    /// Definitions may come behind uses in the layout, so the types change last.
    mutating func run() {
        let blocks = expander.function.layout.blocks
        for block in blocks {
            for instruction in expander.function.layout.instructions(block) where usesHalf(instruction) {
                expander.position(before: instruction)
                lower(instruction)
                count += 1
            }
        }
        for value in expander.function.values.ids where expander.function.type(value) == .f16 {
            expander.function.setType(value, .i16)
        }
    }

    /// Whether the opcode's own type or operand is f16; calls and branches only pass halves on.
    private func usesHalf(_ id: InstructionID) -> Bool {
        let data = expander.function[id]
        return data.type == .f16 || Evaluate.sourceType(data, in: expander.function) == .f16
    }

    private mutating func lower(_ id: InstructionID) {
        let data = expander.function[id]
        switch data.opcode {
        case .fconst: expander.function[id] = .constant(data.immediate, .i16)
        case .fadd, .fsub, .fmul, .fdiv, .fmin, .fmax:
            let (a, b) = (extended(data.valueA), extended(data.valueB))
            becomeNarrowed(id, expander.binary(data.opcode, .f32, a, b))
        case .fsqrt: becomeNarrowed(id, expander.unary(.fsqrt, .f32, extended(data.valueA)))
        case .fneg: becomeMasked(id, .xor, 0x8000)
        case .fabs: becomeMasked(id, .and, 0x7FFF)
        case .hsxFmul: lowerProduct(id)
        case .hsxFdiv: lowerQuotient(id)
        case .fcmp:
            let (a, b) = (extended(data.valueA), extended(data.valueB))
            expander.function[id] = Instruction(.fcmp, type: .f32, aux: data.aux, a: a.rawValue, b: b.rawValue)
        case .bitcast:
            expander.replace(expander.function.result(id), by: data.valueA)
            expander.remove(id)
        case .sitofp, .uitofp:
            // An integer that f32 cannot hold is infinite as a half.
            becomeNarrowed(id, expander.unary(data.opcode, .f32, data.valueA))
        case .fptosi, .fptoui: expander.function[id] = .unary(data.opcode, data.type, extended(data.valueA))
        case .fptrunc:
            let isDouble = expander.function.type(data.valueA) == .f64
            become(id, isDouble ? .narrowDouble : .narrowSingle, data.valueA)
        case .fpext:
            if data.type == .f32 { return become(id, .extend, data.valueA) }
            expander.function[id] = .unary(.fpext, data.type, extended(data.valueA))
        case .select, .load, .store, .volatileLoad, .volatileStore, .varGet, .varSet: expander.function[id].type = .i16
        case .iconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem, .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry,
            .subBorrow, .insert, .ptrAdd, .icmp, .trunc, .zext, .sext, .ptrToInt, .intToPtr, .alloc, .fieldGet,
            .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy,
            .bytesLength,
            .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd,
            .dynSub, .dynMul,
            .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound, .call,
            .callIndirect, .callClosure, .send,
            .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch,
            .switch, .ret, .trap, .unreachable:
            break
        }
    }

    /// A product that was rounded up to the smallest normal number is one less.
    private mutating func lowerProduct(_ id: InstructionID) {
        let data = expander.function[id]
        let (a, b) = (extended(data.valueA), extended(data.valueB))
        let product = expander.binary(.fmul, .f32, a, b)
        let rounded = narrowed(product)
        let exact = expander.binary(.and, .i32, expander.unary(.bitcast, .i32, product), 0x7FFF_FFFF)
        let isBelow = expander.icmp(.ult, .i32, exact, 0x3880_0000)
        let isSmallest = expander.icmp(.eq, .i16, expander.binary(.and, .i16, rounded, 0x7FFF), 0x0400)
        let isRaised = expander.binary(.and, .i1, isBelow, isSmallest)
        let correction = expander.unary(.zext, .i16, isRaised)
        expander.function[id] = .binary(.sub, .i16, rounded, correction)
    }

    /// A divisor of zero counts as infinite.
    private mutating func lowerQuotient(_ id: InstructionID) {
        let data = expander.function[id]
        let isZero = expander.icmp(.eq, .i16, expander.binary(.and, .i16, data.valueB, 0x7FFF), 0)
        let divisor = expander.select(.i16, isZero, expander.constant(0x7C00, .i16), data.valueB)
        let (a, b) = (extended(data.valueA), extended(divisor))
        becomeNarrowed(id, expander.binary(.fdiv, .f32, a, b))
    }

    // Steps.

    private mutating func extended(_ half: ValueID) -> ValueID {
        expander.call(helpers.id(.extend), [half], results: [.f32])[0]
    }

    private mutating func narrowed(_ single: ValueID) -> ValueID {
        expander.call(helpers.id(.narrowSingle), [single], results: [.i16])[0]
    }

    private mutating func becomeNarrowed(_ id: InstructionID, _ single: ValueID) {
        become(id, .narrowSingle, single)
    }

    private mutating func become(_ id: InstructionID, _ helper: HalfHelper, _ argument: ValueID) {
        let list = expander.function.lists.make([argument])
        expander.function[id] = Instruction(.call, a: helpers.id(helper).rawValue, b: list.rawValue)
    }

    private mutating func becomeMasked(_ id: InstructionID, _ opcode: Opcode, _ mask: UInt64) {
        let operand = expander.function[id].valueA
        expander.function[id] = .binary(opcode, .i16, operand, expander.constant(mask, .i16))
    }
}

extension Type {
    fileprivate var withoutHalf: Type { self == .f16 ? .i16 : self }
}

extension Signature {
    fileprivate mutating func replaceHalf() {
        lower(parameters: parameters.map(\.withoutHalf), results: results.map(\.withoutHalf))
    }
}

extension Function {
    fileprivate var usesHalf: Bool {
        if variables.values.contains(where: { $0.type == .f16 }) { return true }
        return layout.blocks.contains { block in
            parameters(block).contains { type($0) == .f16 }
                || layout.instructions(block).contains { id in
                    self[id].type == .f16 || results(id).contains { type($0) == .f16 }
                }
        }
    }
}

extension Module {
    fileprivate var usesHalf: Bool {
        let signatures = signatures.values + functions.values.map(\.signature)
        return signatures.contains { ($0.parameters + $0.results).contains(.f16) }
            || services.values.contains { ($0.parameters + $0.results).contains(.f16) }
            || functions.values.contains(where: \.usesHalf)
    }

    /// Whether objects or dynamic values may hold halves.
    fileprivate var hasHalfObjects: Bool {
        layouts.values.contains { $0.fields.contains { $0.type == .f16 } }
            || functions.values.contains { function in
                function.layout.blocks.contains { block in
                    function.layout.instructions(block).contains { id in
                        let (rule, type) = (function[id].opcode.info.types, function[id].type)
                        return type == .f16 && (rule == .box || rule == .unbox)
                    }
                }
            }
    }
}
