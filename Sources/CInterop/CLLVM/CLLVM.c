// The stubs behind the prototypes of CLLVM.h: each function of the table is a jump through a slot, which the loader fills.

#include "CLLVM.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// The slots, and the stubs that go through them.

#define FUNCTION(result, name, parameters) __attribute__((visibility("hidden"))) void *hub_slot_##name;
#include "CLLVMFunctions.h"
#undef FUNCTION

#if defined(__x86_64__)
#define JUMP(name) "jmp *hub_slot_" #name "(%rip)\n"
#elif defined(__aarch64__)
#define JUMP(name) "adrp x16, hub_slot_" #name "\nldr x16, [x16, :lo12:hub_slot_" #name "]\nbr x16\n"
#else
#error "CLLVM: no stubs for this machine"
#endif

// Hidden, so that the library never finds a stub where it looks for its own function.
#define FUNCTION(result, name, parameters)                                                                             \
    __asm__(".text\n.hidden " #name "\n.globl " #name "\n.type " #name ", %function\n" #name ":\n" JUMP(name)          \
            ".size " #name ", . - " #name "\n");
#include "CLLVMFunctions.h"
#undef FUNCTION

struct function {
    const char *name;
    void **slot;
};

static const struct function functions[] = {
#define FUNCTION(result, name, parameters) {#name, &hub_slot_##name},
#include "CLLVMFunctions.h"
#undef FUNCTION
};

// The loader.

static const unsigned supported_version = 22;
static const size_t function_count = sizeof functions / sizeof functions[0];
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static bool is_loaded;
static _Thread_local char error[512];

/// Fills the slots from `library`; NULL, or what is missing.
static const char *resolve(void *library) {
    void (*version)(unsigned *, unsigned *, unsigned *) = NULL;
    *(void **)&version = dlsym(library, "LLVMGetVersion");
    if (!version) return "it is no LLVM library";
    unsigned major = 0, minor = 0, patch = 0;
    version(&major, &minor, &patch);
    if (major != supported_version) {
        snprintf(error, sizeof error, "it is LLVM %u.%u.%u; hubc needs version %u", major, minor, patch, supported_version);
        return error;
    }
    for (size_t i = 0; i < function_count; i++) {
        if (dlsym(library, functions[i].name)) continue;
        snprintf(error, sizeof error, "it lacks the function %s", functions[i].name);
        return error;
    }
    for (size_t i = 0; i < function_count; i++) *functions[i].slot = dlsym(library, functions[i].name);
    return NULL;
}

static const char *load(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *reason = dlerror();
        snprintf(error, sizeof error, "%s", reason ? reason : "it cannot be loaded");
        return error;
    }
    const char *failure = resolve(library);
    if (failure) {
        dlclose(library);
        return failure;
    }
    is_loaded = true;
    return NULL;
}

const char *hub_load_llvm(const char *path) {
    pthread_mutex_lock(&loading);
    const char *failure = is_loaded ? NULL : load(path);
    pthread_mutex_unlock(&loading);
    return failure;
}

bool hub_llvm_is_loaded(void) {
    pthread_mutex_lock(&loading);
    bool answer = is_loaded;
    pthread_mutex_unlock(&loading);
    return answer;
}
