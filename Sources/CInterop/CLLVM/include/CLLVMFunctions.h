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
FUNCTION(void, LLVMSetVisibility, (LLVMValueRef global, LLVMVisibility visibility))
FUNCTION(void, LLVMDeleteGlobal, (LLVMValueRef global))
FUNCTION(void, LLVMReplaceAllUsesWith, (LLVMValueRef value, LLVMValueRef other))
FUNCTION(void, LLVMSetValueName2, (LLVMValueRef value, const char *name, size_t length))
FUNCTION(void, LLVMSetUnnamedAddress, (LLVMValueRef global, LLVMUnnamedAddr unnamed))
FUNCTION(void, LLVMSetThreadLocalMode, (LLVMValueRef global, LLVMThreadLocalMode mode))
FUNCTION(void, LLVMSetAlignment, (LLVMValueRef value, unsigned bytes))
FUNCTION(void, LLVMSetVolatile, (LLVMValueRef instruction, LLVMBool isVolatile))
FUNCTION(LLVMValueRef, LLVMAddFunction, (LLVMModuleRef module, const char *name, LLVMTypeRef type))
FUNCTION(void, LLVMSetFunctionCallConv, (LLVMValueRef function, unsigned convention))
FUNCTION(LLVMValueRef, LLVMGetParam, (LLVMValueRef function, unsigned index))
FUNCTION(unsigned, LLVMGetEnumAttributeKindForName, (const char *name, size_t length))
FUNCTION(LLVMAttributeRef, LLVMCreateEnumAttribute, (LLVMContextRef context, unsigned kind, uint64_t value))
FUNCTION(LLVMAttributeRef, LLVMCreateStringAttribute,
         (LLVMContextRef context, const char *key, unsigned keyLength, const char *value, unsigned valueLength))
FUNCTION(void, LLVMAddAttributeAtIndex, (LLVMValueRef function, LLVMAttributeIndex index, LLVMAttributeRef attribute))
FUNCTION(void, LLVMRemoveStringAttributeAtIndex,
         (LLVMValueRef function, LLVMAttributeIndex index, const char *key, unsigned keyLength))
FUNCTION(void, LLVMRemoveEnumAttributeAtIndex, (LLVMValueRef function, LLVMAttributeIndex index, unsigned kind))
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
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateUnspecifiedType, (LLVMDIBuilderRef builder, const char *name, size_t length))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreatePointerType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef target, uint64_t bits, uint32_t alignment, unsigned addressSpace,
          const char *name, size_t length))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateQualifiedType,
         (LLVMDIBuilderRef builder, unsigned tag, LLVMMetadataRef type))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateTypedef,
         (LLVMDIBuilderRef builder, LLVMMetadataRef type, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, LLVMMetadataRef scope, uint32_t alignment))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateArrayType,
         (LLVMDIBuilderRef builder, uint64_t bits, uint32_t alignment, LLVMMetadataRef element,
          LLVMMetadataRef *subscripts, unsigned count))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderGetOrCreateSubrange,
         (LLVMDIBuilderRef builder, int64_t lowerBound, int64_t count))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderGetOrCreateArray,
         (LLVMDIBuilderRef builder, LLVMMetadataRef *nodes, size_t count))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateEnumerator,
         (LLVMDIBuilderRef builder, const char *name, size_t length, int64_t value, LLVMBool isUnsigned))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateEnumerationType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, uint64_t bits, uint32_t alignment, LLVMMetadataRef *elements, unsigned count,
          LLVMMetadataRef base))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateStructType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, uint64_t bits, uint32_t alignment, LLVMDIFlags flags, LLVMMetadataRef base,
          LLVMMetadataRef *elements, unsigned count, unsigned language, LLVMMetadataRef vtable, const char *identifier,
          size_t identifierLength))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateUnionType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, uint64_t bits, uint32_t alignment, LLVMDIFlags flags, LLVMMetadataRef *elements,
          unsigned count, unsigned language, const char *identifier, size_t identifierLength))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateForwardDecl,
         (LLVMDIBuilderRef builder, unsigned tag, const char *name, size_t length, LLVMMetadataRef scope,
          LLVMMetadataRef file, unsigned line, unsigned language, uint64_t bits, uint32_t alignment,
          const char *identifier, size_t identifierLength))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateMemberType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, uint64_t bits, uint32_t alignment, uint64_t offset, LLVMDIFlags flags, LLVMMetadataRef type))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateBitFieldMemberType,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, LLVMMetadataRef file,
          unsigned line, uint64_t bits, uint64_t offset, uint64_t storageOffset, LLVMDIFlags flags,
          LLVMMetadataRef type))
FUNCTION(void, LLVMReplaceArrays,
         (LLVMDIBuilderRef builder, LLVMMetadataRef *type, LLVMMetadataRef *elements, unsigned count))
