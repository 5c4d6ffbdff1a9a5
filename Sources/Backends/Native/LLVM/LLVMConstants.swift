// Constants and the properties of globals and functions.

import CLLVM

extension LLVMSession {
    /// `bits`, cut to the width of the integer type.
    func constant(_ bits: UInt64, _ type: LLVMType) -> LLVMValue { LLVMValue(LLVMConstInt(type.handle, bits, 0)) }

    /// The float of type `f32` or `f64` with these bits.
    func floatConstant(_ bits: UInt64, _ type: LLVMType) -> LLVMValue {
        let integer = type == types.f32 ? types.i32 : types.i64
        return LLVMValue(LLVMConstBitCast(constant(bits, integer).handle, type.handle))
    }

    func zero(_ type: LLVMType) -> LLVMValue { LLVMValue(LLVMConstNull(type.handle)) }

    /// A value that must not matter.
    func poison(_ type: LLVMType) -> LLVMValue { LLVMValue(LLVMGetPoison(type.handle)) }

    /// The bytes as an array.
    func constant(_ bytes: some Collection<UInt8>) -> LLVMValue {
        let count = bytes.count
        let copied = bytes.withContiguousStorageIfAvailable { constant(UnsafeRawBufferPointer($0), count) }
        return copied ?? Array(bytes).withUnsafeBytes { constant($0, count) }
    }

    private func constant(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> LLVMValue {
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return LLVMValue(LLVMConstStringInContext2(context, start, count, 1))
    }

    func structure(_ elements: [LLVMValue], isPacked: Bool = false) -> LLVMValue {
        withHandles(elements) { LLVMValue(LLVMConstStructInContext(context, $0, $1, isPacked ? 1 : 0)) }
    }

    func array(_ element: LLVMType, _ elements: [LLVMValue]) -> LLVMValue {
        withHandles(elements) { LLVMValue(LLVMConstArray2(element.handle, $0, UInt64($1))) }
    }

    /// The address `offset` bytes behind that of a global; inside it or at its end when `isInBounds`.
    func address(_ global: LLVMValue, offset: Int64, isInBounds: Bool) -> LLVMValue {
        if offset == 0 { return global }
        var index: OpaquePointer? = constant(UInt64(bitPattern: offset), types.i64).handle
        return isInBounds
            ? LLVMValue(LLVMConstInBoundsGEP2(types.i8.handle, global.handle, &index, 1))
            : LLVMValue(LLVMConstGEP2(types.i8.handle, global.handle, &index, 1))
    }

    /// The address of a global as an integer.
    func integer(_ address: LLVMValue, _ type: LLVMType) -> LLVMValue {
        LLVMValue(LLVMConstPtrToInt(address.handle, type.handle))
    }
}

extension LLVMValue {
    func initialize(_ value: LLVMValue) { LLVMSetInitializer(handle, value.handle) }
    func setLinkage(_ linkage: LLVMLinkage) { LLVMSetLinkage(handle, linkage) }
    /// Lets other objects of the program find it, but none outside.
    func hide() { LLVMSetVisibility(handle, LLVMHiddenVisibility) }
    func setConstant() { LLVMSetGlobalConstant(handle, 1) }
    func setAlignment(_ bytes: Int) { LLVMSetAlignment(handle, UInt32(bytes)) }
    func setThreadLocal() { LLVMSetThreadLocalMode(handle, LLVMInitialExecTLSModel) }

    // Functions.

    func setConvention(_ convention: UInt32) { LLVMSetFunctionCallConv(handle, convention) }
    func parameter(_ index: Int) -> LLVMValue { LLVMValue(LLVMGetParam(handle, UInt32(index))) }
    func addAttribute(_ attribute: LLVMAttribute) {
        LLVMAddAttributeAtIndex(handle, hub_llvm_function_index, attribute.handle)
    }
    /// Attributes of the result are at 0, those of parameter n at n + 1.
    func addAttribute(_ attribute: LLVMAttribute, at index: Int) {
        LLVMAddAttributeAtIndex(handle, UInt32(index), attribute.handle)
    }

    /// Takes an attribute that targets read as text from a function.
    func removeAttribute(_ key: String) {
        LLVMRemoveStringAttributeAtIndex(handle, hub_llvm_function_index, key, UInt32(key.utf8.count))
    }
    /// Takes an attribute from the result at 0 or from parameter n at n + 1.
    func removeAttribute(_ name: String, at index: Int) {
        let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
        LLVMRemoveEnumAttributeAtIndex(handle, UInt32(index), kind)
    }

    // Calls.

    func addCallAttribute(_ attribute: LLVMAttribute, at index: Int? = nil) {
        LLVMAddCallSiteAttribute(handle, index.map(UInt32.init) ?? hub_llvm_function_index, attribute.handle)
    }
}
