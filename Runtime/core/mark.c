// Marking: finds everything that the program can still reach. Objects and pairs are read exactly; the stack and the
// registers hold numbers, of which each that lies in an object keeps it alive, wherever in the object it points.

#include "heap.h"

#include <string.h>

#if !defined(__GNUC__)
#include <setjmp.h>
#endif

HUB_API const char *hub_stack_bottom;

#if defined(__SANITIZE_ADDRESS__)
#define HUB_READS_STACKS __attribute__((no_sanitize_address))
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HUB_READS_STACKS __attribute__((no_sanitize("address")))
#endif
#endif
#ifndef HUB_READS_STACKS
#define HUB_READS_STACKS
#endif

/// Values that are marked, but whose content is not. There is room for every object of the heap, in address space that
/// takes no memory until it is used; lists are followed along their tails, so that it seldom is.
static hub_value *hub_marking;
static size_t hub_marking_count;

/// Where the heap lies and its marks, as copies that no store can change: marking asks for them again and again.
typedef struct hub_marked_range {
    uintptr_t start, bytes;
    uint64_t *marks;
} hub_marked_range;

bool hub_make_mark_stack(size_t bytes) {
    hub_marking = hub_reserve(bytes / HUB_GRANULE_BYTES * sizeof *hub_marking);
    return hub_marking != NULL;
}

static uintptr_t hub_used_bytes(void) { return hub_heap.used_blocks * HUB_BLOCK_BYTES; }

/// The bytes of the fields and elements of an object, with the room behind them.
static size_t hub_indexed_bytes(const hub_object *object) {
    uint32_t layout = object->what >> 8, bytes = hub_program_objects.element_bytes[layout];
    size_t fields = (size_t)hub_program_objects.field_counts[layout] * 8, count = object->count;
    return bytes == 0 ? fields + (count + 1) * 8 : fields + count * bytes + 1;
}

size_t hub_object_bytes(const hub_object *object) {
    size_t content = 8, count = object->count;
    switch (object->what & 0xFF) {
    case HUB_BYTES: content = count + 1; break;
    case HUB_ARRAY:
    case HUB_CLOSURE: content = (count + 1) * 8; break;
    case HUB_RECORD: content = count * 8; break;
    case HUB_INDEXED: content = hub_indexed_bytes(object); break;
    }
    return (sizeof *object + content + 15) & ~(size_t)15;
}

// Values.

static hub_marked_range hub_range(void) {
    return (hub_marked_range){hub_heap_start, hub_used_bytes(), hub_heap.marks};
}

/// Marks a value; whether it is an object of the heap that was not marked before.
static inline bool hub_mark(hub_marked_range range, hub_value value) {
    uintptr_t offset = (uintptr_t)value - range.start;
    if ((value & 1) == 0 || offset >= range.bytes) return false;
    size_t granule = offset / HUB_GRANULE_BYTES;
    uint64_t bit = (uint64_t)1 << (granule % 64), marks = range.marks[granule / 64];
    if (marks & bit) return false;
    range.marks[granule / 64] = marks | bit;
    return true;
}

static inline void hub_mark_later(hub_marked_range range, hub_value value) {
    if (!hub_mark(range, value)) return;
#if defined(__GNUC__)
    __builtin_prefetch((const void *)(uintptr_t)(value & ~(hub_value)7));
#endif
    hub_marking[hub_marking_count++] = value;
}

static void hub_mark_words(hub_marked_range range, const hub_value *words, size_t count) {
    for (size_t index = 0; index < count; index++) hub_mark_later(range, words[index]);
}

/// Marks the fields of a record that are values.
static void hub_mark_fields(
    hub_marked_range range, const hub_object *object, const hub_value *words, size_t count) {
    const hub_objects *program = &hub_program_objects;
    const uint64_t *traced = program->traced + program->traced_starts[object->what >> 8];
    for (size_t start = 0; start < count; start += 64) {
        uint64_t bits = traced[start / 64];
        for (size_t index = start; bits != 0; index++, bits >>= 1) {
            if (bits & 1) hub_mark_later(range, words[index]);
        }
    }
}

/// Marks the fields and elements of an object that are values.
static void hub_mark_indexed(hub_marked_range range, const hub_object *object, const hub_value *words) {
    uint32_t layout = object->what >> 8;
    size_t fields = hub_program_objects.field_counts[layout];
    hub_mark_fields(range, object, words, fields);
    if (hub_program_objects.element_bytes[layout] == 0) hub_mark_words(range, words + fields, object->count);
}

