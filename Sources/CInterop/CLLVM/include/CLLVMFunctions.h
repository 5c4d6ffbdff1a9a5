// The functions of LLVM's C API that hubc calls, one a line: FUNCTION(result, name, parameters). The one table behind the
// prototypes, the stubs and the loader. No include guard: whoever includes it defines FUNCTION.

// The library.
FUNCTION(void, LLVMGetVersion, (unsigned *major, unsigned *minor, unsigned *patch))
FUNCTION(void, LLVMDisposeMessage, (char *message))
FUNCTION(char *, LLVMGetErrorMessage, (LLVMErrorRef error))
FUNCTION(void, LLVMDisposeErrorMessage, (char *message))


// Contexts, modules, builders.
FUNCTION(LLVMContextRef, LLVMContextCreate, (void))
FUNCTION(void, LLVMContextDispose, (LLVMContextRef context))
FUNCTION(void, LLVMContextSetDiagnosticHandler, (LLVMContextRef context, LLVMDiagnosticHandler handler, void *argument))
FUNCTION(LLVMDiagnosticSeverity, LLVMGetDiagInfoSeverity, (LLVMDiagnosticInfoRef diagnostic))
FUNCTION(char *, LLVMGetDiagInfoDescription, (LLVMDiagnosticInfoRef diagnostic))
FUNCTION(LLVMModuleRef, LLVMModuleCreateWithNameInContext, (const char *name, LLVMContextRef context))
FUNCTION(LLVMModuleRef, LLVMCloneModule, (LLVMModuleRef module))
FUNCTION(void, LLVMDisposeModule, (LLVMModuleRef module))
FUNCTION(void, LLVMSetSourceFileName, (LLVMModuleRef module, const char *name, size_t length))
FUNCTION(void, LLVMSetTarget, (LLVMModuleRef module, const char *triple))
FUNCTION(void, LLVMSetModuleDataLayout, (LLVMModuleRef module, LLVMTargetDataRef layout))
FUNCTION(void, LLVMAddModuleFlag,
         (LLVMModuleRef module, LLVMModuleFlagBehavior behavior, const char *key, size_t length, LLVMMetadataRef value))
FUNCTION(char *, LLVMPrintModuleToString, (LLVMModuleRef module))
FUNCTION(LLVMBool, LLVMVerifyModule, (LLVMModuleRef module, LLVMVerifierFailureAction action, char **message))
FUNCTION(LLVMBuilderRef, LLVMCreateBuilderInContext, (LLVMContextRef context))
FUNCTION(void, LLVMDisposeBuilder, (LLVMBuilderRef builder))

// Types.
FUNCTION(LLVMTypeRef, LLVMVoidTypeInContext, (LLVMContextRef context))
FUNCTION(LLVMTypeRef, LLVMIntTypeInContext, (LLVMContextRef context, unsigned bits))
FUNCTION(LLVMTypeRef, LLVMFloatTypeInContext, (LLVMContextRef context))
FUNCTION(LLVMTypeRef, LLVMDoubleTypeInContext, (LLVMContextRef context))
FUNCTION(LLVMTypeRef, LLVMPointerTypeInContext, (LLVMContextRef context, unsigned space))
FUNCTION(LLVMTypeRef, LLVMFunctionType,
         (LLVMTypeRef result, LLVMTypeRef *parameters, unsigned count, LLVMBool isVariadic))
FUNCTION(LLVMTypeRef, LLVMStructTypeInContext,
         (LLVMContextRef context, LLVMTypeRef *elements, unsigned count, LLVMBool isPacked))
FUNCTION(LLVMTypeRef, LLVMArrayType2, (LLVMTypeRef element, uint64_t count))
FUNCTION(LLVMTypeRef, LLVMTypeOf, (LLVMValueRef value))
FUNCTION(unsigned, LLVMGetIntTypeWidth, (LLVMTypeRef type))

