// Takes f32 and f64 out of a module, for targets without them: a float becomes its bits in an integer, arithmetic
// becomes calls of helpers. Of the halves, which such a target may have, what it lacks is done in f32: the products,
// quotients and roots of IEEE 754, and conversions to and from other formats; double rounding is innocuous there.
// A module whose objects or dynamic values hold floats stays as it is.
// Source of the last claim: Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30 (3), 1995.

import IR
import Support

extension Pass {
    /// Replaces f32 and f64 by i32 and i64.
    public static let lowerFloat = Pass(
        name: "lower-float", summary: "Compute f32 and f64 as bits in integers"
    ) { module, counters in
        guard !module.functions.values.contains(where: \.hasFloatObjects),
            !module.layouts.values.contains(where: \.hasFloats)
        else { return false }
        var halves = HelperTable<HalfHelper>(module)
        var work = FloatLowering.needs(module)
        guard work.contains(true) else { return false }
        // Helpers for halves compute in floats themselves: they come first, so that their bodies are lowered too.
        for helper in [HalfHelper.extend, .narrowSingle, .narrowDouble] where FloatLowering.needs(helper, module) {
            _ = halves.id(helper)
        }
        halves.append(to: &module)
        work += Array(repeating: true, count: module.functions.count - work.count)
        var floats = HelperTable<FloatHelper>(module)
        for id in module.functions.ids where work[id.index] {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            function.signature.replaceFloats()
            counters.count("instructions", FloatLowering.run(&function, &floats, &halves))
            swap(&function, &module.functions[id])
        }
        floats.append(to: &module)
        for id in module.signatures.ids { module.signatures[id].replaceFloats() }
        for id in module.services.ids {
            module.services[id].parameters = module.services[id].parameters.map(\.withoutFloat)
            module.services[id].results = module.services[id].results.map(\.withoutFloat)
        }
        return true
    }
}

/// The work on one function.
private struct FloatLowering {
    private var expander: InstructionExpander
    private var floats: HelperTable<FloatHelper>
    private var halves: HelperTable<HalfHelper>
    private var count = 0

    /// Answers how many instructions it changed.
    static func run(
        _ function: inout Function, _ floats: inout HelperTable<FloatHelper>, _ halves: inout HelperTable<HalfHelper>
    ) -> Int {
        for variable in function.variables.ids {
            function.variables[variable].type = function.variables[variable].type.withoutFloat
        }
        var lowering = FloatLowering(
            expander: InstructionExpander(&function), floats: floats, halves: halves)
        lowering.run()
        lowering.expander.finish(&function)
        floats = lowering.floats
        halves = lowering.halves
        return lowering.count
    }

    /// Definitions may come behind uses in the layout, so the types change last.
    private mutating func run() {
        for block in expander.function.layout.blocks {
            for instruction in expander.function.layout.instructions(block)
            where Self.isAffected(instruction, expander.function) {
                expander.position(before: instruction)
                lower(instruction)
                count += 1
            }
        }
        for value in expander.function.values.ids {
            let type = expander.function.type(value)
            if type.withoutFloat != type { expander.function.setType(value, type.withoutFloat) }
        }
    }

    // MARK: What there is to do

    /// For each function, whether anything in it must change.
    static func needs(_ module: Module) -> [Bool] {
        module.functions.values.map { function in
            (function.signature.parameters + function.signature.results).contains { $0.withoutFloat != $0 }
                || function.variables.values.contains { $0.type.withoutFloat != $0.type }
                || function.values.values.contains { $0.type.withoutFloat != $0.type }
                || function.layout.blocks.contains { block in
                    function.layout.instructions(block).contains { isAffected($0, function) }
                }
        }
    }

    /// Whether something in the module will call `helper`.
    static func needs(_ helper: HalfHelper, _ module: Module) -> Bool {
        module.functions.values.contains { function in
            function.layout.blocks.contains { block in
                function.layout.instructions(block).contains { id in
                    switch helper {
                    case .extend: isAffected(id, function) && Evaluate.sourceType(function[id], in: function) == .f16
                    case .narrowSingle:
                        isAffected(id, function) && function[id].type == .f16
                            && Evaluate.sourceType(function[id], in: function) != .f64
                    case .narrowDouble:
                        function[id].type == .f16 && Evaluate.sourceType(function[id], in: function) == .f64
                    }
                }
            }
        }
    }

