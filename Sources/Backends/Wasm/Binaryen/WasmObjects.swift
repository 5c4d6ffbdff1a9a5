// Makes the expressions and declarations of objects: references, structures, arrays, globals.

import CBinaryen

extension WasmModule {
    // MARK: References

    /// The null reference of `type`.
    func null(_ type: WasmType) -> WasmExpression { made(BinaryenRefNull(reference, type.reference)) }

    /// `value` without null; traps when it is null.
    func nonNull(_ value: WasmExpression) -> WasmExpression {
        made(BinaryenRefAs(reference, BinaryenRefAsNonNull(), value.reference))
    }

    func isNull(_ value: WasmExpression) -> WasmExpression { made(BinaryenRefIsNull(reference, value.reference)) }

    func isSame(_ left: WasmExpression, _ right: WasmExpression) -> WasmExpression {
        made(BinaryenRefEq(reference, left.reference, right.reference))
    }

    /// Whether `value` refers to an object of `type`; null does not.
    func test(_ value: WasmExpression, _ type: WasmHeapType) -> WasmExpression {
        made(BinaryenRefTest(reference, value.reference, WasmType(type, isNullable: false).reference))
    }

    /// `value` as a reference to an object of `type`; traps when it is none.
    func cast(_ value: WasmExpression, _ type: WasmHeapType) -> WasmExpression {
        made(BinaryenRefCast(reference, value.reference, WasmType(type, isNullable: false).reference))
    }

    /// A small integer as a reference: the low 31 bits.
    func small(_ value: WasmExpression) -> WasmExpression { made(BinaryenRefI31(reference, value.reference)) }

    /// The integer, sign-extended, in a reference; traps when there is none in it.
    func integer(small value: WasmExpression) -> WasmExpression {
        made(BinaryenI31Get(reference, cast(value, .i31).reference, true))
    }

    /// A reference to the function `name`, which has `type`.
    func function(_ name: String, _ type: WasmHeapType) -> WasmExpression {
        made(BinaryenRefFunc(reference, name, WasmType(type, isNullable: false).reference))
    }

    /// Calls the function that `target` refers to; `isTail`: in place of the function that calls.
    func call(
        reference target: WasmExpression, _ arguments: [WasmExpression], _ result: WasmType, isTail: Bool
    ) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = arguments.map(\.reference)
        return made(
            BinaryenCallRef(
                reference, target.reference, &references, UInt32(references.count), result.reference, isTail))
    }

    // MARK: Structures

    /// A new structure with these fields; without any, all are zero or null.
    func structure(_ type: WasmHeapType, _ fields: [WasmExpression]) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = fields.map(\.reference)
        return made(BinaryenStructNew(reference, &references, UInt32(references.count), type.reference))
    }

    func field(_ number: Int, of object: WasmExpression, _ type: WasmType) -> WasmExpression {
        made(BinaryenStructGet(reference, UInt32(number), object.reference, type.reference, false))
    }

    func setField(_ number: Int, of object: WasmExpression, _ value: WasmExpression) -> WasmExpression {
        made(BinaryenStructSet(reference, UInt32(number), object.reference, value.reference))
    }

    // MARK: Arrays

    /// A new array of `size` elements, all zero or null.
    func array(_ type: WasmHeapType, size: WasmExpression) -> WasmExpression {
        made(BinaryenArrayNew(reference, type.reference, size.reference, nil))
    }

    func array(_ type: WasmHeapType, _ elements: [WasmExpression]) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = elements.map(\.reference)
        return made(BinaryenArrayNewFixed(reference, type.reference, &references, UInt32(references.count)))
    }

    /// An element; one that is narrower than an i32 has zeros above it.
    func element(_ index: WasmExpression, ofArray array: WasmExpression, _ type: WasmType) -> WasmExpression {
        made(BinaryenArrayGet(reference, array.reference, index.reference, type.reference, false))
    }

    func setElement(
        _ index: WasmExpression, ofArray array: WasmExpression, _ value: WasmExpression
    ) -> WasmExpression {
        made(BinaryenArraySet(reference, array.reference, index.reference, value.reference))
    }

    /// Copies elements between arrays of one type, or within one; traps when a range does not lie within its array.
    func copy(
        _ target: WasmExpression, _ to: WasmExpression, _ source: WasmExpression, _ from: WasmExpression,
        _ count: WasmExpression
    ) -> WasmExpression {
        made(
            BinaryenArrayCopy(
                reference, target.reference, to.reference, source.reference, from.reference, count.reference))
    }

    func length(ofArray array: WasmExpression) -> WasmExpression {
        made(BinaryenArrayLen(reference, array.reference))
    }

    // MARK: Globals

    /// Declares a global; `value` is a constant expression.
    func addGlobal(_ name: String, _ type: WasmType, isMutable: Bool, _ value: WasmExpression) {
        _ = BinaryenAddGlobal(reference, name, type.reference, isMutable, value.reference)
    }

    func global(_ name: String, _ type: WasmType) -> WasmExpression {
        made(BinaryenGlobalGet(reference, name, type.reference))
    }

    func setGlobal(_ name: String, _ value: WasmExpression) -> WasmExpression {
        made(BinaryenGlobalSet(reference, name, value.reference))
    }

    // MARK: Functions

    /// Defines a function of a type from a group; `variables` are its locals behind the parameters.
    func define(_ name: String, _ type: WasmHeapType, variables: [WasmType], body: WasmExpression) {
        var types = variables.map(\.reference)
        _ = BinaryenAddFunctionWithHeapType(
            reference, name, type.reference, &types, UInt32(types.count), body.reference)
    }

    /// Runs `body` when the module is instantiated.
    func setStart(_ name: String, body: WasmExpression) {
        let none = BinaryenTypeNone()
        let function = BinaryenAddFunction(reference, name, none, none, nil, 0, body.reference)
        BinaryenSetStart(reference, function)
    }

    func addCustomSection(_ name: String, _ bytes: [UInt8]) {
        let contents = bytes.map { CChar(bitPattern: $0) }
        BinaryenAddCustomSection(reference, name, contents, UInt32(contents.count))
    }

    /// Lets the module have objects.
    func enableObjects() {
        let features = BinaryenFeatureReferenceTypes() | BinaryenFeatureGC()
        BinaryenModuleSetFeatures(reference, WasmModule.features | features)
    }
}
