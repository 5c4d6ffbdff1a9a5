// Collections: mark, then give every line a new state. The next one is due when the program has taken as much memory
// again as was alive, so that the heap stays within about twice what is needed.

#include "heap.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/// What collections have done. Times are nanoseconds.
static struct {
    uint64_t collections, given_bytes, live_bytes, longest_pause, all_pauses;
} hub_statistics;

static uint64_t hub_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// Where objects start that were alive is remembered; the marks are cleared.
static void hub_clear_marks(void) {
    size_t bytes = hub_heap.used_blocks * HUB_BLOCK_WORDS * sizeof *hub_heap.marks;
    memcpy(hub_heap.starts, hub_heap.marks, bytes);
    memset(hub_heap.marks, 0, bytes);
    memset(hub_heap.has_starts, 0, hub_heap.used_blocks);
}

/// Gives the lines of a block of pairs their states; the number of live ones.
static size_t hub_sweep_pairs(size_t block) {
    enum { LINE_GRANULES = HUB_LINE_BYTES / HUB_GRANULE_BYTES };
    const uint64_t *marks = hub_heap.marks + block * HUB_BLOCK_WORDS;
    uint8_t *lines = hub_heap.lines + block * HUB_BLOCK_LINES;
    size_t live = 0;
    for (size_t line = 0; line < HUB_BLOCK_LINES; line++) {
        size_t bit = line * LINE_GRANULES;
        bool is_live = (marks[bit / 64] >> (bit % 64) & (((uint64_t)1 << LINE_GRANULES) - 1)) != 0;
        lines[line] = is_live ? HUB_LINE_LIVE : HUB_LINE_FREE;
        live += is_live;
    }
    return live;
}

/// As hub_sweep_pairs for a block of objects, whose live lines are marked.
static size_t hub_sweep_objects(size_t block) {
    uint8_t *lines = hub_heap.lines + block * HUB_BLOCK_LINES;
    size_t live = 0;
    for (size_t line = 0; line < HUB_BLOCK_LINES; line++) {
        lines[line] = lines[line] & HUB_LINE_MARKED ? HUB_LINE_LIVE : HUB_LINE_FREE;
        live += lines[line];
    }
    return live;
}

/// The number of blocks of the large object that starts with `block`.
static size_t hub_large_blocks(size_t block) {
    return hub_blocks_of(hub_object_bytes((const hub_object *)(hub_heap.start + block * HUB_BLOCK_BYTES)));
}

/// Frees what is not marked; the bytes of the lines and blocks that are kept.
static size_t hub_sweep(void) {
    size_t kept = 0;
    for (size_t block = 0; block < hub_heap.used_blocks;) {
        size_t count = 1, live = 0;
        switch (hub_heap.kinds[block]) {
        case HUB_BLOCK_PAIRS: live = hub_sweep_pairs(block); break;
        case HUB_BLOCK_OBJECTS: live = hub_sweep_objects(block); break;
        case HUB_BLOCK_LARGE:
            count = hub_large_blocks(block);
            if (hub_heap.marks[block * HUB_BLOCK_WORDS] & 1) live = count * HUB_BLOCK_LINES;
            break;
        }
        if (live == 0) memset(hub_heap.kinds + block, HUB_BLOCK_FREE, count);
        kept += live * HUB_LINE_BYTES;
        block += count;
    }
    return kept;
}

/// How much the program may take before the next collection: as much as is alive, but never so little that looking
/// through the stack would cost more than taking it.
static size_t hub_next_budget(size_t kept, size_t depth) {
    size_t budget = kept > depth ? kept : depth;
    return budget > HUB_LEAST_BUDGET ? budget : HUB_LEAST_BUDGET;
}

void hub_collect(void) {
    uint64_t start = hub_now();
    hub_statistics.given_bytes += hub_heap.given;
    hub_clear_marks();
    size_t depth = hub_mark_roots();
    size_t kept = hub_sweep();
    hub_restart_allocation();
    hub_heap.budget = hub_next_budget(kept, depth);
    uint64_t pause = hub_now() - start;
    hub_statistics.collections++;
    hub_statistics.live_bytes = kept;
    hub_statistics.all_pauses += pause;
    if (pause > hub_statistics.longest_pause) hub_statistics.longest_pause = pause;
}

void hub_print_statistics(void) {
    fprintf(
        stderr, "hubc: %llu collections, %llu bytes taken, %llu bytes alive, longest pause %llu us, all pauses %llu us\n",
        (unsigned long long)hub_statistics.collections,
        (unsigned long long)(hub_statistics.given_bytes + hub_heap.given), (unsigned long long)hub_statistics.live_bytes,
        (unsigned long long)hub_statistics.longest_pause / 1000, (unsigned long long)hub_statistics.all_pauses / 1000);
}
