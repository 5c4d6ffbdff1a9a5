// The heap: blocks in a row, each behind a header with its size; the free ones are linked in the order of their
// addresses. The first free block that is large enough is taken; neighbours that are free become one.

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hub_libc.h"

/// A block. Sizes are multiples of HUB_UNIT and count the header; what the program gets begins at `next`.
typedef struct hub_block {
    size_t size;
    struct hub_block *next;
} hub_block;

enum { HUB_HEADER = sizeof(size_t), HUB_UNIT = 2 * HUB_HEADER };

/// The memory that the program's data and the stack leave over; the compiler gives both their places. The first is a
/// multiple of 16.
extern char __heap_base[], __heap_end[];

static hub_block *hub_free_blocks;
static bool hub_heap_is_ready;

static hub_block *hub_block_of(void *memory) { return (hub_block *)((char *)memory - HUB_HEADER); }

static void *hub_memory_of(hub_block *block) { return (char *)block + HUB_HEADER; }

static hub_block *hub_end_of(hub_block *block) { return (hub_block *)((char *)block + block->size); }

static size_t hub_heap_size(void) { return (size_t)((uintptr_t)__heap_end - (uintptr_t)__heap_base); }

/// One free block from the first place where what the program gets is aligned to HUB_UNIT.
static void hub_prepare_heap(void) {
    hub_block *block = (hub_block *)(__heap_base + HUB_HEADER);
    block->size = (hub_heap_size() - HUB_HEADER) / HUB_UNIT * HUB_UNIT;
    block->next = NULL;
    hub_free_blocks = block;
    hub_heap_is_ready = true;
}

/// The size of the block for `size` bytes; 0 when there is none.
static size_t hub_block_size(size_t size) {
    if (size > hub_heap_size()) return 0;
    return size < HUB_HEADER ? HUB_UNIT : (size + HUB_HEADER + HUB_UNIT - 1) / HUB_UNIT * HUB_UNIT;
}

/// Cuts a block in use down to `size`; what is left over becomes free.
static void hub_trim(hub_block *block, size_t size) {
    size_t rest = block->size - size;
    if (rest == 0) return;
    block->size = size;
    hub_block *tail = hub_end_of(block);
    tail->size = rest;
    free(hub_memory_of(tail));
}

void *malloc(size_t size) {
    if (!hub_heap_is_ready) hub_prepare_heap();
    size_t needed = hub_block_size(size);
    if (needed > 0) {
        for (hub_block **link = &hub_free_blocks; *link; link = &(*link)->next) {
            hub_block *block = *link;
            if (block->size < needed) continue;
            *link = block->next;
            hub_trim(block, needed);
            return hub_memory_of(block);
        }
    }
    errno = ENOMEM;
    return NULL;
}

void free(void *memory) {
    if (!memory) return;
    hub_block *block = hub_block_of(memory);
    hub_block *before = NULL, *after = hub_free_blocks;
    while (after && after < block) {
        before = after;
        after = after->next;
    }
    if (after && hub_end_of(block) == after) {
        block->size += after->size;
        after = after->next;
    }
    block->next = after;
    if (!before) {
        hub_free_blocks = block;
    } else if (hub_end_of(before) == block) {
        before->size += block->size;
        before->next = after;
    } else {
        before->next = block;
    }
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
    void *memory = malloc(bytes);
    return memory ? memset(memory, 0, bytes) : NULL;
}

/// Joins a block in use with the free one behind it, if there is one.
static void hub_take_neighbour(hub_block *block) {
    hub_block **link = &hub_free_blocks;
    while (*link && *link < block) link = &(*link)->next;
    hub_block *after = *link;
    if (!after || after != hub_end_of(block)) return;
    *link = after->next;
    block->size += after->size;
}

void *realloc(void *memory, size_t size) {
    if (!memory) return malloc(size);
    size_t needed = hub_block_size(size);
    hub_block *block = hub_block_of(memory);
    size_t held = block->size;
    if (needed > held) hub_take_neighbour(block);
    if (needed > 0 && block->size >= needed) {
        hub_trim(block, needed);
        return memory;
    }
    hub_trim(block, held);
    void *moved = malloc(size);
    if (moved) {
        memcpy(moved, memory, held - HUB_HEADER);
        free(memory);
    }
    return moved;
}