    /// Whether the opcode's own type or operand is f32 or f64, or it is one of halves that is done in f32.
    private static func isAffected(_ id: InstructionID, _ function: Function) -> Bool {
        let data = function[id]
        let source = Evaluate.sourceType(data, in: function)
        let isFloat = data.type.withoutFloat != data.type || source.withoutFloat != source
        if isFloat || (data.type != .f16 && source != .f16) { return isFloat }
        switch data.opcode.info.types {
        case .floats: return data.opcode == .fmul || data.opcode == .fdiv || data.opcode == .fsqrt
        case .integerToFloat: return source == .i64
        case .floatToInteger: return data.type == .i64
        case .none, .integers, .integersAndFlag, .halfFloats, .integerConstant, .floatConstant, .compareIntegers,
            .compareFloats, .select, .narrowInteger, .widenInteger, .reinterpret, .insert, .narrowFloat, .widenFloat,
            .pointerToInteger, .integerToPointer, .pointerSum, .address, .load, .store, .variable, .allocate,
            .allocateElements, .indexed,
            .indexedCount, .indexedRanges, .field,
            .dynamic, .unbox, .box, .dynamicOrReference, .element, .byteElement, .byteRanges, .signature, .condition,
            .switchValue,
            .returned:
            return false
        }
    }

    // MARK: Instructions

    private mutating func lower(_ id: InstructionID) {
        let data = expander.function[id]
        guard data.type != .f16 || Evaluate.sourceType(data, in: expander.function) != .f16 else {
            return lowerHalfArithmetic(id)
        }
        switch data.opcode {
        case .fconst: expander.function[id] = .constant(data.immediate, data.type.withoutFloat)
        case .fadd: become(id, FloatHelper.add, [data.valueA, data.valueB])
        case .fsub:
            let negated = flipped(data.valueB, data.type)
            become(id, FloatHelper.add, [data.valueA, negated])
        case .fmul: become(id, FloatHelper.multiply, [data.valueA, data.valueB])
        case .fdiv: become(id, FloatHelper.divide, [data.valueA, data.valueB])
        case .fsqrt: become(id, FloatHelper.squareRoot, [data.valueA])
        case .fmin: become(id, FloatHelper.minimum, [data.valueA, data.valueB])
        case .fmax: become(id, FloatHelper.maximum, [data.valueA, data.valueB])
        case .fneg: becomeValue(id, flipped(data.valueA, data.type))
        case .fabs:
            let format = format(data.type)
            becomeValue(id, expander.binary(.and, format.bits, data.valueA, UInt64(bitPattern: format.magnitude)))
        case .fcmp: lowerCompare(id)
        case .bitcast: becomeValue(id, data.valueA)
        case .sitofp, .uitofp: lowerFromInteger(id)
        case .fptosi, .fptoui: lowerToInteger(id)
        case .fptrunc, .fpext: lowerFormatChange(id)
        case .select, .load, .store, .volatileLoad, .volatileStore, .varGet, .varSet:
            expander.function[id].type = data.type.withoutFloat
        case .iconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem, .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry,
            .subBorrow, .insert, .ptrAdd, .hsxFmul, .hsxFdiv, .icmp, .trunc, .zext, .sext, .ptrToInt, .intToPtr,
            .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy,
            .arrayNew, .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet,
            .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt,
            .isNil, .isRef,
            .box, .unbox,
            .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
            .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint,
            .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
            break
        }
    }

    /// fmul, fdiv and fsqrt of halves.
    private mutating func lowerHalfArithmetic(_ id: InstructionID) {
        let data = expander.function[id]
        let first = extended(data.valueA)
        if data.opcode == .fsqrt { return becomeHalf(id, .narrowSingle, call(.squareRoot(.single), [first])) }
        let second = extended(data.valueB)
        let helper = data.opcode == .fmul ? FloatHelper.multiply(.single) : .divide(.single)
        becomeHalf(id, .narrowSingle, call(helper, [first, second]))
    }

    private mutating func lowerCompare(_ id: InstructionID) {
        let data = expander.function[id]
        let relation = call(.compare(format(data.type)), [data.valueA, data.valueB])
        let wanted = expander.binary(.and, .i32, relation, UInt64(data.floatCondition.relations))
        let zero = expander.constant(0, .i32)
        expander.function[id] = .icmp(.ne, .i32, wanted, zero)
    }

    private mutating func lowerFromInteger(_ id: InstructionID) {
        let data = expander.function[id]
        let isSigned = data.opcode == .sitofp
        var source = data.valueA
        if expander.function.type(source) != .i64, expander.function.type(source) != .i32 {
            source = expander.unary(isSigned ? .sext : .zext, .i32, source)
        }
        let type = expander.function.type(source)
        func helper(_ format: FloatFormat) -> FloatHelper {
            isSigned ? .fromSigned(type, format) : .fromUnsigned(type, format)
        }
        guard let format = FloatFormat(data.type) else {
            // An integer that f32 cannot hold is infinite as a half.
            return becomeHalf(id, .narrowSingle, call(helper(.single), [source]))
        }
        becomeValue(id, call(helper(format), [source]))
    }