FUNCTION(LLVMMetadataRef, LLVMDIBuilderCreateGlobalVariableExpression,
         (LLVMDIBuilderRef builder, LLVMMetadataRef scope, const char *name, size_t length, const char *linkageName,
          size_t linkageNameLength, LLVMMetadataRef file, unsigned line, LLVMMetadataRef type, LLVMBool isLocal,
          LLVMMetadataRef expression, LLVMMetadataRef declaration, uint32_t alignment))
FUNCTION(void, LLVMGlobalAddMetadata, (LLVMValueRef global, unsigned kind, LLVMMetadataRef node))
FUNCTION(LLVMDbgRecordRef, LLVMDIBuilderInsertDeclareRecordAtEnd,
         (LLVMDIBuilderRef builder, LLVMValueRef storage, LLVMMetadataRef variable, LLVMMetadataRef expression,
          LLVMMetadataRef location, LLVMBasicBlockRef block))
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

// Reading modules: text and bitcode, linking.
FUNCTION(LLVMMemoryBufferRef, LLVMCreateMemoryBufferWithMemoryRangeCopy,
         (const char *bytes, size_t size, const char *name))
FUNCTION(LLVMBool, LLVMParseIRInContext2,
         (LLVMContextRef context, LLVMMemoryBufferRef buffer, LLVMModuleRef *module, char **message))
FUNCTION(LLVMMemoryBufferRef, LLVMWriteBitcodeToMemoryBuffer, (LLVMModuleRef module))
FUNCTION(LLVMBool, LLVMLinkModules2, (LLVMModuleRef destination, LLVMModuleRef source))
FUNCTION(const char *, LLVMGetTarget, (LLVMModuleRef module))
FUNCTION(LLVMTargetDataRef, LLVMGetModuleDataLayout, (LLVMModuleRef module))
FUNCTION(const char *, LLVMGetDataLayoutStr, (LLVMModuleRef module))
FUNCTION(const char *, LLVMGetModuleInlineAsm, (LLVMModuleRef module, size_t *length))
FUNCTION(unsigned long long, LLVMABISizeOfType, (LLVMTargetDataRef layout, LLVMTypeRef type))
FUNCTION(unsigned, LLVMABIAlignmentOfType, (LLVMTargetDataRef layout, LLVMTypeRef type))
FUNCTION(unsigned long long, LLVMOffsetOfElement, (LLVMTargetDataRef layout, LLVMTypeRef structure, unsigned element))

// Reading types.
FUNCTION(LLVMTypeKind, LLVMGetTypeKind, (LLVMTypeRef type))
FUNCTION(LLVMTypeRef, LLVMGetReturnType, (LLVMTypeRef function))
FUNCTION(unsigned, LLVMCountParamTypes, (LLVMTypeRef function))
FUNCTION(void, LLVMGetParamTypes, (LLVMTypeRef function, LLVMTypeRef *types))
FUNCTION(LLVMBool, LLVMIsFunctionVarArg, (LLVMTypeRef function))
FUNCTION(unsigned, LLVMCountStructElementTypes, (LLVMTypeRef type))
FUNCTION(LLVMTypeRef, LLVMStructGetTypeAtIndex, (LLVMTypeRef type, unsigned index))
FUNCTION(uint64_t, LLVMGetArrayLength2, (LLVMTypeRef type))
FUNCTION(unsigned, LLVMGetVectorSize, (LLVMTypeRef type))
FUNCTION(LLVMTypeRef, LLVMGetElementType, (LLVMTypeRef type))
FUNCTION(char *, LLVMPrintTypeToString, (LLVMTypeRef type))

