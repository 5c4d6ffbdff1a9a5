// Stands in for libbinaryen: each function of the table is a jump through a pointer that the loader fills. A jump, and
// not a call in C, because it passes arguments and results on as they are, whatever their types.

#define _GNU_SOURCE

#include "CBinaryen.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__x86_64__)
#define HUB_JUMP(name) "jmp *hub_slot_" #name "(%rip)\n"
#elif defined(__aarch64__)
#define HUB_JUMP(name)                                                                                                 \
    "adrp x16, hub_slot_" #name "\n"                                                                                   \
    "ldr x16, [x16, :lo12:hub_slot_" #name "]\n"                                                                       \
    "br x16\n"
#else
#error "CBinaryen: no jump for this processor"
#endif

// Hidden, so that the library's own calls of these names stay inside the library.
#define HUB_STUB(name)                                                                                                 \
    __attribute__((visibility("hidden"))) void *hub_slot_##name;                                                       \
    __asm__(".text\n.p2align 4\n.globl " #name "\n.hidden " #name "\n.type " #name ", %function\n" #name ":\n"         \
            HUB_JUMP(name) ".size " #name ", . - " #name "\n");
#define HUB_FUNCTION_STUB(result, name, parameters) HUB_STUB(name)

HUB_BINARYEN_FUNCTIONS(HUB_FUNCTION_STUB)
HUB_BINARYEN_OPERATIONS(HUB_STUB)

typedef struct symbol {
    const char *name;
    void **slot;
} symbol;

#define HUB_SYMBOL(name) {#name, &hub_slot_##name},
#define HUB_FUNCTION_SYMBOL(result, name, parameters) HUB_SYMBOL(name)

static const symbol symbols[] = {HUB_BINARYEN_FUNCTIONS(HUB_FUNCTION_SYMBOL) HUB_BINARYEN_OPERATIONS(HUB_SYMBOL)};

// The C API changes from version to version and does not say its own. Version 116 is the first with one of these names
// and the last without the other.
static const char first_of_116[] = "BinaryenRefI31";
static const char first_of_117[] = "BinaryenFunctionAddVar";

static char message[512];

static const char *resolve(void *library, const char *path) {
    if (dlsym(library, first_of_116) == NULL || dlsym(library, first_of_117) != NULL) {
        snprintf(message, sizeof message, "%s is not version 116 of Binaryen", path);
        return message;
    }
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        *symbols[i].slot = dlsym(library, symbols[i].name);
        if (*symbols[i].slot == NULL) {
            snprintf(message, sizeof message, "%s has no function %s", path, symbols[i].name);
            return message;
        }
    }
    return NULL;
}

const char *hub_load_binaryen(const char *path) {
    static void *loaded;
    if (loaded != NULL) return NULL;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        snprintf(message, sizeof message, "%s", dlerror());
        return message;
    }
    const char *problem = resolve(library, path);
    if (problem != NULL) {
        dlclose(library);
        return problem;
    }
    loaded = library;
    return NULL;
}

void hub_binaryen_free(void *memory) { free(memory); }
