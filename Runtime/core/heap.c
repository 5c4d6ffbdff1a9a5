// Taking memory from the heap: stretches of memory for pairs and objects, which compiled code takes from the front of,
// and whole blocks for large objects. Collects when enough has been taken since the last time.

#include "heap.h"

#include <string.h>
#include <sys/mman.h>

#include "process.h"

HUB_API char *hub_pair_next, *hub_pair_end;
HUB_API char *hub_object_next, *hub_object_end;
HUB_API uintptr_t hub_heap_start;
HUB_API size_t hub_heap_bytes;
HUB_API uint8_t *hub_changed_lines;
HUB_API hub_heap_state hub_heap;

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif
#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

void *hub_reserve(size_t bytes) {
    void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return place == MAP_FAILED ? NULL : place;
}

bool hub_make_heap(size_t limit) {
    size_t count = limit / HUB_BLOCK_BYTES;
    if (count == 0) count = 1;
    char *range = hub_reserve((count + 1) * HUB_BLOCK_BYTES);
    char *tables = hub_reserve(count * (2 + 2 * HUB_BLOCK_LINES + 2 * 8 * HUB_BLOCK_WORDS));
    if (!range || !tables || !hub_make_mark_stack(count * HUB_BLOCK_BYTES)) return false;
    hub_heap_start = ((uintptr_t)range + HUB_BLOCK_BYTES - 1) & ~(uintptr_t)(HUB_BLOCK_BYTES - 1);
    hub_heap_bytes = count * HUB_BLOCK_BYTES;
    hub_heap.block_count = count;
    hub_heap.marks = (uint64_t *)tables;
    hub_heap.starts = hub_heap.marks + count * HUB_BLOCK_WORDS;
    hub_heap.lines = (uint8_t *)(hub_heap.starts + count * HUB_BLOCK_WORDS);
    hub_changed_lines = hub_heap.lines + count * HUB_BLOCK_LINES;
    hub_heap.kinds = hub_changed_lines + count * HUB_BLOCK_LINES;
    hub_heap.has_starts = hub_heap.kinds + count;
    hub_heap.budget = HUB_LEAST_BUDGET;
    hub_heap.full_limit = HUB_LEAST_GROWTH;
    hub_restart_allocation();
    return true;
}

void hub_restart_allocation(void) {
    static char nothing[1];
    hub_pair_next = hub_pair_end = hub_heap.pair_end = nothing;
    hub_object_next = hub_object_end = hub_heap.object_end = nothing;
    hub_heap.spare = (hub_stretch){nothing, nothing};
    hub_heap.pair_line = hub_heap.object_line = hub_heap.free_block = 0;
    hub_heap.given = 0;
}

size_t hub_blocks_of(size_t bytes) { return (bytes + HUB_BLOCK_BYTES - 1) / HUB_BLOCK_BYTES; }

static char *hub_block_address(size_t block) { return (char *)(hub_heap_start + block * HUB_BLOCK_BYTES); }