// Reading globals and functions.
FUNCTION(LLVMValueRef, LLVMGetFirstFunction, (LLVMModuleRef module))
FUNCTION(LLVMValueRef, LLVMGetNextFunction, (LLVMValueRef function))
FUNCTION(LLVMValueRef, LLVMGetFirstGlobal, (LLVMModuleRef module))
FUNCTION(LLVMValueRef, LLVMGetNextGlobal, (LLVMValueRef global))
FUNCTION(LLVMValueRef, LLVMGetFirstGlobalAlias, (LLVMModuleRef module))
FUNCTION(LLVMValueRef, LLVMGetNextGlobalAlias, (LLVMValueRef alias))
FUNCTION(LLVMValueRef, LLVMGetNamedFunction, (LLVMModuleRef module, const char *name))
FUNCTION(LLVMValueRef, LLVMGetNamedGlobal, (LLVMModuleRef module, const char *name))
FUNCTION(LLVMValueRef, LLVMAliasGetAliasee, (LLVMValueRef alias))
FUNCTION(const char *, LLVMGetValueName2, (LLVMValueRef value, size_t *length))
FUNCTION(LLVMBool, LLVMIsDeclaration, (LLVMValueRef global))
FUNCTION(LLVMUseRef, LLVMGetFirstUse, (LLVMValueRef value))
FUNCTION(LLVMUseRef, LLVMGetNextUse, (LLVMUseRef use))
FUNCTION(LLVMValueRef, LLVMGetUser, (LLVMUseRef use))
FUNCTION(LLVMValueRef, LLVMGetBasicBlockParent, (LLVMBasicBlockRef block))
FUNCTION(LLVMLinkage, LLVMGetLinkage, (LLVMValueRef global))
FUNCTION(const char *, LLVMGetSection, (LLVMValueRef global))
FUNCTION(LLVMValueRef, LLVMGetInitializer, (LLVMValueRef global))
FUNCTION(LLVMBool, LLVMIsGlobalConstant, (LLVMValueRef global))
FUNCTION(LLVMBool, LLVMIsThreadLocal, (LLVMValueRef global))
FUNCTION(unsigned, LLVMGetAlignment, (LLVMValueRef value))
FUNCTION(unsigned, LLVMCountParams, (LLVMValueRef function))
FUNCTION(LLVMAttributeRef, LLVMGetEnumAttributeAtIndex,
         (LLVMValueRef function, LLVMAttributeIndex index, unsigned kind))
FUNCTION(LLVMAttributeRef, LLVMGetCallSiteEnumAttribute,
         (LLVMValueRef call, LLVMAttributeIndex index, unsigned kind))
FUNCTION(LLVMTypeRef, LLVMGetTypeAttributeValue, (LLVMAttributeRef attribute))

// Reading constants.
FUNCTION(LLVMValueKind, LLVMGetValueKind, (LLVMValueRef value))
FUNCTION(LLVMOpcode, LLVMGetConstOpcode, (LLVMValueRef value))
FUNCTION(LLVMValueRef, LLVMGetAggregateElement, (LLVMValueRef value, unsigned index))
FUNCTION(const char *, LLVMGetRawDataValues, (LLVMValueRef value, size_t *size))
FUNCTION(LLVMValueRef, LLVMGetBlockAddressFunction, (LLVMValueRef value))
FUNCTION(LLVMBasicBlockRef, LLVMGetBlockAddressBasicBlock, (LLVMValueRef value))
FUNCTION(char *, LLVMPrintValueToString, (LLVMValueRef value))

// Reading blocks and instructions.
FUNCTION(LLVMBasicBlockRef, LLVMGetFirstBasicBlock, (LLVMValueRef function))
FUNCTION(LLVMBasicBlockRef, LLVMGetNextBasicBlock, (LLVMBasicBlockRef block))
FUNCTION(LLVMBasicBlockRef, LLVMGetInstructionParent, (LLVMValueRef instruction))
FUNCTION(LLVMValueRef, LLVMGetNextInstruction, (LLVMValueRef instruction))
FUNCTION(LLVMValueRef, LLVMGetBasicBlockTerminator, (LLVMBasicBlockRef block))
FUNCTION(LLVMOpcode, LLVMGetInstructionOpcode, (LLVMValueRef instruction))
FUNCTION(int, LLVMGetNumOperands, (LLVMValueRef value))
FUNCTION(LLVMValueRef, LLVMGetOperand, (LLVMValueRef value, unsigned index))
FUNCTION(unsigned, LLVMGetNumSuccessors, (LLVMValueRef terminator))
FUNCTION(LLVMBasicBlockRef, LLVMGetSuccessor, (LLVMValueRef terminator, unsigned index))
FUNCTION(LLVMValueRef, LLVMGetCondition, (LLVMValueRef branch))
FUNCTION(LLVMValueRef, LLVMGetSwitchCaseValue, (LLVMValueRef table, unsigned index))
FUNCTION(LLVMIntPredicate, LLVMGetICmpPredicate, (LLVMValueRef instruction))
FUNCTION(LLVMRealPredicate, LLVMGetFCmpPredicate, (LLVMValueRef instruction))
FUNCTION(unsigned, LLVMCountIncoming, (LLVMValueRef phi))
FUNCTION(LLVMValueRef, LLVMGetIncomingValue, (LLVMValueRef phi, unsigned index))
FUNCTION(LLVMBasicBlockRef, LLVMGetIncomingBlock, (LLVMValueRef phi, unsigned index))
FUNCTION(unsigned, LLVMGetNumIndices, (LLVMValueRef instruction))
FUNCTION(const unsigned *, LLVMGetIndices, (LLVMValueRef instruction))
FUNCTION(LLVMTypeRef, LLVMGetGEPSourceElementType, (LLVMValueRef value))
FUNCTION(LLVMTypeRef, LLVMGetAllocatedType, (LLVMValueRef instruction))
FUNCTION(LLVMBool, LLVMGetVolatile, (LLVMValueRef instruction))
FUNCTION(LLVMAtomicRMWBinOp, LLVMGetAtomicRMWBinOp, (LLVMValueRef instruction))
FUNCTION(unsigned, LLVMGetNumMaskElements, (LLVMValueRef instruction))
FUNCTION(int, LLVMGetMaskValue, (LLVMValueRef instruction, unsigned element))
FUNCTION(LLVMValueRef, LLVMGetCalledValue, (LLVMValueRef call))
FUNCTION(LLVMTypeRef, LLVMGetCalledFunctionType, (LLVMValueRef call))
FUNCTION(unsigned, LLVMGetNumArgOperands, (LLVMValueRef call))
FUNCTION(LLVMTailCallKind, LLVMGetTailCallKind, (LLVMValueRef call))
FUNCTION(const char *, LLVMGetInlineAsmAsmString, (LLVMValueRef code, size_t *length))

