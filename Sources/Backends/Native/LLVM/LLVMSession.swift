// One module of LLVM's with its context: the owner of every handle made for it.

import CLLVM

/// A context, a module in it and its types.
///
/// A class because it owns C objects, which it frees when it goes.
final class LLVMSession {
    let context: OpaquePointer
    let module: OpaquePointer
    let types: LLVMTypes
    /// The errors that LLVM reported on its way to an object.
    private(set) var errors: [String] = []
    private var overloads: [Overload: LLVMValue] = [:]

    init(name: String) {
        context = LLVMContextCreate()
        module = LLVMModuleCreateWithNameInContext(name, context)
        LLVMSetSourceFileName(module, name, name.utf8.count)
        types = LLVMTypes(context: context)
        // LLVM's own handler ends the process.
        LLVMContextSetDiagnosticHandler(
            context,
            { diagnostic, argument in
                guard let argument, LLVMGetDiagInfoSeverity(diagnostic) == LLVMDSError else { return }
                let session = Unmanaged<LLVMSession>.fromOpaque(argument).takeUnretainedValue()
                session.errors.append(takeMessage(LLVMGetDiagInfoDescription(diagnostic)))
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        LLVMDisposeModule(module)
        LLVMContextDispose(context)
    }

    /// The module as text.
    var text: String { takeMessage(LLVMPrintModuleToString(module)) }

    /// The module as bitcode.
    var bitcode: [UInt8] {
        let buffer = LLVMWriteBitcodeToMemoryBuffer(module)
        defer { LLVMDisposeMemoryBuffer(buffer) }
        return Array(UnsafeRawBufferPointer(start: LLVMGetBufferStart(buffer), count: LLVMGetBufferSize(buffer)))
    }

    /// What LLVM's verifier finds wrong; nil when nothing.
    func verify() -> String? {
        var message: UnsafeMutablePointer<CChar>?
        let isBroken = LLVMVerifyModule(module, LLVMReturnStatusAction, &message) != 0
        let text = takeMessage(message)
        return isBroken ? text : nil
    }

    /// Sets a number that describes the whole module; merging modules with different ones is an error.
    func setFlag(_ key: String, _ value: UInt64) {
        setFlag(key, LLVMMetadata(LLVMValueAsMetadata(LLVMConstInt(types.i32.handle, value, 0))))
    }

    func setFlag(_ key: String, _ value: String) {
        setFlag(key, LLVMMetadata(LLVMMDStringInContext2(context, value, value.utf8.count)))
    }

    private func setFlag(_ key: String, _ value: LLVMMetadata) {
        LLVMAddModuleFlag(module, LLVMModuleFlagBehaviorError, key, key.utf8.count, value.handle)
    }

    /// The function `name` of the module.
    func function(named name: String) -> LLVMValue? { LLVMGetNamedFunction(module, name).map(LLVMValue.init) }

    /// Takes the functions of a module of bitcode into this one. Each is changed by `prepare` first, declared ones too.
    /// Answers the names of those with code. Requires: hubc made the bitcode, and this module has its target.
    func link(_ bitcode: [UInt8], preparing prepare: (LLVMValue) -> Void) -> [String] {
        let buffer = bitcode.withUnsafeBytes {
            LLVMCreateMemoryBufferWithMemoryRangeCopy($0.bindMemory(to: CChar.self).baseAddress, $0.count, "core")
        }
        var other: OpaquePointer?
        var message: UnsafeMutablePointer<CChar>?
        guard LLVMParseIRInContext2(context, buffer, &other, &message) == 0, let other else {
            preconditionFailure("LLVMSession: the bitcode cannot be read: \(takeMessage(message))")
        }
        LLVMSetTarget(other, LLVMGetTarget(module))
        LLVMSetModuleDataLayout(other, LLVMGetModuleDataLayout(module))
        var names: [String] = []
        var next = LLVMGetFirstFunction(other)
        while let function = next {
            next = LLVMGetNextFunction(function)
            prepare(LLVMValue(function))
            if LLVMIsDeclaration(function) != 0 { continue }
            var length = 0
            let name = LLVMGetValueName2(function, &length)
            names.append(name.map { String(cString: $0) } ?? "")
        }
        precondition(LLVMLinkModules2(module, other) == 0, "LLVMSession: the bitcode does not fit the module")
        return names
    }

    // Declarations.

    /// Declares a function; linkage is external until it is set.
    func addFunction(_ name: String, _ type: LLVMType) -> LLVMValue {
        LLVMValue(LLVMAddFunction(module, name, type.handle))
    }

    /// Declares a variable; it has a body once `initialize` gives it one.
    func addGlobal(_ name: String, _ type: LLVMType) -> LLVMValue {
        LLVMValue(LLVMAddGlobal(module, type.handle, name))
    }

    /// Declares a variable in place of the one that linked code may have declared under its name.
    func defineGlobal(_ name: String, _ type: LLVMType) -> LLVMValue {
        guard let declared = LLVMGetNamedGlobal(module, name) else { return addGlobal(name, type) }
        let global = addGlobal("", type)
        LLVMReplaceAllUsesWith(declared, global.handle)
        LLVMDeleteGlobal(declared)
        LLVMSetValueName2(global.handle, name, name.utf8.count)
        return global
    }

    /// Another name for a place in a global.
    @discardableResult
    func addAlias(_ name: String, _ type: LLVMType, of value: LLVMValue) -> LLVMValue {
        LLVMValue(LLVMAddAlias2(module, type.handle, 0, value.handle, name))
    }

    /// A constant that only this module sees and whose address means nothing.
    func addPrivateConstant(_ name: String, _ value: LLVMValue, alignment: Int = 0) -> LLVMValue {
        let global = addGlobal(name, value.type)
        global.initialize(value)
        global.setLinkage(LLVMPrivateLinkage)
        global.setConstant()
        LLVMSetUnnamedAddress(global.handle, LLVMGlobalUnnamedAddr)
        if alignment > 0 { global.setAlignment(alignment) }
        return global
    }

    /// The overload of an intrinsic for `type`, and for `other` where it takes two.
    func intrinsic(_ intrinsic: Intrinsic, _ type: LLVMType, _ other: LLVMType? = nil) -> LLVMValue {
        let overload = Overload(intrinsic: intrinsic, type: type.handle, other: other?.handle)
        if let known = overloads[overload] { return known }
        let name = intrinsic.rawValue
        let number = LLVMLookupIntrinsicID(name, name.utf8.count)
        precondition(number != 0, "LLVMSession: there is no intrinsic \(name)")
        let declaration = withHandles([type] + (other.map { [$0] } ?? [])) { types, count in
            LLVMValue(LLVMGetIntrinsicDeclaration(module, number, types, Int(count)))
        }
        overloads[overload] = declaration
        return declaration
    }

    private struct Overload: Hashable {
        let intrinsic: Intrinsic
        let type: OpaquePointer
        let other: OpaquePointer?
    }

    // Attributes.

    /// The attribute `name`, with a value where it has one.
    func attribute(_ name: String, _ value: UInt64 = 0) -> LLVMAttribute {
        let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
        precondition(kind != 0, "LLVMSession: there is no attribute \(name)")
        return LLVMAttribute(LLVMCreateEnumAttribute(context, kind, value))
    }

    /// An attribute that LLVM's targets read as text.
    func attribute(_ key: String, text: String) -> LLVMAttribute {
        LLVMAttribute(
            LLVMCreateStringAttribute(context, key, UInt32(key.utf8.count), text, UInt32(text.utf8.count)))
    }
}

/// The intrinsics that lowering uses, by name.
enum Intrinsic: String {
    case leadingZeros = "llvm.ctlz"
    case trailingZeros = "llvm.cttz"
    case ones = "llvm.ctpop"
    case shiftRight = "llvm.fshr"
    case sum = "llvm.uadd.with.overflow"
    case difference = "llvm.usub.with.overflow"
    case absolute = "llvm.fabs"
    case squareRoot = "llvm.sqrt"
    case minimum = "llvm.minimum"
    case maximum = "llvm.maximum"
    case signedInteger = "llvm.fptosi.sat"
    case fence = "llvm.arithmetic.fence"
    case unsignedInteger = "llvm.fptoui.sat"
}

/// The types that lowering uses.
struct LLVMTypes {
    private let context: OpaquePointer
    let void, i1, i8, i16, i32, i64, f32, f64, pointer: LLVMType

    init(context: OpaquePointer) {
        self.context = context
        func integer(_ bits: UInt32) -> LLVMType { LLVMType(LLVMIntTypeInContext(context, bits)) }
        void = LLVMType(LLVMVoidTypeInContext(context))
        (i1, i8, i16, i32, i64) = (integer(1), integer(8), integer(16), integer(32), integer(64))
        f32 = LLVMType(LLVMFloatTypeInContext(context))
        f64 = LLVMType(LLVMDoubleTypeInContext(context))
        pointer = LLVMType(LLVMPointerTypeInContext(context, 0))
    }

    /// The integer of `bits` bits.
    func integer(_ bits: Int) -> LLVMType {
        switch bits {
        case 1: i1
        case 8: i8
        case 16: i16
        case 32: i32
        case 64: i64
        default: LLVMType(LLVMIntTypeInContext(context, UInt32(bits)))
        }
    }

    func function(_ parameters: [LLVMType], _ result: LLVMType) -> LLVMType {
        withHandles(parameters) { LLVMType(LLVMFunctionType(result.handle, $0, $1, 0)) }
    }

    func structure(_ elements: [LLVMType], isPacked: Bool = false) -> LLVMType {
        withHandles(elements) { LLVMType(LLVMStructTypeInContext(context, $0, $1, isPacked ? 1 : 0)) }
    }

    func array(_ element: LLVMType, _ count: Int) -> LLVMType {
        LLVMType(LLVMArrayType2(element.handle, UInt64(count)))
    }
}
