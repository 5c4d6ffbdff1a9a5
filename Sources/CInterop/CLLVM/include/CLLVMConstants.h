// The enumerations of LLVM's C API that hubc uses, each with the constants that it names: ENUM(type, constants), and in it
// VALUE(name, value). No include guard: whoever includes it defines ENUM and VALUE.

ENUM(LLVMDiagnosticSeverity, VALUE(LLVMDSError, 0))
ENUM(LLVMVisibility,
     VALUE(LLVMDefaultVisibility, 0) VALUE(LLVMHiddenVisibility, 1))
ENUM(LLVMLinkage,
     VALUE(LLVMExternalLinkage, 0) VALUE(LLVMAvailableExternallyLinkage, 1) VALUE(LLVMWeakAnyLinkage, 5)
     VALUE(LLVMAppendingLinkage, 7) VALUE(LLVMInternalLinkage, 8) VALUE(LLVMPrivateLinkage, 9)
     VALUE(LLVMExternalWeakLinkage, 12))
ENUM(LLVMUnnamedAddr, VALUE(LLVMNoUnnamedAddr, 0) VALUE(LLVMLocalUnnamedAddr, 1) VALUE(LLVMGlobalUnnamedAddr, 2))
ENUM(LLVMThreadLocalMode, VALUE(LLVMNotThreadLocal, 0) VALUE(LLVMInitialExecTLSModel, 3))
ENUM(LLVMTailCallKind, VALUE(LLVMTailCallKindNone, 0) VALUE(LLVMTailCallKindTail, 1) VALUE(LLVMTailCallKindMustTail, 2))
ENUM(LLVMIntPredicate,
     VALUE(LLVMIntEQ, 32) VALUE(LLVMIntNE, 33) VALUE(LLVMIntUGT, 34) VALUE(LLVMIntUGE, 35) VALUE(LLVMIntULT, 36)
     VALUE(LLVMIntULE, 37) VALUE(LLVMIntSGT, 38) VALUE(LLVMIntSGE, 39) VALUE(LLVMIntSLT, 40) VALUE(LLVMIntSLE, 41))
ENUM(LLVMRealPredicate,
     VALUE(LLVMRealOEQ, 1) VALUE(LLVMRealOGT, 2) VALUE(LLVMRealOGE, 3) VALUE(LLVMRealOLT, 4) VALUE(LLVMRealOLE, 5)
     VALUE(LLVMRealONE, 6) VALUE(LLVMRealORD, 7) VALUE(LLVMRealUNO, 8) VALUE(LLVMRealUEQ, 9) VALUE(LLVMRealUGT, 10)
     VALUE(LLVMRealUGE, 11) VALUE(LLVMRealULT, 12) VALUE(LLVMRealULE, 13) VALUE(LLVMRealUNE, 14))
ENUM(LLVMModuleFlagBehavior, VALUE(LLVMModuleFlagBehaviorError, 0) VALUE(LLVMModuleFlagBehaviorWarning, 1))
ENUM(LLVMCodeGenOptLevel,
     VALUE(LLVMCodeGenLevelNone, 0) VALUE(LLVMCodeGenLevelLess, 1) VALUE(LLVMCodeGenLevelDefault, 2)
     VALUE(LLVMCodeGenLevelAggressive, 3))
