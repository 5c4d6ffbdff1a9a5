// The enumerations of LLVM's C API that hubc uses, each with the constants that it names: ENUM(type, constants), and in it
// VALUE(name, value). No include guard: whoever includes it defines ENUM and VALUE.

ENUM(LLVMDiagnosticSeverity, VALUE(LLVMDSError, 0))
ENUM(LLVMLinkage, VALUE(LLVMExternalLinkage, 0) VALUE(LLVMInternalLinkage, 8) VALUE(LLVMPrivateLinkage, 9))
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
ENUM(LLVMDIFlags, VALUE(LLVMDIFlagZero, 0))
