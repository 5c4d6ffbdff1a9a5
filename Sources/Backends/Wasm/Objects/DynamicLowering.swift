// Dynamic values: boxing, tests, identity; and what may be in the way: a trap of the engine's own where its words tell
// the trap, else a test in front.

import CBinaryen
import IR

extension FunctionLowering {
    // MARK: Traps

    /// Traps with `bad_cast` before what follows unless the value `isRight`, where the engine's own trap would not do.
    mutating func expect(_ value: ValueID, _ isRight: (WasmExpression) -> WasmExpression) {
        if context.hasEngineTraps { return }
        keep(value)
        emitTrap(.badCast, if: wasm.unary(BinaryenEqZInt32(), isRight(use(value))))
    }

    /// What a cast that has been tested, or that traps by itself, may do.
    var castEffects: TreeEffects { context.hasEngineTraps ? .traps : [] }

    /// Whether a reference is never null.
    func isObject(_ value: ValueID) -> Bool {
        guard let instruction = function.definingInstruction(value) else { return false }
        let opcode = function[instruction].opcode
        return opcode == .alloc || opcode == .allocElements || opcode == .unbox
    }

    // MARK: Boxing

    mutating func lowerBox(_ id: InstructionID, _ data: Instruction) {
        let value = data.valueA
        switch data.type.kind {
        case .ref: prepare(value)
        case .i64: return lowerIntegerBox(id, value)
        case .i1, .i8, .i16, .i32, .f16, .f32, .f64, .ptr, .any: prepare(value)
        }
        let boxed: WasmExpression
        switch data.type.kind {
        case .ref: boxed = use(value)
        case .i1: boxed = wasm.small(use(value))
        case .i8, .i16: boxed = wasm.small(useSigned(value))
        case .i32: boxed = wasm.call(BoxedIntegers.box, [wasm.unary(BinaryenExtendSInt32(), use(value))], .eqref)
        case .f32: boxed = wasm.structure(objects.types[.single], [use(value, for: .box)])
        case .f64: boxed = wasm.structure(objects.types[.double], [use(value, for: .box)])
        case .ptr: boxed = wasm.structure(objects.types[.address], [use(value)])
        case .i64, .f16, .any: preconditionFailure("FunctionLowering: box of \(data.type) in a legal module")
        }
        define(function.result(id), boxed)
    }

    private mutating func lowerIntegerBox(_ id: InstructionID, _ value: ValueID) {
        if let bits = constant(value), BoxedIntegers.isSmall(Int64(bitPattern: bits)) {
            return define(function.result(id), wasm.small(wasm.constant(Int32(truncatingIfNeeded: bits))))
        }
        if knownBits(value).maximum < UInt64(BoxedIntegers.half) {
            prepare(value)
            return define(function.result(id), BoxedIntegers.small(use(value), wasm))
        }
        guard context.isFast else {
            prepare(value)
            return define(function.result(id), wasm.call(BoxedIntegers.box, [use(value)], .eqref))
        }
        keep(value)
        let isSmall = BoxedIntegers.isSmall(use(value), wasm)
        let large = wasm.structure(objects.types[.integer], [use(value)])
        define(
            function.result(id), wasm.conditional(isSmall, BoxedIntegers.small(use(value), wasm), large))
    }

    mutating func lowerUnbox(_ id: InstructionID, _ data: Instruction) {
        let value = data.valueA
        switch data.type.kind {
        case .i64: lowerIntegerUnbox(id, value)
        case .i1, .i8, .i16, .i32: lowerNarrowUnbox(id, data)
        case .ref:
            guard let layout = data.type.layout else { return }
            prepare(value)
            let object = checked(value, .layout(layout))
            define(function.result(id), object, castEffects)
        case .f32, .f64, .ptr:
            let kind: ObjectKind = data.type == .f32 ? .single : data.type == .f64 ? .double : .address
            prepare(value)
            let object = checked(value, kind)
            define(function.result(id), wasm.field(0, of: object, context.wasmType(data.type)), castEffects)
        case .f16, .any: preconditionFailure("FunctionLowering: unbox of \(data.type) in a legal module")
        }
    }

    private mutating func lowerIntegerUnbox(_ id: InstructionID, _ value: ValueID) {
        prepare(value)
        expect(value) { [wasm] in wasm.call(BoxedIntegers.isInteger, [$0], .i32) }
        guard context.isFast else {
            return define(function.result(id), wasm.call(BoxedIntegers.unbox, [use(value)], .i64), castEffects)
        }
        keep(value)
        let large = wasm.field(0, of: wasm.cast(use(value), objects.types[.integer]), .i64)
        let small = BoxedIntegers.value(small: use(value), wasm)
        define(
            function.result(id), wasm.conditional(wasm.test(use(value), .i31), small, large), castEffects)
    }

    /// An integer that may be one, but too large.
    private mutating func lowerNarrowUnbox(_ id: InstructionID, _ data: Instruction) {
        keep(data.valueA)
        let isRight = isInteger(data.valueA, data.type)
        emitTrap(.badCast, if: wasm.unary(BinaryenEqZInt32(), isRight))
        let integer = wasm.call(BoxedIntegers.unbox, [use(data.valueA)], .i64)
        define(function.result(id), masked(wasm.unary(BinaryenWrapInt64(), integer), data.type))
    }

    /// Whether a value, which has been kept, is an integer of `type`.
    private mutating func isInteger(_ value: ValueID, _ type: Type) -> WasmExpression {
        guard let range = BoxedIntegers.range(type) else {
            guard context.isFast else { return wasm.call(BoxedIntegers.isInteger, [use(value)], .i32) }
            let isSmall = wasm.test(use(value), .i31)
            return wasm.binary(BinaryenOrInt32(), isSmall, wasm.test(use(value), objects.types[.integer]))
        }
        let arguments = [use(value), wasm.constant(range.lowest), wasm.constant(range.span)]
        return wasm.call(BoxedIntegers.isWithin, arguments, .i32)
    }

    // MARK: Tests

    mutating func lowerReferenceTest(_ id: InstructionID, _ data: Instruction) {
        let value = data.valueA
        let kind: ObjectKind
        switch data.type.kind {
        case .i1, .i8, .i16, .i32, .i64:
            keep(value)
            return define(function.result(id), isInteger(value, data.type))
        case .ref:
            guard let layout = data.type.layout else { return }
            kind = .layout(layout)
        case .f32: kind = .single
        case .f64: kind = .double
        case .ptr: kind = .address
        case .f16, .any: preconditionFailure("FunctionLowering: is_ref of \(data.type) in a legal module")
        }
        prepare(value)
        define(function.result(id), wasm.test(use(value), objects.types[kind]))
    }

    mutating func lowerNilTest(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        define(function.result(id), wasm.isNull(use(data.valueA)))
    }

    mutating func lowerSmallIntegerTest(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        define(function.result(id), wasm.test(use(data.valueA), .i31))
    }

    mutating func lowerIdentity(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA, data.valueB)
        let left = use(data.valueA)
        define(function.result(id), wasm.isSame(left, use(data.valueB)))
    }

    // MARK: Roots

    mutating func lowerRootGet(_ id: InstructionID, _ data: Instruction) {
        if context.module.roots[data.root].isConstant { return }
        define(function.result(id), objects.roots.value(data.root, wasm), .reads)
    }

    mutating func lowerRootSet(_ data: Instruction) {
        prepare(data.valueB)
        emit(objects.roots.set(data.root, use(data.valueB), wasm), .writes)
    }
}
