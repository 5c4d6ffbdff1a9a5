// The inside of the heap: what its files share. The heap is one range of addresses in blocks of 32 KiB, each of which
// holds pairs, objects, or a part of one large object. Blocks are divided into lines; what is live keeps its lines, and
// the free lines between are filled again. Nothing ever moves.

#ifndef HUB_HEAP_H
#define HUB_HEAP_H

#include "hub_core.h"

enum {
    HUB_BLOCK_BYTES = 1 << 15,
    HUB_LINE_BYTES = 1 << 8,
    /// Pairs and objects start at multiples of this.
    HUB_GRANULE_BYTES = 1 << 4,
    HUB_BLOCK_LINES = HUB_BLOCK_BYTES / HUB_LINE_BYTES,
    /// The bits of a block's granules, in words.
    HUB_BLOCK_WORDS = HUB_BLOCK_BYTES / HUB_GRANULE_BYTES / 64,
    /// Objects of more bytes take whole blocks.
    HUB_LARGE_BYTES = 1 << 13,
};

/// What a program may always take between two collections.
#define HUB_LEAST_BUDGET ((size_t)8 << 20)
/// What may always be kept besides what was alive at the last full collection, before there is another.
#define HUB_LEAST_GROWTH ((size_t)24 << 20)

/// What a block holds.
enum {
    HUB_BLOCK_FREE,
    HUB_BLOCK_PAIRS,
    HUB_BLOCK_OBJECTS,
    /// The first block of a large object, and the others.
    HUB_BLOCK_LARGE,
    HUB_BLOCK_REST,
};

/// The state of a line.
enum {
    HUB_LINE_FREE,
    /// Something in it was live at the last collection. All else in it is rubbish.
    HUB_LINE_LIVE,
    /// Given out since: the first line of a stretch, and the others.
    HUB_LINE_FIRST,
    HUB_LINE_GIVEN,
    /// Besides: the collection that goes on has found something live in it.
    HUB_LINE_MARKED = 0x80,
};

/// Memory that objects or pairs are taken from, in order.
typedef struct hub_stretch {
    char *next, *end;
} hub_stretch;

typedef struct hub_heap_state {
    /// The number of blocks, and of those that have ever been used.
    size_t block_count, used_blocks;
    /// The kind of each block, and whether the starts of its objects are known to the collection that goes on.
    uint8_t *kinds, *has_starts;
    /// The state of each line.
    uint8_t *lines;
    /// One bit for each granule: what a collection has found alive; and where an object starts.
    uint64_t *marks, *starts;
    /// The real ends of the stretches, which `hub_pair_end` and `hub_object_end` hide in stress mode.
    char *pair_end, *object_end;
    /// Where objects go that are too long for the rest of the stretch but not large.
    hub_stretch spare;
    /// Where the search for the next hole, in lines, and for free blocks goes on.
    size_t pair_line, object_line, free_block;
    /// The bytes given out since the last collection, and how many there may be before the next.
    size_t given, budget;
    /// How many bytes may be kept before a collection looks at old objects too.
    size_t full_limit;
    /// Collects whenever memory is taken.
    bool is_stressed;
} hub_heap_state;

HUB_VARIABLE hub_heap_state hub_heap;

/// Reserves address space for a heap of at most `limit` bytes; false when that is impossible.
HUB_API bool hub_make_heap(size_t limit);
/// Address space of zeros; NULL when there is none.
HUB_API void *hub_reserve(size_t bytes);
/// Marks where the objects in each stretch end, for those who look at all of them: with a head of zeros.
HUB_API void hub_close_stretches(void);
/// Forgets the stretches: the lines have new states. The search for holes starts again.
HUB_API void hub_restart_allocation(void);

/// The bytes that an object takes.
HUB_API size_t hub_object_bytes(const hub_object *object);
/// The number of blocks that so many bytes take.
HUB_API size_t hub_blocks_of(size_t bytes);

/// Marks everything that is reachable, see mark.c. What is marked before counts as old: it is not looked into unless it
/// was changed. Answers how deep the stack is, in bytes.
HUB_API size_t hub_mark_roots(void);
/// Reserves what marking needs for a heap of `bytes`; false when that is impossible.
HUB_API bool hub_make_mark_stack(size_t bytes);
/// The end of the stack that the program runs on.
HUB_VARIABLE const char *hub_stack_bottom;

/// Finds what is alive and frees the rest.
HUB_API void hub_collect(void);
/// The same for what was made since the last collection; all that is older is kept. Looks at everything when it is time
/// for that.
HUB_API void hub_collect_new(void);
/// Prints what collections have done to standard error.
HUB_API void hub_print_statistics(void);

#endif