ENUM(LLVMRelocMode, VALUE(LLVMRelocDefault, 0) VALUE(LLVMRelocPIC, 2))
ENUM(LLVMCodeModel, VALUE(LLVMCodeModelDefault, 0))
ENUM(LLVMCodeGenFileType, VALUE(LLVMAssemblyFile, 0) VALUE(LLVMObjectFile, 1))
ENUM(LLVMVerifierFailureAction, VALUE(LLVMReturnStatusAction, 2))
ENUM(LLVMDWARFSourceLanguage, VALUE(LLVMDWARFSourceLanguageC99, 11))
ENUM(LLVMDWARFEmissionKind, VALUE(LLVMDWARFEmissionNone, 0) VALUE(LLVMDWARFEmissionFull, 1))
ENUM(LLVMDIFlags, VALUE(LLVMDIFlagZero, 0) VALUE(LLVMDIFlagBitField, 1 << 19))
ENUM(LLVMOpcode,
     VALUE(LLVMRet, 1) VALUE(LLVMBr, 2) VALUE(LLVMSwitch, 3) VALUE(LLVMIndirectBr, 4) VALUE(LLVMInvoke, 5)
     VALUE(LLVMUnreachable, 7) VALUE(LLVMCallBr, 67) VALUE(LLVMFNeg, 66) VALUE(LLVMAdd, 8) VALUE(LLVMFAdd, 9)
     VALUE(LLVMSub, 10) VALUE(LLVMFSub, 11) VALUE(LLVMMul, 12) VALUE(LLVMFMul, 13) VALUE(LLVMUDiv, 14)
     VALUE(LLVMSDiv, 15) VALUE(LLVMFDiv, 16) VALUE(LLVMURem, 17) VALUE(LLVMSRem, 18) VALUE(LLVMFRem, 19)
     VALUE(LLVMShl, 20) VALUE(LLVMLShr, 21) VALUE(LLVMAShr, 22) VALUE(LLVMAnd, 23) VALUE(LLVMOr, 24) VALUE(LLVMXor, 25)
     VALUE(LLVMAlloca, 26) VALUE(LLVMLoad, 27) VALUE(LLVMStore, 28) VALUE(LLVMGetElementPtr, 29) VALUE(LLVMTrunc, 30)
     VALUE(LLVMZExt, 31) VALUE(LLVMSExt, 32) VALUE(LLVMFPToUI, 33) VALUE(LLVMFPToSI, 34) VALUE(LLVMUIToFP, 35)
     VALUE(LLVMSIToFP, 36) VALUE(LLVMFPTrunc, 37) VALUE(LLVMFPExt, 38) VALUE(LLVMPtrToInt, 39) VALUE(LLVMPtrToAddr, 69)
     VALUE(LLVMIntToPtr, 40) VALUE(LLVMBitCast, 41) VALUE(LLVMAddrSpaceCast, 60) VALUE(LLVMICmp, 42)
     VALUE(LLVMFCmp, 43) VALUE(LLVMPHI, 44) VALUE(LLVMCall, 45) VALUE(LLVMSelect, 46) VALUE(LLVMVAArg, 49)
     VALUE(LLVMExtractElement, 50) VALUE(LLVMInsertElement, 51) VALUE(LLVMShuffleVector, 52)
     VALUE(LLVMExtractValue, 53) VALUE(LLVMInsertValue, 54) VALUE(LLVMFreeze, 68) VALUE(LLVMFence, 55)
     VALUE(LLVMAtomicCmpXchg, 56) VALUE(LLVMAtomicRMW, 57))
ENUM(LLVMTypeKind,
     VALUE(LLVMVoidTypeKind, 0) VALUE(LLVMHalfTypeKind, 1) VALUE(LLVMFloatTypeKind, 2) VALUE(LLVMDoubleTypeKind, 3)
     VALUE(LLVMIntegerTypeKind, 8) VALUE(LLVMFunctionTypeKind, 9) VALUE(LLVMStructTypeKind, 10)
     VALUE(LLVMArrayTypeKind, 11) VALUE(LLVMPointerTypeKind, 12) VALUE(LLVMVectorTypeKind, 13))
ENUM(LLVMValueKind,
     VALUE(LLVMArgumentValueKind, 0) VALUE(LLVMFunctionValueKind, 5) VALUE(LLVMGlobalAliasValueKind, 6)
     VALUE(LLVMGlobalIFuncValueKind, 7) VALUE(LLVMGlobalVariableValueKind, 8) VALUE(LLVMBlockAddressValueKind, 9)
     VALUE(LLVMConstantExprValueKind, 10) VALUE(LLVMConstantArrayValueKind, 11) VALUE(LLVMConstantStructValueKind, 12)
     VALUE(LLVMConstantVectorValueKind, 13) VALUE(LLVMUndefValueValueKind, 14)
     VALUE(LLVMConstantAggregateZeroValueKind, 15) VALUE(LLVMConstantDataArrayValueKind, 16)
     VALUE(LLVMConstantDataVectorValueKind, 17) VALUE(LLVMConstantIntValueKind, 18) VALUE(LLVMConstantFPValueKind, 19)
     VALUE(LLVMConstantPointerNullValueKind, 20) VALUE(LLVMInlineAsmValueKind, 23) VALUE(LLVMInstructionValueKind, 24)
     VALUE(LLVMPoisonValueValueKind, 25))
ENUM(LLVMAtomicRMWBinOp,
     VALUE(LLVMAtomicRMWBinOpXchg, 0) VALUE(LLVMAtomicRMWBinOpAdd, 1) VALUE(LLVMAtomicRMWBinOpSub, 2)
     VALUE(LLVMAtomicRMWBinOpAnd, 3) VALUE(LLVMAtomicRMWBinOpNand, 4) VALUE(LLVMAtomicRMWBinOpOr, 5)
     VALUE(LLVMAtomicRMWBinOpXor, 6) VALUE(LLVMAtomicRMWBinOpMax, 7) VALUE(LLVMAtomicRMWBinOpMin, 8)
     VALUE(LLVMAtomicRMWBinOpUMax, 9) VALUE(LLVMAtomicRMWBinOpUMin, 10))
ENUM(LLVMDbgRecordKind,
     VALUE(LLVMDbgRecordLabel, 0) VALUE(LLVMDbgRecordDeclare, 1) VALUE(LLVMDbgRecordValue, 2)
     VALUE(LLVMDbgRecordAssign, 3))