    private mutating func lowerToInteger(_ id: InstructionID) {
        let data = expander.function[id]
        let isSigned = data.opcode == .fptosi
        let (source, width) = (expander.function.type(data.valueA), data.type.bits ?? 32)
        var float = source == .f16 ? extended(data.valueA) : data.valueA
        var format = source == .f64 ? FloatFormat.double : .single
        if format == .single, width == 64 {
            float = call(.widen, [float])
            format = .double
        }
        var integer = call(isSigned ? .toSigned(format) : .toUnsigned(format), [float])
        if Int64(width) < format.width {
            integer = clamped(integer, format.bits, to: data.type, isSigned: isSigned)
        }
        becomeValue(id, integer)
    }

    /// The nearest integer of the narrower type.
    private mutating func clamped(
        _ integer: ValueID, _ type: Type, to narrow: Type, isSigned: Bool
    ) -> ValueID {
        let largest = isSigned ? narrow.integerMask >> 1 : narrow.integerMask
        let top = expander.constant(largest, type)
        let isAbove = expander.icmp(isSigned ? .sgt : .ugt, type, integer, top)
        var result = expander.select(type, isAbove, top, integer)
        if isSigned {
            let bottom = expander.constant(~largest, type)
            let isBelow = expander.icmp(.slt, type, result, bottom)
            result = expander.select(type, isBelow, bottom, result)
        }
        return expander.unary(.trunc, narrow, result)
    }

    private mutating func lowerFormatChange(_ id: InstructionID) {
        let data = expander.function[id]
        let source = expander.function.type(data.valueA)
        if data.type == .f16 { return becomeHalf(id, source == .f32 ? .narrowSingle : .narrowDouble, data.valueA) }
        if source == .f64 { return becomeValue(id, call(.narrow, [data.valueA])) }
        let single = source == .f16 ? extended(data.valueA) : data.valueA
        becomeValue(id, data.type == .f32 ? single : call(.widen, [single]))
    }

    // MARK: Steps

    /// Requires: f32 or f64.
    private func format(_ type: Type) -> FloatFormat { type == .f64 ? .double : .single }

    private mutating func flipped(_ value: ValueID, _ type: Type) -> ValueID {
        let format = format(type)
        return expander.binary(.xor, format.bits, value, UInt64(bitPattern: format.sign))
    }

    private mutating func call(_ helper: FloatHelper, _ arguments: [ValueID]) -> ValueID {
        expander.call(floats.id(helper), arguments, results: helper.signature.results)[0]
    }

    /// The bits of an f32 with the value of a half.
    private mutating func extended(_ half: ValueID) -> ValueID {
        let bits = expander.unary(.bitcast, .i16, half)
        return expander.call(halves.id(.extend), [bits], results: [.i32])[0]
    }

    private mutating func become(
        _ id: InstructionID, _ helper: (FloatFormat) -> FloatHelper, _ arguments: [ValueID]
    ) {
        becomeValue(id, call(helper(format(expander.function[id].type)), arguments))
    }

    private mutating func becomeHalf(_ id: InstructionID, _ helper: HalfHelper, _ float: ValueID) {
        let bits = expander.call(halves.id(helper), [float], results: [.i16])[0]
        expander.function[id] = .unary(.bitcast, .f16, bits)
    }

    private mutating func becomeValue(_ id: InstructionID, _ value: ValueID) {
        expander.replace(expander.function.result(id), by: value)
        expander.remove(id)
    }
}

extension FloatCondition {
    /// The relations between two floats that fulfil the condition, as the bits that `FloatHelper.compare` gives.
    fileprivate var relations: UInt8 {
        switch self {
        case .oeq: 1
        case .one: 6
        case .olt: 2
        case .ole: 3
        case .ogt: 4
        case .oge: 5
        case .ord: 7
        case .ueq: 9
        case .une: 14
        case .ult: 10
        case .ule: 11
        case .ugt: 12
        case .uge: 13
        case .uno: 8
        }
    }
}

extension Type {
    fileprivate var withoutFloat: Type { FloatFormat(self)?.bits ?? self }
}

extension Signature {
    fileprivate mutating func replaceFloats() {
        lower(parameters: parameters.map(\.withoutFloat), results: results.map(\.withoutFloat))
    }
}

extension Function {
    /// Whether dynamic values may hold floats.
    fileprivate var hasFloatObjects: Bool {
        layout.blocks.contains { block in
            layout.instructions(block).contains { id in
                let rule = self[id].opcode.info.types
                return self[id].type.isFloat && (rule == .box || rule == .unbox)
            }
        }
    }
}

extension ObjectLayout {
    /// Whether its objects hold floats that are no values of their own.
    fileprivate var hasFloats: Bool { elements?.isFloat == true || fields.contains { $0.type.isFloat } }
}
