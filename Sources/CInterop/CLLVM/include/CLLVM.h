// The part of LLVM's C API that hubc calls, declared from the table in CLLVMFunctions.h, and the loader that finds the
// library when it is first needed: hubc builds and runs without it.

#ifndef HUB_CLLVM_H
#define HUB_CLLVM_H

#include <stdbool.h>

/// Loads the library at `path` (a file name is looked up as the system does) and resolves every function of the table.
/// Answers NULL, or what went wrong; it does nothing when the library is loaded already. Until it has succeeded nothing
/// else of this header may be called.
const char *hub_load_llvm(const char *path);

#endif
