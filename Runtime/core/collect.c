// Collections: mark, then give every line a new state. Most look at new objects only: what was alive once keeps its
// mark and is old, and is looked into only if it was changed. When three quarters as much again is kept as was alive when
// everything was looked at, that is done again; so the heap stays within about twice what is needed.

#include "heap.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/// What collections have done. Times are nanoseconds.
static struct {
    uint64_t collections, full_collections, given_bytes, live_bytes, longest_pause, all_pauses;
    /// The most bytes that were in use at once, and those that the last full collection found alive.
    uint64_t peak_bytes, full_live_bytes;
} hub_statistics;

static uint64_t hub_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// Where objects start that were alive is remembered. All become new again when everything is looked at.
static void hub_prepare_marks(bool is_full) {
    size_t bytes = hub_heap.used_blocks * HUB_BLOCK_WORDS * sizeof *hub_heap.marks;
    memcpy(hub_heap.starts, hub_heap.marks, bytes);
    memset(hub_heap.has_starts, 0, hub_heap.used_blocks);
    if (is_full) memset(hub_heap.marks, 0, bytes);
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

/// As hub_sweep_pairs for a block of objects, whose live lines are marked, but for those of old objects that were not
/// looked at.
static size_t hub_sweep_objects(size_t block, bool is_full) {
    uint8_t *lines = hub_heap.lines + block * HUB_BLOCK_LINES;
    size_t live = 0;
    for (size_t line = 0; line < HUB_BLOCK_LINES; line++) {
        bool is_live = lines[line] & HUB_LINE_MARKED || (!is_full && lines[line] == HUB_LINE_LIVE);
        lines[line] = is_live ? HUB_LINE_LIVE : HUB_LINE_FREE;
        live += is_live;
    }
    return live;
}

/// The number of blocks of the large object that starts with `block`.
static size_t hub_large_blocks(size_t block) {
    return hub_blocks_of(hub_object_bytes((const hub_object *)(hub_heap_start + block * HUB_BLOCK_BYTES)));
}

/// Frees what is not marked; the bytes of the lines and blocks that are kept.
static size_t hub_sweep(bool is_full) {
    size_t kept = 0;
    for (size_t block = 0; block < hub_heap.used_blocks;) {
        size_t count = 1, live = 0;
        switch (hub_heap.kinds[block]) {
        case HUB_BLOCK_PAIRS: live = hub_sweep_pairs(block); break;
        case HUB_BLOCK_OBJECTS: live = hub_sweep_objects(block, is_full); break;
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

/// How much the program may take before the next collection, and keep before the next full one. Looking through the
/// stack must not cost more than taking it did.
static void hub_plan_next(size_t kept, size_t depth, bool is_full) {
    size_t budget = kept / 4 > depth ? kept / 4 : depth;
    hub_heap.budget = budget > HUB_LEAST_BUDGET ? budget : HUB_LEAST_BUDGET;
    size_t growth = kept / 4 * 3;
    if (is_full) hub_heap.full_limit = kept + (growth > HUB_LEAST_GROWTH ? growth : HUB_LEAST_GROWTH);
    if (!is_full && kept > hub_heap.full_limit) hub_heap.full_limit = 0;
}

/// Notes what is in use: what the last collection kept, and what was given out since.
static void hub_note_use(void) {
    uint64_t used = hub_statistics.live_bytes + hub_heap.given;
    if (used > hub_statistics.peak_bytes) hub_statistics.peak_bytes = used;
}

static void hub_collect_objects(bool is_full) {
    uint64_t start = hub_now();
    hub_note_use();
    hub_close_stretches();
    hub_statistics.given_bytes += hub_heap.given;
    hub_prepare_marks(is_full);
    size_t depth = hub_mark_roots();
    size_t kept = hub_sweep(is_full);
    hub_restart_allocation();
    hub_plan_next(kept, depth, is_full);
    uint64_t pause = hub_now() - start;
    hub_statistics.collections++;
    hub_statistics.full_collections += is_full;
    hub_statistics.live_bytes = kept;
    if (is_full) hub_statistics.full_live_bytes = kept;
    hub_statistics.all_pauses += pause;
    if (pause > hub_statistics.longest_pause) hub_statistics.longest_pause = pause;
}

void hub_collect(void) { hub_collect_objects(true); }

void hub_collect_new(void) {
    bool is_full = hub_heap.full_limit == 0;
    // Stress is for both kinds.
    if (hub_heap.is_stressed) is_full = hub_statistics.collections % 8 == 7;
    hub_collect_objects(is_full);
}

void hub_print_statistics(void) {
    hub_note_use();
    fprintf(
        stderr, "hubc: %llu collections (%llu full), %llu bytes taken, %llu bytes alive",
        (unsigned long long)hub_statistics.collections, (unsigned long long)hub_statistics.full_collections,
        (unsigned long long)(hub_statistics.given_bytes + hub_heap.given),
        (unsigned long long)hub_statistics.live_bytes);
    fprintf(
        stderr, ", %llu at the last full one, %llu at most, longest pause %llu us, all pauses %llu us\n",
        (unsigned long long)hub_statistics.full_live_bytes, (unsigned long long)hub_statistics.peak_bytes,
        (unsigned long long)hub_statistics.longest_pause / 1000, (unsigned long long)hub_statistics.all_pauses / 1000);
}