// Constants.
FUNCTION(LLVMValueRef, LLVMConstInt, (LLVMTypeRef type, unsigned long long bits, LLVMBool isSigned))
FUNCTION(LLVMValueRef, LLVMConstBitCast, (LLVMValueRef value, LLVMTypeRef type))
FUNCTION(LLVMValueRef, LLVMConstPtrToInt, (LLVMValueRef value, LLVMTypeRef type))
FUNCTION(LLVMValueRef, LLVMConstNull, (LLVMTypeRef type))
FUNCTION(LLVMValueRef, LLVMGetPoison, (LLVMTypeRef type))
FUNCTION(LLVMValueRef, LLVMConstGEP2,
         (LLVMTypeRef type, LLVMValueRef pointer, LLVMValueRef *indices, unsigned count))
FUNCTION(LLVMValueRef, LLVMConstInBoundsGEP2,
         (LLVMTypeRef type, LLVMValueRef pointer, LLVMValueRef *indices, unsigned count))
FUNCTION(LLVMValueRef, LLVMConstStringInContext2,
         (LLVMContextRef context, const char *bytes, size_t length, LLVMBool isUnterminated))
FUNCTION(LLVMValueRef, LLVMConstStructInContext,
         (LLVMContextRef context, LLVMValueRef *elements, unsigned count, LLVMBool isPacked))
FUNCTION(LLVMValueRef, LLVMConstArray2, (LLVMTypeRef element, LLVMValueRef *elements, uint64_t count))
FUNCTION(LLVMValueRef, LLVMIsAConstantInt, (LLVMValueRef value))
FUNCTION(unsigned long long, LLVMConstIntGetZExtValue, (LLVMValueRef value))

// Globals and functions.
FUNCTION(LLVMValueRef, LLVMAddGlobal, (LLVMModuleRef module, LLVMTypeRef type, const char *name))
FUNCTION(LLVMValueRef, LLVMAddAlias2,
         (LLVMModuleRef module, LLVMTypeRef type, unsigned space, LLVMValueRef value, const char *name))
FUNCTION(void, LLVMSetInitializer, (LLVMValueRef global, LLVMValueRef value))
FUNCTION(void, LLVMSetGlobalConstant, (LLVMValueRef global, LLVMBool isConstant))
FUNCTION(void, LLVMSetLinkage, (LLVMValueRef global, LLVMLinkage linkage))
FUNCTION(void, LLVMSetUnnamedAddress, (LLVMValueRef global, LLVMUnnamedAddr unnamed))
FUNCTION(void, LLVMSetThreadLocalMode, (LLVMValueRef global, LLVMThreadLocalMode mode))
FUNCTION(void, LLVMSetAlignment, (LLVMValueRef value, unsigned bytes))
FUNCTION(LLVMValueRef, LLVMAddFunction, (LLVMModuleRef module, const char *name, LLVMTypeRef type))
FUNCTION(void, LLVMSetFunctionCallConv, (LLVMValueRef function, unsigned convention))
FUNCTION(LLVMValueRef, LLVMGetParam, (LLVMValueRef function, unsigned index))
FUNCTION(unsigned, LLVMGetEnumAttributeKindForName, (const char *name, size_t length))
FUNCTION(LLVMAttributeRef, LLVMCreateEnumAttribute, (LLVMContextRef context, unsigned kind, uint64_t value))
FUNCTION(LLVMAttributeRef, LLVMCreateStringAttribute,
         (LLVMContextRef context, const char *key, unsigned keyLength, const char *value, unsigned valueLength))
FUNCTION(void, LLVMAddAttributeAtIndex, (LLVMValueRef function, LLVMAttributeIndex index, LLVMAttributeRef attribute))
FUNCTION(void, LLVMAddCallSiteAttribute, (LLVMValueRef call, LLVMAttributeIndex index, LLVMAttributeRef attribute))

// Blocks and where the builder stands.
FUNCTION(LLVMBasicBlockRef, LLVMAppendBasicBlockInContext,
         (LLVMContextRef context, LLVMValueRef function, const char *name))
FUNCTION(LLVMBasicBlockRef, LLVMInsertBasicBlockInContext,
         (LLVMContextRef context, LLVMBasicBlockRef before, const char *name))