// Reading debug information.
FUNCTION(LLVMMetadataRef, LLVMInstructionGetDebugLoc, (LLVMValueRef instruction))
FUNCTION(unsigned, LLVMDILocationGetLine, (LLVMMetadataRef location))
FUNCTION(unsigned, LLVMDILocationGetColumn, (LLVMMetadataRef location))
FUNCTION(LLVMMetadataRef, LLVMDILocationGetScope, (LLVMMetadataRef location))
FUNCTION(LLVMMetadataRef, LLVMDILocationGetInlinedAt, (LLVMMetadataRef location))
FUNCTION(LLVMMetadataRef, LLVMDIScopeGetFile, (LLVMMetadataRef scope))
FUNCTION(const char *, LLVMDIFileGetFilename, (LLVMMetadataRef file, unsigned *length))
FUNCTION(LLVMMetadataKind, LLVMGetMetadataKind, (LLVMMetadataRef metadata))
FUNCTION(LLVMValueRef, LLVMMetadataAsValue, (LLVMContextRef context, LLVMMetadataRef metadata))
FUNCTION(unsigned, LLVMGetMDNodeNumOperands, (LLVMValueRef node))
FUNCTION(void, LLVMGetMDNodeOperands, (LLVMValueRef node, LLVMValueRef *operands))
FUNCTION(const char *, LLVMGetMDString, (LLVMValueRef value, unsigned *length))
FUNCTION(LLVMMetadataRef, LLVMGetSubprogram, (LLVMValueRef function))
FUNCTION(unsigned, LLVMDISubprogramGetLine, (LLVMMetadataRef subprogram))
FUNCTION(uint16_t, LLVMGetDINodeTag, (LLVMMetadataRef node))
FUNCTION(LLVMDIFlags, LLVMDITypeGetFlags, (LLVMMetadataRef type))
FUNCTION(uint64_t, LLVMDITypeGetSizeInBits, (LLVMMetadataRef type))
FUNCTION(uint64_t, LLVMDITypeGetOffsetInBits, (LLVMMetadataRef type))
FUNCTION(LLVMMetadataRef, LLVMDIVariableGetFile, (LLVMMetadataRef variable))
FUNCTION(unsigned, LLVMDIVariableGetLine, (LLVMMetadataRef variable))
FUNCTION(LLVMDbgRecordRef, LLVMGetFirstDbgRecord, (LLVMValueRef instruction))
FUNCTION(LLVMDbgRecordRef, LLVMGetNextDbgRecord, (LLVMDbgRecordRef record))
FUNCTION(LLVMDbgRecordKind, LLVMDbgRecordGetKind, (LLVMDbgRecordRef record))
FUNCTION(LLVMMetadataRef, LLVMDbgRecordGetDebugLoc, (LLVMDbgRecordRef record))
FUNCTION(LLVMValueRef, LLVMDbgVariableRecordGetValue, (LLVMDbgRecordRef record, unsigned index))
FUNCTION(LLVMMetadataRef, LLVMDbgVariableRecordGetVariable, (LLVMDbgRecordRef record))
FUNCTION(LLVMMetadataRef, LLVMDbgVariableRecordGetExpression, (LLVMDbgRecordRef record))
FUNCTION(LLVMValueMetadataEntry *, LLVMGlobalCopyAllMetadata, (LLVMValueRef global, size_t *count))
FUNCTION(unsigned, LLVMValueMetadataEntriesGetKind, (LLVMValueMetadataEntry *entries, unsigned index))
FUNCTION(LLVMMetadataRef, LLVMValueMetadataEntriesGetMetadata, (LLVMValueMetadataEntry *entries, unsigned index))
FUNCTION(void, LLVMDisposeValueMetadataEntries, (LLVMValueMetadataEntry *entries))
