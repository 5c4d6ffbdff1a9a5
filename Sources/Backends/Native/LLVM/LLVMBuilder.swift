// The builder: appends instructions to a block. Operations on constants give constants.

import CLLVM

/// Appends instructions at the end of a block.
///
/// A class because it owns a C object, which it frees when it goes.
final class LLVMBuilder {
    let handle: OpaquePointer
    let session: LLVMSession
    let types: LLVMTypes

    init(_ session: LLVMSession) {
        self.session = session
        types = session.types
        handle = LLVMCreateBuilderInContext(session.context)
    }

    deinit { LLVMDisposeBuilder(handle) }

    typealias UnaryFunction = (OpaquePointer?, OpaquePointer?, UnsafePointer<CChar>?) -> OpaquePointer?
    typealias BinaryFunction =
        (OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafePointer<CChar>?) -> OpaquePointer?

    @inline(__always)
    private func wrap(_ handle: OpaquePointer?) -> LLVMValue {
        guard let handle else { preconditionFailure("LLVMBuilder: LLVM gave no value") }
        return LLVMValue(handle)
    }

    @inline(__always)
    func unary(_ make: UnaryFunction, _ a: LLVMValue) -> LLVMValue { wrap(make(handle, a.handle, hub_no_name())) }

    @inline(__always)
    func binary(_ make: BinaryFunction, _ a: LLVMValue, _ b: LLVMValue) -> LLVMValue {
        wrap(make(handle, a.handle, b.handle, hub_no_name()))
    }

    @inline(__always)
    func convert(_ make: BinaryFunction, _ a: LLVMValue, _ type: LLVMType) -> LLVMValue {
        wrap(make(handle, a.handle, type.handle, hub_no_name()))
    }

    // Integers.

    func add(_ a: LLVMValue, _ b: LLVMValue) -> LLVMValue { binary(LLVMBuildAdd, a, b) }
    func subtract(_ a: LLVMValue, _ b: LLVMValue) -> LLVMValue { binary(LLVMBuildSub, a, b) }
    func multiply(_ a: LLVMValue, _ b: LLVMValue) -> LLVMValue { binary(LLVMBuildMul, a, b) }
    func and(_ a: LLVMValue, _ b: LLVMValue) -> LLVMValue { binary(LLVMBuildAnd, a, b) }
    func or(_ a: LLVMValue, _ b: LLVMValue) -> LLVMValue { binary(LLVMBuildOr, a, b) }
    func not(_ a: LLVMValue) -> LLVMValue { unary(LLVMBuildNot, a) }
    func negate(_ a: LLVMValue) -> LLVMValue { unary(LLVMBuildNeg, a) }
    func shiftRight(_ a: LLVMValue, _ b: LLVMValue) -> LLVMValue { binary(LLVMBuildLShr, a, b) }

    // Comparison and choice.

    func compare(_ predicate: LLVMIntPredicate, _ a: LLVMValue, _ b: LLVMValue) -> LLVMValue {
        wrap(LLVMBuildICmp(handle, predicate, a.handle, b.handle, hub_no_name()))
    }
    func compare(_ predicate: LLVMRealPredicate, _ a: LLVMValue, _ b: LLVMValue) -> LLVMValue {
        wrap(LLVMBuildFCmp(handle, predicate, a.handle, b.handle, hub_no_name()))
    }
    func select(_ condition: LLVMValue, _ yes: LLVMValue, _ no: LLVMValue) -> LLVMValue {
        wrap(LLVMBuildSelect(handle, condition.handle, yes.handle, no.handle, hub_no_name()))
    }
    /// One fixed value in place of one that may be anything.
    func freeze(_ a: LLVMValue) -> LLVMValue { unary(LLVMBuildFreeze, a) }

    // Conversion.

    func truncate(_ a: LLVMValue, _ type: LLVMType) -> LLVMValue { convert(LLVMBuildTrunc, a, type) }
    func zeroExtend(_ a: LLVMValue, _ type: LLVMType) -> LLVMValue { convert(LLVMBuildZExt, a, type) }
    func signExtend(_ a: LLVMValue, _ type: LLVMType) -> LLVMValue { convert(LLVMBuildSExt, a, type) }
    func bitcast(_ a: LLVMValue, _ type: LLVMType) -> LLVMValue { convert(LLVMBuildBitCast, a, type) }
    func integer(_ pointer: LLVMValue, _ type: LLVMType) -> LLVMValue { convert(LLVMBuildPtrToInt, pointer, type) }
    func pointer(_ integer: LLVMValue) -> LLVMValue { convert(LLVMBuildIntToPtr, integer, types.pointer) }

    // Memory.