FUNCTION(void, LLVMMoveBasicBlockAfter, (LLVMBasicBlockRef block, LLVMBasicBlockRef place))
FUNCTION(LLVMBasicBlockRef, LLVMGetInsertBlock, (LLVMBuilderRef builder))
FUNCTION(LLVMValueRef, LLVMGetFirstInstruction, (LLVMBasicBlockRef block))
FUNCTION(void, LLVMPositionBuilderBefore, (LLVMBuilderRef builder, LLVMValueRef instruction))
FUNCTION(LLVMMetadataRef, LLVMGetCurrentDebugLocation2, (LLVMBuilderRef builder))
FUNCTION(void, LLVMPositionBuilderAtEnd, (LLVMBuilderRef builder, LLVMBasicBlockRef block))
FUNCTION(void, LLVMSetCurrentDebugLocation2, (LLVMBuilderRef builder, LLVMMetadataRef location))

// Integer instructions.
FUNCTION(LLVMValueRef, LLVMBuildAdd, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildSub, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildMul, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildUDiv, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildSDiv, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildURem, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildSRem, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildShl, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildLShr, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildAShr, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildAnd, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildOr, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildXor, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildNeg, (LLVMBuilderRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildNot, (LLVMBuilderRef, LLVMValueRef, const char *name))

// Float instructions.
FUNCTION(LLVMValueRef, LLVMBuildFAdd, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFSub, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFMul, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFDiv, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFNeg, (LLVMBuilderRef, LLVMValueRef, const char *name))

// Comparison, choice, conversion.
FUNCTION(LLVMValueRef, LLVMBuildICmp,
         (LLVMBuilderRef, LLVMIntPredicate, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFCmp,
         (LLVMBuilderRef, LLVMRealPredicate, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildSelect, (LLVMBuilderRef, LLVMValueRef, LLVMValueRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFreeze, (LLVMBuilderRef, LLVMValueRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildTrunc, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildZExt, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildSExt, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildBitCast, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildSIToFP, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildUIToFP, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFPTrunc, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildFPExt, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildPtrToInt, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildIntToPtr, (LLVMBuilderRef, LLVMValueRef, LLVMTypeRef, const char *name))
FUNCTION(void, LLVMSetNNeg, (LLVMValueRef value, LLVMBool isNonNegative))

// Memory.
FUNCTION(LLVMValueRef, LLVMBuildAlloca, (LLVMBuilderRef, LLVMTypeRef, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildLoad2, (LLVMBuilderRef, LLVMTypeRef, LLVMValueRef pointer, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildStore, (LLVMBuilderRef, LLVMValueRef value, LLVMValueRef pointer))
FUNCTION(LLVMValueRef, LLVMBuildGEP2,
         (LLVMBuilderRef, LLVMTypeRef, LLVMValueRef pointer, LLVMValueRef *indices, unsigned count, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildInBoundsGEP2,
         (LLVMBuilderRef, LLVMTypeRef, LLVMValueRef pointer, LLVMValueRef *indices, unsigned count, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildExtractValue,
         (LLVMBuilderRef, LLVMValueRef aggregate, unsigned index, const char *name))
FUNCTION(LLVMValueRef, LLVMBuildInsertValue,
         (LLVMBuilderRef, LLVMValueRef aggregate, LLVMValueRef element, unsigned index, const char *name))

// Calls.
FUNCTION(unsigned, LLVMLookupIntrinsicID, (const char *name, size_t length))
FUNCTION(LLVMValueRef, LLVMGetIntrinsicDeclaration,
         (LLVMModuleRef module, unsigned number, LLVMTypeRef *types, size_t count))
FUNCTION(LLVMTypeRef, LLVMGlobalGetValueType, (LLVMValueRef global))
FUNCTION(LLVMValueRef, LLVMBuildCall2,
         (LLVMBuilderRef, LLVMTypeRef, LLVMValueRef callee, LLVMValueRef *arguments, unsigned count, const char *name))
FUNCTION(void, LLVMSetInstructionCallConv, (LLVMValueRef call, unsigned convention))
FUNCTION(void, LLVMSetTailCallKind, (LLVMValueRef call, LLVMTailCallKind kind))

// Control.
FUNCTION(LLVMValueRef, LLVMBuildPhi, (LLVMBuilderRef, LLVMTypeRef, const char *name))
FUNCTION(void, LLVMAddIncoming,
         (LLVMValueRef phi, LLVMValueRef *values, LLVMBasicBlockRef *blocks, unsigned count))
FUNCTION(LLVMValueRef, LLVMBuildBr, (LLVMBuilderRef, LLVMBasicBlockRef))
FUNCTION(LLVMValueRef, LLVMBuildCondBr, (LLVMBuilderRef, LLVMValueRef, LLVMBasicBlockRef, LLVMBasicBlockRef))
FUNCTION(LLVMValueRef, LLVMBuildSwitch, (LLVMBuilderRef, LLVMValueRef, LLVMBasicBlockRef otherwise, unsigned count))
FUNCTION(void, LLVMAddCase, (LLVMValueRef table, LLVMValueRef value, LLVMBasicBlockRef block))
FUNCTION(LLVMValueRef, LLVMBuildRet, (LLVMBuilderRef, LLVMValueRef))
FUNCTION(LLVMValueRef, LLVMBuildRetVoid, (LLVMBuilderRef))
FUNCTION(LLVMValueRef, LLVMBuildUnreachable, (LLVMBuilderRef))

// Debug information.
FUNCTION(LLVMMetadataRef, LLVMValueAsMetadata, (LLVMValueRef value))
FUNCTION(LLVMMetadataRef, LLVMMDStringInContext2, (LLVMContextRef context, const char *text, size_t length))
FUNCTION(LLVMDIBuilderRef, LLVMCreateDIBuilder, (LLVMModuleRef module))
FUNCTION(void, LLVMDisposeDIBuilder, (LLVMDIBuilderRef builder))
FUNCTION(void, LLVMDIBuilderFinalize, (LLVMDIBuilderRef builder))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateFile,
         (LLVMDIBuilderRef builder, const char *name, size_t nameLength, const char *folder, size_t folderLength))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateCompileUnit,
         (LLVMDIBuilderRef builder, LLVMDWARFSourceLanguage language, LLVMMetadataRef file, const char *producer,
          size_t producerLength, LLVMBool isOptimized, const char *flags, size_t flagsLength, unsigned runtimeVersion,
          const char *splitName, size_t splitNameLength, LLVMDWARFEmissionKind kind, unsigned splitNumber,
          LLVMBool splitInlining, LLVMBool forProfiling, const char *root, size_t rootLength, const char *kit,
          size_t kitLength))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateBasicType,
         (LLVMDIBuilderRef builder, const char *name, size_t length, uint64_t bits, LLVMDWARFTypeEncoding encoding,
          LLVMDIFlags flags))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateSubroutineType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef file, LLVMMetadataRef *types, unsigned count, LLVMDIFlags flags))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateFunction,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t nameLength, const char *linkageName,
          size_t linkageNameLength, LLVMMetadataRef file, unsigned line, LLVMMetadataRef type, LLVMBool isLocal,
          LLVMBool isDefinition, unsigned scopeLine, LLVMDIFlags flags, LLVMBool isOptimized))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateLexicalBlockFile,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, LLVMMetadataRef file, unsigned discriminator))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateDebugLocation,
         (LLVMContextRef context, unsigned line, unsigned column, LLVMMetadataRef scope, LLVMMetadataRef inlinedAt))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateAutoVariable,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, LLVMMetadataRef type, LLVMBool isKept, LLVMDIFlags flags, uint32_t alignment))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateParameterVariable,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, unsigned position,
          LLVMMetadataRef file, unsigned line, LLVMMetadataRef type, LLVMBool isKept, LLVMDIFlags flags))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateExpression, (LLVMDIBuilderRef builder, uint64_t *words, size_t count))