/// Marks what an object leads to. Its lines are marked too when it is one of the heap that is not large.
static void hub_mark_content(hub_marked_range range, hub_value value) {
    const hub_object *object = hub_head(value);
    const hub_value *words = hub_word(value, 0);
    uintptr_t offset = (uintptr_t)value - HUB_TAG_OBJECT - range.start;
    if (offset < range.bytes && hub_heap.kinds[offset / HUB_BLOCK_BYTES] == HUB_BLOCK_OBJECTS) {
        size_t last = (offset + hub_object_bytes(object) - 1) / HUB_LINE_BYTES;
        for (size_t line = offset / HUB_LINE_BYTES; line <= last; line++) hub_heap.lines[line] |= HUB_LINE_MARKED;
    }
    switch (object->what & 0xFF) {
    case HUB_ARRAY: hub_mark_words(range, words, object->count); break;
    case HUB_CELL: hub_mark_later(range, words[0]); break;
    case HUB_CLOSURE: hub_mark_words(range, words + 1, object->count); break;
    case HUB_RECORD: hub_mark_fields(range, object, words, object->count); break;
    case HUB_INDEXED: hub_mark_indexed(range, object, words); break;
    }
}

/// Marks what `value` leads to, and all that this leads to. Requires: the value itself is marked, if it is in the heap.
static void hub_mark_from(hub_value value) {
    hub_marked_range range = hub_range();
    for (;;) {
        while (hub_is_pair(value)) {
            hub_mark_later(range, *hub_pair_word(value, 0));
            value = *hub_pair_word(value, 1);
            if (!hub_mark(range, value)) value = HUB_NIL;
        }
        if (value != HUB_NIL) hub_mark_content(range, value);
        if (hub_marking_count == 0) return;
        value = hub_marking[--hub_marking_count];
    }
}

// Numbers that may be addresses.

/// Notes where the objects of a block start that were made since the last collection: each stretch is filled from its
/// front, with a head of zeros behind the last object.
static void hub_find_starts(size_t block) {
    size_t end = (block + 1) * HUB_BLOCK_LINES;
    for (size_t line = block * HUB_BLOCK_LINES; line < end; line++) {
        if ((hub_heap.lines[line] & ~HUB_LINE_MARKED) != HUB_LINE_FIRST) continue;
        size_t last = line + 1;
        while (last < end && (hub_heap.lines[last] & ~HUB_LINE_MARKED) == HUB_LINE_GIVEN) last++;
        size_t offset = line * HUB_LINE_BYTES;
        while (offset < last * HUB_LINE_BYTES) {
            const hub_object *object = (const hub_object *)(hub_heap_start + offset);
            if (object->what == 0) break;
            size_t granule = offset / HUB_GRANULE_BYTES;
            hub_heap.starts[granule / 64] |= (uint64_t)1 << (granule % 64);
            offset += hub_object_bytes(object);
        }
    }
    hub_heap.has_starts[block] = 1;
}

/// The object around an offset in a block of objects, as a value; nil when there is none.
static hub_value hub_object_around(uintptr_t offset) {
    size_t block = offset / HUB_BLOCK_BYTES;
    if (!hub_heap.has_starts[block]) hub_find_starts(block);
    size_t granule = offset / HUB_GRANULE_BYTES, first_word = block * HUB_BLOCK_WORDS;
    size_t word = granule / 64;
    uint64_t bits = hub_heap.starts[word] & (~(uint64_t)0 >> (63 - granule % 64));
    while (bits == 0 && word > first_word) bits = hub_heap.starts[--word];
    if (bits == 0) return HUB_NIL;
    size_t bit = 63;
    while (!(bits >> bit & 1)) bit--;
    uintptr_t start = (word * 64 + bit) * HUB_GRANULE_BYTES;
    const hub_object *object = (const hub_object *)(hub_heap_start + start);
    return offset - start < hub_object_bytes(object) ? hub_heap_start + start + HUB_TAG_OBJECT : HUB_NIL;
}