static HUB_NORETURN void hub_out_of_memory(void) {
    const char *texts[] = {"hubc: out of memory: the heap is full", NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

// Blocks.

/// The first of `count` free blocks in a row; hub_heap.block_count when there are none. They count as used from now on.
static size_t hub_find_blocks(size_t count) {
    size_t found = 0, block = hub_heap.free_block;
    while (found < count && block < hub_heap.used_blocks) {
        found = hub_heap.kinds[block] == HUB_BLOCK_FREE ? found + 1 : 0;
        block++;
    }
    size_t first = block - found, fresh = count - found;
    if (fresh > hub_heap.block_count - hub_heap.used_blocks) return hub_heap.block_count;
    hub_heap.used_blocks += fresh;
    if (count == 1) hub_heap.free_block = first + 1;
    return first;
}

/// As hub_find_blocks; collects when there are none, and ends the program when that does not help.
static size_t hub_take_blocks(size_t count) {
    size_t first = hub_find_blocks(count);
    if (first == hub_heap.block_count) {
        hub_collect();
        first = hub_find_blocks(count);
        if (first == hub_heap.block_count) hub_out_of_memory();
    }
    hub_heap.given += count * HUB_BLOCK_BYTES;
    return first;
}

/// Gives out the lines as one stretch.
static hub_stretch hub_give_lines(size_t first, size_t count) {
    char *start = (char *)(hub_heap_start + first * HUB_LINE_BYTES);
    memset(hub_heap.lines + first, HUB_LINE_GIVEN, count);
    hub_heap.lines[first] = HUB_LINE_FIRST;
    return (hub_stretch){start, start + count * HUB_LINE_BYTES};
}

/// A whole block as a stretch.
static hub_stretch hub_take_block(uint8_t kind) {
    size_t block = hub_take_blocks(1);
    hub_heap.kinds[block] = kind;
    return hub_give_lines(block * HUB_BLOCK_LINES, HUB_BLOCK_LINES);
}

/// The next hole in blocks of a kind, from line `*line` on; empty when there is none.
static hub_stretch hub_take_hole(uint8_t kind, size_t *line) {
    size_t end = hub_heap.used_blocks * HUB_BLOCK_LINES;
    while (*line < end) {
        size_t block = *line / HUB_BLOCK_LINES, block_end = (block + 1) * HUB_BLOCK_LINES;
        uint8_t *lines = hub_heap.lines;
        uint8_t *hole = hub_heap.kinds[block] == kind ? memchr(lines + *line, HUB_LINE_FREE, block_end - *line) : NULL;
        if (!hole) {
            *line = block_end;
            continue;
        }
        size_t first = (size_t)(hole - lines), last = first + 1;
        while (last < block_end && lines[last] == HUB_LINE_FREE) last++;
        *line = last;
        hub_stretch stretch = hub_give_lines(first, last - first);
        hub_heap.given += (size_t)(stretch.end - stretch.next);
        return stretch;
    }
    return (hub_stretch){NULL, NULL};
}

/// Marks the end of what was taken from a stretch of objects: a head of zeros, if there is room behind.
static void hub_close_stretch(char *next, const char *end) {
    if (next != end) *(hub_object *)next = (hub_object){0, 0};
}

void hub_close_stretches(void) {
    hub_close_stretch(hub_object_next, hub_heap.object_end);
    hub_close_stretch(hub_heap.spare.next, hub_heap.spare.end);
}

static void hub_collect_if_due(void) {
    if (hub_heap.given >= hub_heap.budget || hub_heap.is_stressed) hub_collect_new();
}

// What compiled code calls.

char *hub_refill_pairs(void) {
    hub_collect_if_due();
    if (hub_pair_next == hub_heap.pair_end) {
        hub_stretch stretch = hub_take_hole(HUB_BLOCK_PAIRS, &hub_heap.pair_line);
        if (!stretch.next) stretch = hub_take_block(HUB_BLOCK_PAIRS);
        hub_pair_next = stretch.next;
        hub_heap.pair_end = stretch.end;
    }
    char *place = hub_pair_next;
    hub_pair_next += 16;
    hub_pair_end = hub_heap.is_stressed ? hub_pair_next : hub_heap.pair_end;
    return place;
}

static char *hub_take_large(size_t bytes) {
    size_t count = hub_blocks_of(bytes);
    if (count > hub_heap.block_count) hub_out_of_memory();
    size_t first = hub_take_blocks(count);
    memset(hub_heap.kinds + first, HUB_BLOCK_REST, count);
    hub_heap.kinds[first] = HUB_BLOCK_LARGE;
    return hub_block_address(first);
}

static char *hub_take_spare(size_t bytes) {
    hub_stretch *spare = &hub_heap.spare;
    if (bytes > (size_t)(spare->end - spare->next)) {
        // Taking a block may collect, which empties the stretch.
        hub_stretch block = hub_take_block(HUB_BLOCK_OBJECTS);
        hub_close_stretch(spare->next, spare->end);
        *spare = block;
    }
    char *place = spare->next;
    spare->next += bytes;
    return place;
}

char *hub_refill_objects(size_t bytes) {
    hub_collect_if_due();
    if (bytes > HUB_LARGE_BYTES) return hub_take_large(bytes);
    if (bytes > (size_t)(hub_heap.object_end - hub_object_next)) {
        // A long object leaves the stretch to the short ones.
        if (bytes > HUB_LINE_BYTES) return hub_take_spare(bytes);
        hub_stretch stretch = hub_take_hole(HUB_BLOCK_OBJECTS, &hub_heap.object_line);
        if (!stretch.next) stretch = hub_take_block(HUB_BLOCK_OBJECTS);
        hub_close_stretch(hub_object_next, hub_heap.object_end);
        hub_object_next = stretch.next;
        hub_heap.object_end = stretch.end;
    }
    char *place = hub_object_next;
    hub_object_next += bytes;
    hub_object_end = hub_heap.is_stressed ? hub_object_next : hub_heap.object_end;
    return place;
}
