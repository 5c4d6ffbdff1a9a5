// The start of a program with dynamic values: its heap, and the stack that it runs on, a thread's of its own, so that
// it is as deep as wanted and its bounds are known. The environment says how large both may be:
//
//   HUB_HEAP_LIMIT         the heap in bytes; VALK_HEAP_HARD_LIMIT means the same
//   HUB_STACK_LIMIT        the stack in bytes
//   HUB_GC_STRESS=1        collect whenever memory is taken
//   HUB_GC_STATS=1         say at the end what collections have done

#include "heap.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "process.h"

#define HUB_HEAP_BYTES ((size_t)4 << 30)
#define HUB_STACK_BYTES ((size_t)1 << 30)
#define HUB_LEAST_STACK_BYTES ((size_t)1 << 18)
/// What lies below the stack and cannot be accessed: more than any frame takes.
#define HUB_GUARD_BYTES ((size_t)1 << 20)

/// More than any machine has; sums of a few such numbers are exact.
#define HUB_MOST_BYTES ((size_t)1 << 46)

/// The number that a variable of the environment gives, at most HUB_MOST_BYTES; `otherwise` when it gives none.
static size_t hub_setting(const char *name, size_t otherwise) {
    const char *text = getenv(name);
    char *end = NULL;
    if (!text || *text < '0' || *text > '9') return otherwise;
    unsigned long long number = strtoull(text, &end, 10);
    if (*end != 0) return otherwise;
    return number < HUB_MOST_BYTES ? (size_t)number : HUB_MOST_BYTES;
}

static HUB_NORETURN void hub_refuse_start(const char *what) {
    const char *texts[] = {"hubc: out of memory: there is no room for the ", what, NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

/// A run of a program's entry.
typedef struct hub_run {
    uint64_t (*entry)(const uint64_t *arguments);
    const uint64_t *arguments;
    uint64_t result;
    /// The stack that it runs on.
    char *stack;
    size_t stack_bytes;
} hub_run;

static void *hub_run_thread(void *argument) {
    hub_run *run = argument;
    hub_stack_bottom = run->stack + run->stack_bytes;
    hub_watch_stack((uintptr_t)run->stack + run->stack_bytes, run->stack_bytes);
    run->result = run->entry(run->arguments);
    hub_leave_stack();
    return NULL;
}

/// Runs the thread to its end; false when the system has no room for it.
static bool hub_run_on_own_stack(hub_run *run) {
    pthread_attr_t attributes;
    pthread_t thread;
    if (mprotect(run->stack, HUB_GUARD_BYTES, PROT_NONE) != 0) return false;
    if (pthread_attr_init(&attributes) != 0) return false;
    if (pthread_attr_setstack(&attributes, run->stack, run->stack_bytes) != 0) return false;
    if (pthread_create(&thread, &attributes, hub_run_thread, run) != 0) return false;
    return pthread_join(thread, NULL) == 0;
}

uint64_t hub_run_entry(uint64_t (*entry)(const uint64_t *arguments), const uint64_t *arguments) {
    size_t page = (size_t)1 << 16;
    size_t heap = hub_setting("HUB_HEAP_LIMIT", hub_setting("VALK_HEAP_HARD_LIMIT", HUB_HEAP_BYTES));
    size_t stack = hub_setting("HUB_STACK_LIMIT", HUB_STACK_BYTES);
    if (stack < HUB_LEAST_STACK_BYTES) stack = HUB_LEAST_STACK_BYTES;
    hub_run run = {entry, arguments, 0, NULL, ((stack + HUB_GUARD_BYTES) | (page - 1)) + 1};
    hub_heap.is_stressed = hub_setting("HUB_GC_STRESS", 0) != 0;
    if (!hub_make_heap(heap)) hub_refuse_start("heap");
    run.stack = hub_reserve(run.stack_bytes);
    if (!run.stack) hub_refuse_start("stack");
    if (hub_setting("HUB_GC_STATS", 0) != 0) atexit(hub_print_statistics);
    if (!hub_run_on_own_stack(&run)) hub_refuse_start("stack");
    return run.result;
}