/// The pair around an offset in a block of pairs; nil when there is none.
static hub_value hub_pair_around(uintptr_t offset) {
    size_t granule = offset / HUB_GRANULE_BYTES;
    uint8_t line = hub_heap.lines[offset / HUB_LINE_BYTES];
    bool was_alive = hub_heap.starts[granule / 64] >> (granule % 64) & 1;
    // What was not taken of the last stretch yet is rubbish.
    uintptr_t rest = (uintptr_t)hub_pair_next - hub_heap_start, end = (uintptr_t)hub_heap.pair_end - hub_heap_start;
    bool is_new = (line == HUB_LINE_FIRST || line == HUB_LINE_GIVEN) && !(offset >= rest && offset < end);
    if (!is_new && !was_alive) return HUB_NIL;
    return hub_heap_start + granule * HUB_GRANULE_BYTES + HUB_TAG_PAIR;
}

/// The large object around an offset; nil when the offset is behind its end.
static hub_value hub_large_around(uintptr_t offset) {
    size_t block = offset / HUB_BLOCK_BYTES;
    while (hub_heap.kinds[block] == HUB_BLOCK_REST) block--;
    uintptr_t start = block * HUB_BLOCK_BYTES;
    const hub_object *object = (const hub_object *)(hub_heap_start + start);
    return offset - start < hub_object_bytes(object) ? hub_heap_start + start + HUB_TAG_OBJECT : HUB_NIL;
}

/// Marks what a number leads to if it is an address in the heap.
static void hub_mark_number(uint64_t number) {
    uintptr_t offset = (uintptr_t)number - hub_heap_start;
    if (offset >= hub_used_bytes()) return;
    hub_value value = HUB_NIL;
    switch (hub_heap.kinds[offset / HUB_BLOCK_BYTES]) {
    case HUB_BLOCK_PAIRS: value = hub_pair_around(offset); break;
    case HUB_BLOCK_OBJECTS: value = hub_object_around(offset); break;
    case HUB_BLOCK_LARGE:
    case HUB_BLOCK_REST: value = hub_large_around(offset); break;
    }
    if (hub_mark(hub_range(), value)) hub_mark_from(value);
}

/// Marks what the words from `top` to the bottom of the stack lead to; answers their bytes.
HUB_READS_STACKS static size_t hub_mark_stack(const uint64_t *top) {
    const uint64_t *word = top;
    for (; (const char *)word < hub_stack_bottom; word++) hub_mark_number(*word);
    return (size_t)(word - top) * sizeof *word;
}

/// Marks what the old objects lead to that start in a line: those whose marks were set before. All that were alive are
/// in `starts` too, since it was copied then.
static void hub_mark_changed(size_t line) {
    size_t first = line * (HUB_LINE_BYTES / HUB_GRANULE_BYTES);
    bool is_pair = hub_heap.kinds[line / HUB_BLOCK_LINES] == HUB_BLOCK_PAIRS;
    for (size_t granule = first; granule < first + HUB_LINE_BYTES / HUB_GRANULE_BYTES; granule++) {
        if (!(hub_heap.marks[granule / 64] >> (granule % 64) & 1)) continue;
        hub_mark_from(hub_heap_start + granule * HUB_GRANULE_BYTES + (is_pair ? HUB_TAG_PAIR : HUB_TAG_OBJECT));
    }
}

/// Marks what changed old objects lead to, and takes note of no change any more.
static void hub_mark_all_changed(void) {
    uint8_t *lines = hub_changed_lines, *end = lines + hub_heap.used_blocks * HUB_BLOCK_LINES;
    for (uint8_t *line = lines; (line = memchr(line, 1, (size_t)(end - line))); *line++ = 0) {
        hub_mark_changed((size_t)(line - lines));
    }
}

HUB_READS_STACKS size_t hub_mark_roots(void) {
    hub_mark_all_changed();
#if defined(__GNUC__)
    // Puts the registers that this function must keep into its frame.
    __builtin_unwind_init();
    uint64_t here = 0;
    size_t depth = hub_mark_stack(&here);
#else
    jmp_buf registers;
    setjmp(registers);
    size_t depth = hub_mark_stack((const uint64_t *)(void *)&registers);
#endif
    const hub_objects *program = &hub_program_objects;
    for (uint64_t index = 0; index < program->word_count; index++) hub_mark_number(program->words[index]);
    for (uint64_t index = 0; index < program->root_count; index++) {
        if (hub_mark(hub_range(), program->roots[index])) hub_mark_from(program->roots[index]);
    }
    // Static objects cannot be marked: what they lead to is.
    for (uint64_t index = 0; index < program->static_count; index++) hub_mark_from(program->statics[index]);
    return depth;
}