FUNCTION(LLVMDbgRecordRef, LLVMDIBuilderInsertDbgValueRecordAtEnd,
         (LLVMDIBuilderRef builder, LLVMValueRef value, LLVMMetadataRef variable, LLVMMetadataRef expression,
          LLVMMetadataRef location, LLVMBasicBlockRef block))
FUNCTION(void, LLVMSetSubprogram, (LLVMValueRef function, LLVMMetadataRef subprogram))

// Targets.
FUNCTION(void, LLVMInitializeX86TargetInfo, (void))
FUNCTION(void, LLVMInitializeX86Target, (void))
FUNCTION(void, LLVMInitializeX86TargetMC, (void))
FUNCTION(void, LLVMInitializeX86AsmPrinter, (void))
FUNCTION(void, LLVMInitializeAArch64TargetInfo, (void))
FUNCTION(void, LLVMInitializeAArch64Target, (void))
FUNCTION(void, LLVMInitializeAArch64TargetMC, (void))
FUNCTION(void, LLVMInitializeAArch64AsmPrinter, (void))
FUNCTION(void, LLVMInitializeRISCVTargetInfo, (void))
FUNCTION(void, LLVMInitializeRISCVTarget, (void))
FUNCTION(void, LLVMInitializeRISCVTargetMC, (void))
FUNCTION(void, LLVMInitializeRISCVAsmPrinter, (void))
FUNCTION(char *, LLVMGetDefaultTargetTriple, (void))
FUNCTION(char *, LLVMNormalizeTargetTriple, (const char *triple))
FUNCTION(LLVMBool, LLVMGetTargetFromTriple, (const char *triple, LLVMTargetRef *target, char **message))
FUNCTION(LLVMTargetMachineOptionsRef, LLVMCreateTargetMachineOptions, (void))
FUNCTION(void, LLVMDisposeTargetMachineOptions, (LLVMTargetMachineOptionsRef options))
FUNCTION(void, LLVMTargetMachineOptionsSetCPU, (LLVMTargetMachineOptionsRef options, const char *name))
FUNCTION(void, LLVMTargetMachineOptionsSetFeatures, (LLVMTargetMachineOptionsRef options, const char *features))
FUNCTION(void, LLVMTargetMachineOptionsSetABI, (LLVMTargetMachineOptionsRef options, const char *name))
FUNCTION(void, LLVMTargetMachineOptionsSetCodeGenOptLevel,
         (LLVMTargetMachineOptionsRef options, LLVMCodeGenOptLevel level))
