// The one table of what hubc calls of Binaryen's C API, version 116: X(result, name, parameters) for functions, X(name)
// for the functions that answer the number of an operation. CBinaryen.h makes prototypes of it, CBinaryen.c the loader.

#ifndef HUB_CBINARYEN_FUNCTIONS_H
#define HUB_CBINARYEN_FUNCTIONS_H

#define HUB_BINARYEN_FUNCTIONS(X) \
    X(BinaryenType, BinaryenTypeNone, (void)) \
    X(BinaryenType, BinaryenTypeInt32, (void)) \
    X(BinaryenType, BinaryenTypeInt64, (void)) \
    X(BinaryenType, BinaryenTypeFloat32, (void)) \
    X(BinaryenType, BinaryenTypeFloat64, (void)) \
    X(BinaryenType, BinaryenTypeFuncref, (void)) \
    X(BinaryenType, BinaryenTypeEqref, (void)) \
    X(BinaryenType, BinaryenTypeCreate, (BinaryenType *types, BinaryenIndex count)) \
    X(BinaryenType, BinaryenTypeFromHeapType, (BinaryenHeapType type, bool nullable)) \
    X(BinaryenHeapType, BinaryenHeapTypeI31, (void)) \
    X(BinaryenPackedType, BinaryenPackedTypeNotPacked, (void)) \
    X(BinaryenPackedType, BinaryenPackedTypeInt8, (void)) \
    X(BinaryenPackedType, BinaryenPackedTypeInt16, (void)) \
    X(TypeBuilderRef, TypeBuilderCreate, (BinaryenIndex count)) \
    X(void, TypeBuilderSetSignatureType, \
      (TypeBuilderRef builder, BinaryenIndex index, BinaryenType parameters, BinaryenType results)) \
    X(void, TypeBuilderSetStructType, \
      (TypeBuilderRef builder, BinaryenIndex index, BinaryenType *types, BinaryenPackedType *packed, bool *isMutable, \
       int count)) \
    X(void, TypeBuilderSetArrayType, \
      (TypeBuilderRef builder, BinaryenIndex index, BinaryenType type, BinaryenPackedType packed, int isMutable)) \
    X(BinaryenHeapType, TypeBuilderGetTempHeapType, (TypeBuilderRef builder, BinaryenIndex index)) \
    X(BinaryenType, TypeBuilderGetTempTupleType, \
      (TypeBuilderRef builder, BinaryenType *types, BinaryenIndex count)) \
    X(BinaryenType, TypeBuilderGetTempRefType, (TypeBuilderRef builder, BinaryenHeapType type, int nullable)) \
    X(void, TypeBuilderSetSubType, (TypeBuilderRef builder, BinaryenIndex index, BinaryenHeapType parent)) \
    X(void, TypeBuilderSetOpen, (TypeBuilderRef builder, BinaryenIndex index)) \
    X(void, TypeBuilderCreateRecGroup, (TypeBuilderRef builder, BinaryenIndex index, BinaryenIndex count)) \
    X(bool, TypeBuilderBuildAndDispose, \
      (TypeBuilderRef builder, BinaryenHeapType *types, BinaryenIndex *errorIndex, uint32_t *errorReason)) \
    X(BinaryenFeatures, BinaryenFeatureBulkMemory, (void)) \
    X(BinaryenFeatures, BinaryenFeatureMutableGlobals, (void)) \
    X(BinaryenFeatures, BinaryenFeatureNontrappingFPToInt, (void)) \
    X(BinaryenFeatures, BinaryenFeatureSignExt, (void)) \
    X(BinaryenFeatures, BinaryenFeatureTailCall, (void)) \
    X(BinaryenFeatures, BinaryenFeatureMultivalue, (void)) \
    X(BinaryenFeatures, BinaryenFeatureReferenceTypes, (void)) \
    X(BinaryenFeatures, BinaryenFeatureGC, (void)) \
    X(BinaryenModuleRef, BinaryenModuleCreate, (void)) \
    X(BinaryenModuleRef, BinaryenModuleRead, (char *input, size_t size)) \
    X(void, BinaryenModuleDispose, (BinaryenModuleRef module)) \
    X(void, BinaryenModuleSetFeatures, (BinaryenModuleRef module, BinaryenFeatures features)) \
    X(bool, BinaryenModuleValidate, (BinaryenModuleRef module)) \
    X(void, BinaryenModuleOptimize, (BinaryenModuleRef module)) \
    X(void, BinaryenModuleRunPasses, (BinaryenModuleRef module, const char **passes, BinaryenIndex count)) \
    X(void, BinaryenSetOptimizeLevel, (int level)) \
    X(void, BinaryenSetShrinkLevel, (int level)) \
    X(void, BinaryenSetDebugInfo, (bool on)) \
    X(void, BinaryenSetLowMemoryUnused, (bool on)) \
    X(BinaryenOutput, BinaryenModuleAllocateAndWrite, (BinaryenModuleRef module, const char *sourceMapUrl)) \
    X(char *, BinaryenModuleAllocateAndWriteText, (BinaryenModuleRef module)) \
    X(BinaryenIndex, BinaryenModuleAddDebugInfoFileName, (BinaryenModuleRef module, const char *name)) \
    X(void, BinaryenFunctionSetDebugLocation, \
      (BinaryenFunctionRef function, BinaryenExpressionRef expression, BinaryenIndex file, BinaryenIndex line, \
       BinaryenIndex column)) \
    X(BinaryenFunctionRef, BinaryenAddFunction, \
      (BinaryenModuleRef module, const char *name, BinaryenType parameters, BinaryenType results, \
       BinaryenType *variables, BinaryenIndex count, BinaryenExpressionRef body)) \
    X(BinaryenFunctionRef, BinaryenAddFunctionWithHeapType, \
      (BinaryenModuleRef module, const char *name, BinaryenHeapType type, BinaryenType *variables, \
       BinaryenIndex count, BinaryenExpressionRef body)) \
    X(void, BinaryenSetStart, (BinaryenModuleRef module, BinaryenFunctionRef function)) \
    X(BinaryenGlobalRef, BinaryenAddGlobal, \
      (BinaryenModuleRef module, const char *name, BinaryenType type, bool isMutable, BinaryenExpressionRef value)) \
    X(BinaryenFunctionRef, BinaryenGetFunction, (BinaryenModuleRef module, const char *name)) \
    X(BinaryenIndex, BinaryenFunctionGetNumLocals, (BinaryenFunctionRef func)) \
    X(BinaryenIndex, BinaryenGetNumFunctions, (BinaryenModuleRef module)) \
    X(BinaryenFunctionRef, BinaryenGetFunctionByIndex, (BinaryenModuleRef module, BinaryenIndex index)) \
    X(const char *, BinaryenFunctionGetName, (BinaryenFunctionRef func)) \
    X(BinaryenExpressionRef, BinaryenFunctionGetBody, (BinaryenFunctionRef func)) \
    X(void, BinaryenFunctionOptimize, (BinaryenFunctionRef func, BinaryenModuleRef module)) \
    X(void, BinaryenAddFunctionImport, \
      (BinaryenModuleRef module, const char *name, const char *externalModule, const char *externalName, \
       BinaryenType parameters, BinaryenType results)) \
    X(BinaryenExportRef, BinaryenAddFunctionExport, \
      (BinaryenModuleRef module, const char *name, const char *externalName)) \
    X(BinaryenExportRef, BinaryenGetExport, (BinaryenModuleRef module, const char *externalName)) \
    X(const char *, BinaryenExportGetValue, (BinaryenExportRef exported)) \
    X(void, BinaryenRemoveExport, (BinaryenModuleRef module, const char *externalName)) \
    X(BinaryenTableRef, BinaryenAddTable, \
      (BinaryenModuleRef module, const char *name, BinaryenIndex initial, BinaryenIndex maximum, \
       BinaryenType type)) \
    X(BinaryenElementSegmentRef, BinaryenAddActiveElementSegment, \
      (BinaryenModuleRef module, const char *table, const char *name, const char **functions, \
       BinaryenIndex count, BinaryenExpressionRef offset)) \
    X(void, BinaryenSetMemory, \
      (BinaryenModuleRef module, BinaryenIndex initial, BinaryenIndex maximum, const char *exportName, \
       const char **segments, bool *segmentPassive, BinaryenExpressionRef *segmentOffsets, \
       BinaryenIndex *segmentSizes, BinaryenIndex segmentCount, bool shared, bool memory64, const char *name)) \
    X(BinaryenIndex, BinaryenMemoryGetInitial, (BinaryenModuleRef module, const char *name)) \
    X(uint32_t, BinaryenGetNumMemorySegments, (BinaryenModuleRef module)) \
    X(uint32_t, BinaryenGetMemorySegmentByteOffset, (BinaryenModuleRef module, BinaryenIndex index)) \
    X(size_t, BinaryenGetMemorySegmentByteLength, (BinaryenModuleRef module, BinaryenIndex index)) \
    X(void, BinaryenCopyMemorySegmentData, (BinaryenModuleRef module, BinaryenIndex index, char *buffer)) \
    X(void, BinaryenAddCustomSection, \
      (BinaryenModuleRef module, const char *name, const char *contents, BinaryenIndex size)) \
    X(BinaryenLiteral, BinaryenLiteralInt32, (int32_t value)) \
    X(BinaryenLiteral, BinaryenLiteralInt64, (int64_t value)) \
    X(BinaryenLiteral, BinaryenLiteralFloat32Bits, (int32_t bits)) \
    X(BinaryenLiteral, BinaryenLiteralFloat64Bits, (int64_t bits)) \
    X(BinaryenExpressionRef, BinaryenConst, (BinaryenModuleRef module, BinaryenLiteral value)) \
    X(BinaryenExpressionRef, BinaryenUnary, \
      (BinaryenModuleRef module, BinaryenOp operation, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenBinary, \
      (BinaryenModuleRef module, BinaryenOp operation, BinaryenExpressionRef left, BinaryenExpressionRef right)) \
    X(BinaryenExpressionRef, BinaryenSelect, \
      (BinaryenModuleRef module, BinaryenExpressionRef condition, BinaryenExpressionRef yes, \
       BinaryenExpressionRef no, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenLocalGet, (BinaryenModuleRef module, BinaryenIndex index, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenLocalSet, \
      (BinaryenModuleRef module, BinaryenIndex index, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenLocalTee, \
      (BinaryenModuleRef module, BinaryenIndex index, BinaryenExpressionRef value, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenLoad, \
      (BinaryenModuleRef module, uint32_t bytes, bool isSigned, uint32_t offset, uint32_t align, \
       BinaryenType type, BinaryenExpressionRef address, const char *memory)) \
    X(BinaryenExpressionRef, BinaryenStore, \
      (BinaryenModuleRef module, uint32_t bytes, uint32_t offset, uint32_t align, BinaryenExpressionRef address, \
       BinaryenExpressionRef value, BinaryenType type, const char *memory)) \
    X(BinaryenExpressionRef, BinaryenDrop, (BinaryenModuleRef module, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenNop, (BinaryenModuleRef module)) \
    X(BinaryenExpressionRef, BinaryenTupleMake, \
      (BinaryenModuleRef module, BinaryenExpressionRef *operands, BinaryenIndex count)) \
    X(BinaryenExpressionRef, BinaryenTupleExtract, \
      (BinaryenModuleRef module, BinaryenExpressionRef tuple, BinaryenIndex index)) \
    X(BinaryenExpressionRef, BinaryenBlock, \
      (BinaryenModuleRef module, const char *name, BinaryenExpressionRef *children, BinaryenIndex count, \
       BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenLoop, (BinaryenModuleRef module, const char *name, BinaryenExpressionRef body)) \
    X(BinaryenExpressionRef, BinaryenIf, \
      (BinaryenModuleRef module, BinaryenExpressionRef condition, BinaryenExpressionRef yes, \
       BinaryenExpressionRef no)) \
    X(BinaryenExpressionRef, BinaryenBreak, \
      (BinaryenModuleRef module, const char *name, BinaryenExpressionRef condition, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenSwitch, \
      (BinaryenModuleRef module, const char **names, BinaryenIndex count, const char *defaultName, \
       BinaryenExpressionRef condition, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenReturn, (BinaryenModuleRef module, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenUnreachable, (BinaryenModuleRef module)) \
    X(BinaryenExpressionRef, BinaryenCall, \
      (BinaryenModuleRef module, const char *target, BinaryenExpressionRef *operands, BinaryenIndex count, \
       BinaryenType results)) \
    X(BinaryenExpressionRef, BinaryenReturnCall, \
      (BinaryenModuleRef module, const char *target, BinaryenExpressionRef *operands, BinaryenIndex count, \
       BinaryenType results)) \
    X(BinaryenExpressionRef, BinaryenCallIndirect, \
      (BinaryenModuleRef module, const char *table, BinaryenExpressionRef target, \
       BinaryenExpressionRef *operands, BinaryenIndex count, BinaryenType parameters, BinaryenType results)) \
    X(BinaryenExpressionRef, BinaryenReturnCallIndirect, \
      (BinaryenModuleRef module, const char *table, BinaryenExpressionRef target, \
       BinaryenExpressionRef *operands, BinaryenIndex count, BinaryenType parameters, BinaryenType results)) \
    X(BinaryenExpressionRef, BinaryenCallRef, \
      (BinaryenModuleRef module, BinaryenExpressionRef target, BinaryenExpressionRef *operands, \
       BinaryenIndex count, BinaryenType results, bool isReturn)) \
    X(BinaryenExpressionRef, BinaryenGlobalGet, (BinaryenModuleRef module, const char *name, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenGlobalSet, \
      (BinaryenModuleRef module, const char *name, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenRefNull, (BinaryenModuleRef module, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenRefIsNull, (BinaryenModuleRef module, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenRefAs, \
      (BinaryenModuleRef module, BinaryenOp operation, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenRefFunc, (BinaryenModuleRef module, const char *name, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenRefEq, \
      (BinaryenModuleRef module, BinaryenExpressionRef left, BinaryenExpressionRef right)) \
    X(BinaryenExpressionRef, BinaryenRefTest, \
      (BinaryenModuleRef module, BinaryenExpressionRef value, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenRefCast, \
      (BinaryenModuleRef module, BinaryenExpressionRef value, BinaryenType type)) \
    X(BinaryenExpressionRef, BinaryenRefI31, (BinaryenModuleRef module, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenI31Get, \
      (BinaryenModuleRef module, BinaryenExpressionRef value, bool isSigned)) \
    X(BinaryenExpressionRef, BinaryenStructNew, \
      (BinaryenModuleRef module, BinaryenExpressionRef *operands, BinaryenIndex count, BinaryenHeapType type)) \
    X(BinaryenExpressionRef, BinaryenStructGet, \
      (BinaryenModuleRef module, BinaryenIndex index, BinaryenExpressionRef value, BinaryenType type, \
       bool isSigned)) \
    X(BinaryenExpressionRef, BinaryenStructSet, \
      (BinaryenModuleRef module, BinaryenIndex index, BinaryenExpressionRef object, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenArrayNew, \
      (BinaryenModuleRef module, BinaryenHeapType type, BinaryenExpressionRef size, BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenArrayNewFixed, \
      (BinaryenModuleRef module, BinaryenHeapType type, BinaryenExpressionRef *values, BinaryenIndex count)) \
    X(BinaryenExpressionRef, BinaryenArrayGet, \
      (BinaryenModuleRef module, BinaryenExpressionRef array, BinaryenExpressionRef index, BinaryenType type, \
       bool isSigned)) \
    X(BinaryenExpressionRef, BinaryenArraySet, \
      (BinaryenModuleRef module, BinaryenExpressionRef array, BinaryenExpressionRef index, \
       BinaryenExpressionRef value)) \
    X(BinaryenExpressionRef, BinaryenArrayCopy, \
      (BinaryenModuleRef module, BinaryenExpressionRef target, BinaryenExpressionRef to, \
       BinaryenExpressionRef source, BinaryenExpressionRef from, BinaryenExpressionRef count)) \
    X(BinaryenExpressionRef, BinaryenArrayLen, (BinaryenModuleRef module, BinaryenExpressionRef array))

#define HUB_BINARYEN_OPERATIONS(X) \
    X(BinaryenClzInt32) \
    X(BinaryenCtzInt32) \
    X(BinaryenPopcntInt32) \
    X(BinaryenEqZInt32) \
    X(BinaryenClzInt64) \
    X(BinaryenCtzInt64) \
    X(BinaryenPopcntInt64) \
    X(BinaryenEqZInt64) \
    X(BinaryenNegFloat32) \
    X(BinaryenAbsFloat32) \
    X(BinaryenSqrtFloat32) \
    X(BinaryenNegFloat64) \
    X(BinaryenAbsFloat64) \
    X(BinaryenSqrtFloat64) \
    X(BinaryenExtendSInt32) \
    X(BinaryenExtendUInt32) \
    X(BinaryenWrapInt64) \
    X(BinaryenExtendS8Int32) \
    X(BinaryenExtendS16Int32) \
    X(BinaryenExtendS8Int64) \
    X(BinaryenExtendS16Int64) \
    X(BinaryenTruncSatSFloat32ToInt32) \
    X(BinaryenTruncSatSFloat32ToInt64) \
    X(BinaryenTruncSatUFloat32ToInt32) \
    X(BinaryenTruncSatUFloat32ToInt64) \
    X(BinaryenTruncSatSFloat64ToInt32) \
    X(BinaryenTruncSatSFloat64ToInt64) \
    X(BinaryenTruncSatUFloat64ToInt32) \
    X(BinaryenTruncSatUFloat64ToInt64) \
    X(BinaryenConvertSInt32ToFloat32) \
    X(BinaryenConvertSInt32ToFloat64) \
    X(BinaryenConvertSInt64ToFloat32) \
    X(BinaryenConvertSInt64ToFloat64) \
    X(BinaryenConvertUInt32ToFloat32) \
    X(BinaryenConvertUInt32ToFloat64) \
    X(BinaryenConvertUInt64ToFloat32) \
    X(BinaryenConvertUInt64ToFloat64) \
    X(BinaryenReinterpretFloat32) \
    X(BinaryenReinterpretFloat64) \
    X(BinaryenReinterpretInt32) \
    X(BinaryenReinterpretInt64) \
    X(BinaryenPromoteFloat32) \
    X(BinaryenDemoteFloat64) \
    X(BinaryenAddInt32) \
    X(BinaryenSubInt32) \
    X(BinaryenMulInt32) \
    X(BinaryenDivSInt32) \
    X(BinaryenDivUInt32) \
    X(BinaryenRemSInt32) \
    X(BinaryenRemUInt32) \
    X(BinaryenAndInt32) \
    X(BinaryenOrInt32) \
    X(BinaryenXorInt32) \
    X(BinaryenShlInt32) \
    X(BinaryenShrUInt32) \
    X(BinaryenShrSInt32) \
    X(BinaryenRotLInt32) \
    X(BinaryenEqInt32) \
    X(BinaryenNeInt32) \
    X(BinaryenLtSInt32) \
    X(BinaryenLtUInt32) \
    X(BinaryenLeSInt32) \
    X(BinaryenLeUInt32) \
    X(BinaryenGtSInt32) \
    X(BinaryenGtUInt32) \
    X(BinaryenGeSInt32) \
    X(BinaryenGeUInt32) \
    X(BinaryenAddInt64) \
    X(BinaryenSubInt64) \
    X(BinaryenMulInt64) \
    X(BinaryenDivSInt64) \
    X(BinaryenDivUInt64) \
    X(BinaryenRemSInt64) \
    X(BinaryenRemUInt64) \
    X(BinaryenAndInt64) \
    X(BinaryenOrInt64) \
    X(BinaryenXorInt64) \
    X(BinaryenShlInt64) \
    X(BinaryenShrUInt64) \
    X(BinaryenShrSInt64) \
    X(BinaryenRotLInt64) \
    X(BinaryenEqInt64) \
    X(BinaryenNeInt64) \
    X(BinaryenLtSInt64) \
    X(BinaryenLtUInt64) \
    X(BinaryenLeSInt64) \
    X(BinaryenLeUInt64) \
    X(BinaryenGtSInt64) \
    X(BinaryenGtUInt64) \
    X(BinaryenGeSInt64) \
    X(BinaryenGeUInt64) \
    X(BinaryenAddFloat32) \
    X(BinaryenSubFloat32) \
    X(BinaryenMulFloat32) \
    X(BinaryenDivFloat32) \
    X(BinaryenMinFloat32) \
    X(BinaryenMaxFloat32) \
    X(BinaryenEqFloat32) \
    X(BinaryenNeFloat32) \
    X(BinaryenLtFloat32) \
    X(BinaryenLeFloat32) \
    X(BinaryenGtFloat32) \
    X(BinaryenGeFloat32) \
    X(BinaryenAddFloat64) \
    X(BinaryenSubFloat64) \
    X(BinaryenMulFloat64) \
    X(BinaryenDivFloat64) \
    X(BinaryenMinFloat64) \
    X(BinaryenMaxFloat64) \
    X(BinaryenEqFloat64) \
    X(BinaryenNeFloat64) \
    X(BinaryenLtFloat64) \
    X(BinaryenLeFloat64) \
    X(BinaryenGtFloat64) \
    X(BinaryenGeFloat64) \
    X(BinaryenRefAsNonNull)

#endif
