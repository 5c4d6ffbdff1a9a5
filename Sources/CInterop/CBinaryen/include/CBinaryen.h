// The part of Binaryen's C API that hubc calls, declared from the table in CBinaryenFunctions.h, and the loader that
// finds the library when it is first needed: hubc builds and runs without it.

#ifndef HUB_CBINARYEN_H
#define HUB_CBINARYEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CBinaryenFunctions.h"

typedef uint32_t BinaryenIndex;
typedef uint32_t BinaryenFeatures;
typedef int32_t BinaryenOp;
typedef uintptr_t BinaryenType;
typedef uintptr_t BinaryenHeapType;
typedef uint32_t BinaryenPackedType;

typedef struct BinaryenModule *BinaryenModuleRef;
typedef struct BinaryenExpression *BinaryenExpressionRef;
typedef struct BinaryenFunction *BinaryenFunctionRef;
typedef struct BinaryenGlobal *BinaryenGlobalRef;
typedef struct TypeBuilder *TypeBuilderRef;
typedef struct BinaryenExport *BinaryenExportRef;
typedef struct BinaryenTable *BinaryenTableRef;
typedef struct BinaryenElementSegment *BinaryenElementSegmentRef;

/// A constant; passed and answered by value, so that its size is part of the contract.
typedef struct BinaryenLiteral {
    uintptr_t type;
    union {
        int64_t i64;
        uint8_t bytes[16];
    };
} BinaryenLiteral;

/// A written module; whoever gets it frees both parts with `hub_binaryen_free`.
typedef struct BinaryenOutput {
    void *binary;
    size_t binaryBytes;
    /// Ends in a zero byte; NULL when no source map was asked for.
    char *sourceMap;
} BinaryenOutput;

/// Loads the library at `path` (a file name is looked up as the system does) and resolves every function of the table.
/// Answers NULL, or what went wrong; it does nothing when the library is loaded already. Until it has succeeded nothing
/// else of this header may be called. One thread at a time may be in it.
const char *hub_load_binaryen(const char *path);

/// Frees what Binaryen allocated for its caller.
void hub_binaryen_free(void *memory);

#define HUB_BINARYEN_PROTOTYPE(result, name, parameters) result name parameters;
#define HUB_BINARYEN_OPERATION(name) BinaryenOp name(void);
HUB_BINARYEN_FUNCTIONS(HUB_BINARYEN_PROTOTYPE)
HUB_BINARYEN_OPERATIONS(HUB_BINARYEN_OPERATION)
#undef HUB_BINARYEN_PROTOTYPE
#undef HUB_BINARYEN_OPERATION

#endif