FUNCTION(void, LLVMTargetMachineOptionsSetRelocMode, (LLVMTargetMachineOptionsRef options, LLVMRelocMode mode))
FUNCTION(LLVMTargetMachineRef, LLVMCreateTargetMachineWithOptions,
         (LLVMTargetRef target, const char *triple, LLVMTargetMachineOptionsRef options))
FUNCTION(void, LLVMDisposeTargetMachine, (LLVMTargetMachineRef machine))
FUNCTION(LLVMTargetDataRef, LLVMCreateTargetDataLayout, (LLVMTargetMachineRef machine))
FUNCTION(void, LLVMDisposeTargetData, (LLVMTargetDataRef layout))
FUNCTION(unsigned, LLVMPointerSize, (LLVMTargetDataRef layout))
FUNCTION(LLVMBool, LLVMTargetMachineEmitToMemoryBuffer,
         (LLVMTargetMachineRef machine, LLVMModuleRef module, LLVMCodeGenFileType type, char **message,
          LLVMMemoryBufferRef *buffer))
FUNCTION(const char *, LLVMGetBufferStart, (LLVMMemoryBufferRef buffer))
FUNCTION(size_t, LLVMGetBufferSize, (LLVMMemoryBufferRef buffer))
FUNCTION(void, LLVMDisposeMemoryBuffer, (LLVMMemoryBufferRef buffer))

// Passes.
FUNCTION(LLVMPassBuilderOptionsRef, LLVMCreatePassBuilderOptions, (void))
FUNCTION(void, LLVMDisposePassBuilderOptions, (LLVMPassBuilderOptionsRef options))
FUNCTION(void, LLVMPassBuilderOptionsSetLoopVectorization, (LLVMPassBuilderOptionsRef options, LLVMBool isOn))
FUNCTION(void, LLVMPassBuilderOptionsSetSLPVectorization, (LLVMPassBuilderOptionsRef options, LLVMBool isOn))
FUNCTION(void, LLVMPassBuilderOptionsSetLoopInterleaving, (LLVMPassBuilderOptionsRef options, LLVMBool isOn))
FUNCTION(void, LLVMPassBuilderOptionsSetLoopUnrolling, (LLVMPassBuilderOptionsRef options, LLVMBool isOn))
FUNCTION(LLVMErrorRef, LLVMRunPasses,
         (LLVMModuleRef module, const char *passes, LLVMTargetMachineRef machine, LLVMPassBuilderOptionsRef options))
