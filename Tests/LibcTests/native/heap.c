// The heap: blocks keep what is in them, do not overlap, and all memory comes back.

#include <string.h>

#include "check.h"

void *hub_malloc(size_t);
void *hub_calloc(size_t, size_t);
void *hub_realloc(void *, size_t);
void hub_free(void *);

enum { BLOCKS = 40 };

// Where the heap of the library lies.
__attribute__((aligned(16))) char hub___heap_base[4096];
__asm__(".globl hub___heap_end\n.set hub___heap_end, hub___heap_base + 4096");

static struct {
    unsigned char *start;
    size_t size;
    unsigned char mark;
} blocks[BLOCKS];

static bool holds(int index, size_t size) {
    for (size_t byte = 0; byte < size; byte++) {
        if (blocks[index].start[byte] != blocks[index].mark) return false;
    }
    return true;
}

static void fill(int index, unsigned char *start, size_t size) {
    blocks[index].start = start;
    blocks[index].size = start ? size : 0;
    blocks[index].mark = (unsigned char)check_random_bits();
    if (start) memset(start, blocks[index].mark, size);
}

static size_t largest(void) {
    size_t size = 1 << 16;
    for (void *block; size > 0; size--) {
        block = hub_malloc(size);
        hub_free(block);
        if (block) break;
    }
    return size;
}

static void change(int index) {
    size_t size = check_random_below(check_random_below(8) == 0 ? 900 : 60);
    CHECK(holds(index, blocks[index].size), "a block has changed");
    switch (check_random_below(4)) {
        case 0: {
            size_t least = size < blocks[index].size ? size : blocks[index].size;
            unsigned char *moved = hub_realloc(blocks[index].start, size);
            if (!moved) {
                CHECK(holds(index, blocks[index].size), "a block has changed that did not grow");
                break;
            }
            blocks[index].start = moved;
            CHECK(holds(index, least), "realloc lost what was there");
            fill(index, moved, size);
            break;
        }
        case 1: {
            hub_free(blocks[index].start);
            unsigned char *start = hub_calloc(size, 1);
            for (size_t byte = 0; start && byte < size; byte++) CHECK(start[byte] == 0, "calloc's memory is not 0");
            fill(index, start, size);
            break;
        }
        default:
            hub_free(blocks[index].start);
            fill(index, hub_malloc(size), size);
            CHECK((uintptr_t)blocks[index].start % 8 == 0, "a block is not aligned");
            break;
    }
}

void check_heap(void) {
    size_t all = largest();
    CHECK(all > 4000 && all <= 4096, "the heap has %zu bytes", all);
    CHECK(hub_calloc((size_t)1 << 33, (size_t)1 << 33) == NULL, "calloc's product wraps");
    for (int round = 0; round < 100000; round++) change((int)check_random_below(BLOCKS));
    for (int index = 0; index < BLOCKS; index++) hub_free(blocks[index].start);
    CHECK(largest() == all, "memory is lost");
}
