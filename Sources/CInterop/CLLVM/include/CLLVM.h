// The part of LLVM's C API that hubc calls, declared from the tables in CLLVMConstants.h and CLLVMFunctions.h, and the
// loader that finds the library when it is first needed: hubc builds and runs without it.

#ifndef HUB_CLLVM_H
#define HUB_CLLVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int LLVMBool;
typedef unsigned LLVMAttributeIndex;
typedef unsigned LLVMDWARFTypeEncoding;
typedef unsigned LLVMMetadataKind;
typedef struct LLVMOpaqueContext *LLVMContextRef;
typedef struct LLVMOpaqueModule *LLVMModuleRef;
typedef struct LLVMOpaqueBuilder *LLVMBuilderRef;
typedef struct LLVMOpaqueType *LLVMTypeRef;
typedef struct LLVMOpaqueValue *LLVMValueRef;
typedef struct LLVMOpaqueBasicBlock *LLVMBasicBlockRef;
typedef struct LLVMOpaqueAttributeRef *LLVMAttributeRef;
typedef struct LLVMOpaqueMetadata *LLVMMetadataRef;
typedef struct LLVMOpaqueDbgRecord *LLVMDbgRecordRef;
typedef struct LLVMOpaqueValueMetadataEntry LLVMValueMetadataEntry;
typedef struct LLVMOpaqueDIBuilder *LLVMDIBuilderRef;
typedef struct LLVMOpaqueError *LLVMErrorRef;
typedef struct LLVMOpaqueMemoryBuffer *LLVMMemoryBufferRef;
typedef struct LLVMOpaquePassBuilderOptions *LLVMPassBuilderOptionsRef;
typedef struct LLVMOpaqueDiagnosticInfo *LLVMDiagnosticInfoRef;
typedef void (*LLVMDiagnosticHandler)(LLVMDiagnosticInfoRef, void *);
typedef struct LLVMTarget *LLVMTargetRef;
typedef struct LLVMOpaqueTargetData *LLVMTargetDataRef;
typedef struct LLVMOpaqueTargetMachine *LLVMTargetMachineRef;
typedef struct LLVMOpaqueTargetMachineOptions *LLVMTargetMachineOptionsRef;

#define VALUE(name, value) name = value,
#define ENUM(type, constants) typedef enum { constants } type;
#include "CLLVMConstants.h"
#undef ENUM
#undef VALUE

#define FUNCTION(result, name, parameters) result name parameters;
#include "CLLVMFunctions.h"
#undef FUNCTION

/// The index of a function's own attributes among those of its results and parameters.
static const LLVMAttributeIndex hub_llvm_function_index = ~0u;

/// Loads the library at `path` (a file name is looked up as the system does) and resolves every function of the table.
/// Answers NULL, or what went wrong; it does nothing when the library is loaded already. Until it has succeeded nothing
/// else of this header may be called. The text stays valid until the next call on this thread.
const char *hub_load_llvm(const char *path);

/// Whether a library is loaded.
bool hub_llvm_is_loaded(void);

/// The empty name that most values get.
static inline const char *hub_no_name(void) { return ""; }

#endif