    /// Bytes in the frame.
    func allocate(_ type: LLVMType, alignment: Int) -> LLVMValue {
        let value = wrap(LLVMBuildAlloca(handle, type.handle, hub_no_name()))
        value.setAlignment(alignment)
        return value
    }
    /// Bytes in the frame, made at the start of `entry` when the code that needs them is elsewhere.
    func allocate(_ type: LLVMType, alignment: Int, atStartOf entry: LLVMBlock) -> LLVMValue {
        let (current, location) = (block, LLVMGetCurrentDebugLocation2(handle))
        if let first = LLVMGetFirstInstruction(entry.handle) {
            LLVMPositionBuilderBefore(handle, first)
        } else {
            position(atEndOf: entry)
        }
        let value = allocate(type, alignment: alignment)
        position(atEndOf: current)
        LLVMSetCurrentDebugLocation2(handle, location)
        return value
    }
    func load(_ type: LLVMType, _ pointer: LLVMValue, alignment: Int, isVolatile: Bool = false) -> LLVMValue {
        let value = wrap(LLVMBuildLoad2(handle, type.handle, pointer.handle, hub_no_name()))
        value.setAlignment(alignment)
        if isVolatile { LLVMSetVolatile(value.handle, 1) }
        return value
    }
    func store(_ value: LLVMValue, _ pointer: LLVMValue, alignment: Int, isVolatile: Bool = false) {
        let store = wrap(LLVMBuildStore(handle, value.handle, pointer.handle))
        store.setAlignment(alignment)
        if isVolatile { LLVMSetVolatile(store.handle, 1) }
    }
    /// The pointer `offset` bytes further; inside the object that it points to when `isInBounds`.
    func address(_ pointer: LLVMValue, offset: LLVMValue, isInBounds: Bool = false) -> LLVMValue {
        var index: OpaquePointer? = offset.handle
        let (byte, name) = (types.i8.handle, hub_no_name())
        return isInBounds
            ? wrap(LLVMBuildInBoundsGEP2(handle, byte, pointer.handle, &index, 1, name))
            : wrap(LLVMBuildGEP2(handle, byte, pointer.handle, &index, 1, name))
    }
    func element(_ aggregate: LLVMValue, _ index: Int) -> LLVMValue {
        wrap(LLVMBuildExtractValue(handle, aggregate.handle, UInt32(index), hub_no_name()))
    }
    func inserting(_ element: LLVMValue, _ index: Int, into aggregate: LLVMValue) -> LLVMValue {
        wrap(LLVMBuildInsertValue(handle, aggregate.handle, element.handle, UInt32(index), hub_no_name()))
    }
}

extension LLVMBuilder {
    // Calls.

    func call(_ type: LLVMType, _ callee: LLVMValue, _ arguments: [LLVMValue]) -> LLVMValue {
        withHandles(arguments) { arguments, count in
            wrap(LLVMBuildCall2(handle, type.handle, callee.handle, arguments, count, hub_no_name()))
        }
    }

    /// Calls an intrinsic or another function of the module that has LLVM's own convention.
    func call(_ callee: LLVMValue, _ arguments: [LLVMValue]) -> LLVMValue {
        call(LLVMType(LLVMGlobalGetValueType(callee.handle)), callee, arguments)
    }

    // Blocks.

    func appendBlock(to function: LLVMValue) -> LLVMBlock {
        LLVMBlock(LLVMAppendBasicBlockInContext(session.context, function.handle, hub_no_name()))
    }

    /// A new block right behind `place`.
    func insertBlock(after place: LLVMBlock) -> LLVMBlock {
        let block = LLVMBlock(LLVMInsertBasicBlockInContext(session.context, place.handle, hub_no_name()))
        LLVMMoveBasicBlockAfter(block.handle, place.handle)
        return block
    }

    /// The block that instructions go to.
    var block: LLVMBlock { LLVMBlock(LLVMGetInsertBlock(handle)) }

    func position(atEndOf block: LLVMBlock) { LLVMPositionBuilderAtEnd(handle, block.handle) }

    /// The location that new instructions get; nil: none.
    func setLocation(_ location: LLVMMetadata?) { LLVMSetCurrentDebugLocation2(handle, location?.handle) }

    // Control.

    func phi(_ type: LLVMType) -> LLVMValue { wrap(LLVMBuildPhi(handle, type.handle, hub_no_name())) }
    func addIncoming(_ value: LLVMValue, from block: LLVMBlock, to phi: LLVMValue) {
        var (value, block): (OpaquePointer?, OpaquePointer?) = (value.handle, block.handle)
        LLVMAddIncoming(phi.handle, &value, &block, 1)
    }
    func jump(_ block: LLVMBlock) { _ = LLVMBuildBr(handle, block.handle) }
    func branch(_ condition: LLVMValue, _ yes: LLVMBlock, _ no: LLVMBlock) {
        _ = LLVMBuildCondBr(handle, condition.handle, yes.handle, no.handle)
    }
    func `switch`(_ value: LLVMValue, default block: LLVMBlock, count: Int) -> LLVMValue {
        wrap(LLVMBuildSwitch(handle, value.handle, block.handle, UInt32(count)))
    }
    func addCase(_ value: LLVMValue, _ block: LLVMBlock, to table: LLVMValue) {
        LLVMAddCase(table.handle, value.handle, block.handle)
    }
    func ret(_ value: LLVMValue?) {
        if let value { _ = LLVMBuildRet(handle, value.handle) } else { _ = LLVMBuildRetVoid(handle) }
    }
    func unreachable() { _ = LLVMBuildUnreachable(handle) }
}
