// Dynamic values of native and C programs: how they look, and what each opcode on them means. The native back end links
// the functions here into programs as bitcode, C programs include them as text; both inline them. What is long or rare
// lies in the other files of Runtime/core, which programs with dynamic values are linked with; see docs/runtime.md.
//
// `where` is always what hub_trap takes: "file:line" or NULL. References (`$layout`) are the same words as `any`.

#ifndef HUB_CORE_H
#define HUB_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub_runtime.h"

/// How variables of the runtime are declared: those of another object, or private ones in a program of one file.
#ifndef HUB_VARIABLE
#if defined(__GNUC__)
#define HUB_VARIABLE extern __attribute__((visibility("hidden")))
#else
#define HUB_VARIABLE extern
#endif
#endif

/// How the operations are defined, and those for what is rare.
#ifndef HUB_OPERATION
#if defined(__GNUC__)
#define HUB_OPERATION static inline __attribute__((always_inline, unused))
#define HUB_RARE_OPERATION static __attribute__((noinline, cold, unused))
#else
#define HUB_OPERATION static inline
#define HUB_RARE_OPERATION static
#endif
#endif

#if defined(__GNUC__)
#define HUB_USUAL(condition) __builtin_expect((condition) != 0, 1)
#define HUB_MOVE(target, source, bytes) __builtin_memmove(target, source, bytes)
#define HUB_CLEAR(target, bytes) __builtin_memset(target, 0, bytes)
#else
#include <string.h>
#define HUB_USUAL(condition) (condition)
#define HUB_MOVE(target, source, bytes) memmove(target, source, bytes)
#define HUB_CLEAR(target, bytes) memset(target, 0, bytes)
#endif

// Words.

/// A dynamic value or a reference:
///
///     ...0      a small integer of 63 bits, shifted left by one
///     ...001    the address + 1 of an object with a head, `hub_object`
///     ..0101    nil: the word 5, and the mark of a call that is being unwound: 13
///     ...011    the address + 3 of a pair: two words without a head, an object of the module's pair layout
///     ...111    the address + 7 of a pair that is an object of the pair layout's child
///
/// Objects and pairs lie at multiples of 16.
typedef uint64_t hub_value;

#define HUB_NIL ((hub_value)5)
/// The mark of a call that is being unwound.
#define HUB_UNWINDING ((hub_value)13)

enum {
    HUB_TAG_OBJECT = 1,
    HUB_TAG_PAIR = 3,
    HUB_TAG_PAIR_CHILD = 7,
};

/// What an object is, in the low eight bits of `what`. The bits above are the number of the layout of a record, and the
/// number of arguments that a call of a closure gives, with the highest bit set; for all others they are zero. So the
/// records of layouts in a row are the numbers in a row.
enum {
    HUB_I64 = 1,  // an integer that is not small: one word
    HUB_F16 = 2,  // bits of a float, zero-extended: one word
    HUB_F32 = 3,
    HUB_F64 = 4,
    HUB_POINTER = 5,  // an address in linear memory, zero-extended: one word
    HUB_BYTES = 6,    // `count` bytes
    HUB_ARRAY = 7,    // `count` values
    HUB_CELL = 8,     // one value
    HUB_CLOSURE = 9,  // the address of the code, then `count` captured values
    HUB_RECORD = 10,  // `count` words, one for each field: a value, or the bits of a scalar, zero-extended
    HUB_INDEXED = 11,  // the same, but as many words as the layout has fields, then `count` elements
};

#define HUB_CLOSURE_OF(arguments) (HUB_CLOSURE | (uint32_t)(arguments) << 8 | (uint32_t)1 << 31)
#define HUB_RECORD_OF(layout) (HUB_RECORD | (uint32_t)(layout) << 8)
#define HUB_INDEXED_OF(layout) (HUB_INDEXED | (uint32_t)(layout) << 8)

/// The head of an object; its content follows. It is never all zero.
typedef struct hub_object {
    uint32_t what, count;
} hub_object;

/// What the runtime must know of a program with dynamic values: constant data that the compiler emits.
typedef struct hub_objects {
    /// The roots that are variables.
    hub_value *roots;
    uint64_t root_count;
    /// Static objects that may change after the start, so that they may lead to objects of the heap.
    const hub_value *statics;
    uint64_t static_count;
    /// Words in which arguments and results of calls travel that find no place in registers.
    const uint64_t *words;
    uint64_t word_count;
    /// Which words of a record are values: bit n of `traced[traced_starts[layout]]` says it of word n, the next element
    /// goes on with word 64.
    const uint32_t *traced_starts;
    const uint64_t *traced;
    /// The fields of each layout, and the bytes of its elements: 0 when they are values.
    const uint32_t *field_counts, *element_bytes;
} hub_objects;

HUB_VARIABLE const hub_objects hub_program_objects;

/// Trap codes that operations give.
enum {
    HUB_TRAP_BAD_CAST = 7,
    HUB_TRAP_INDEX = 8,
};

// Memory.

/// The stretches from which pairs and objects are taken next.
HUB_VARIABLE char *hub_pair_next, *hub_pair_end;
HUB_VARIABLE char *hub_object_next, *hub_object_end;

/// Sixteen bytes for a pair, when the stretch is used up. May collect.
HUB_API char *hub_refill_pairs(void);
/// Bytes for an object, a multiple of 16, when the stretch has too few. May collect.
HUB_API char *hub_refill_objects(size_t bytes);

/// The range of the heap, and a byte for each 256 of it: whether an object that starts there was changed since the last
/// collection.
HUB_VARIABLE uintptr_t hub_heap_start;
HUB_VARIABLE size_t hub_heap_bytes;
HUB_VARIABLE uint8_t *hub_changed_lines;

/// Notes that a value was stored in an object or pair that may be older than the value. Static ones need no note.
HUB_OPERATION void hub_note_change(hub_value object) {
    size_t offset = (size_t)(object - hub_heap_start);
    if (offset < hub_heap_bytes) hub_changed_lines[offset / 256] = 1;
}

/// Every value that a caller still needs is in its registers or its frame whenever memory is taken: the collector
/// looks there, and takes every number that could be an address for one.
HUB_OPERATION char *hub_take_pair(void) {
    char *place = hub_pair_next;
    if (!HUB_USUAL(place != hub_pair_end)) return hub_refill_pairs();
    hub_pair_next = place + 16;
    return place;
}

HUB_OPERATION char *hub_take_object(size_t bytes) {
    char *place = hub_object_next;
    if (!HUB_USUAL(bytes <= (size_t)(hub_object_end - place))) return hub_refill_objects(bytes);
    hub_object_next = place + bytes;
    return place;
}

/// A new object. Who makes it sets all of its content next, with no memory taken in between.
HUB_OPERATION hub_value hub_new(uint32_t what, uint32_t count, size_t content_bytes) {
    char *place = hub_take_object((sizeof(hub_object) + content_bytes + 15) & ~(size_t)15);
    hub_object *head = (hub_object *)place;
    head->what = what;
    head->count = count;
    return (hub_value)(uintptr_t)place + HUB_TAG_OBJECT;
}

// Access without checks.

/// Word `index` of the content of an object. Requires: it has one.
HUB_OPERATION hub_value *hub_word(hub_value object, size_t index) {
    return (hub_value *)(uintptr_t)(object - HUB_TAG_OBJECT + sizeof(hub_object) + index * 8);
}

/// Word 0 or 1 of a pair, of the layout or its child. Requires: it is one.
HUB_OPERATION hub_value *hub_pair_word(hub_value pair, size_t index) {
    return (hub_value *)(uintptr_t)((pair & ~(hub_value)7) + index * 8);
}

HUB_OPERATION hub_object *hub_head(hub_value object) { return (hub_object *)(uintptr_t)(object - HUB_TAG_OBJECT); }

HUB_OPERATION uint8_t *hub_byte(hub_value bytes, size_t index) { return (uint8_t *)hub_word(bytes, 0) + index; }

// Tests: is_int, is_nil, dyn_eq, is_ref.

HUB_OPERATION bool hub_is_int(hub_value value) { return (value & 1) == 0; }
HUB_OPERATION bool hub_is_nil(hub_value value) { return value == HUB_NIL; }
HUB_OPERATION bool hub_is_same(hub_value left, hub_value right) { return left == right; }

/// Whether it is an object with this `what`.
HUB_OPERATION bool hub_is(hub_value value, uint32_t what) {
    return (value & 7) == HUB_TAG_OBJECT && hub_head(value)->what == what;
}

/// Whether it is an object of the pair layout or of its child.
HUB_OPERATION bool hub_is_pair(hub_value value) { return (value & 3) == HUB_TAG_PAIR; }
/// Whether it is an object of the pair layout's child.
HUB_OPERATION bool hub_is_pair_child(hub_value value) { return (value & 7) == HUB_TAG_PAIR_CHILD; }

/// Whether it is a record of a layout in a row: `first` is what the first one's are, `last` what the last one's are.
HUB_OPERATION bool hub_is_between(hub_value value, uint32_t first, uint32_t last) {
    return (value & 7) == HUB_TAG_OBJECT && hub_head(value)->what - first <= last - first;
}

/// The number of the layout of a record or pair, from 1; 0 for any other value. `pair` and `child` are the numbers of the
/// pair layout and its child.
HUB_OPERATION uint32_t hub_layout_of(hub_value value, uint32_t pair, uint32_t child) {
    if (hub_is_pair(value)) return hub_is_pair_child(value) ? child : pair;
    if ((value & 7) != HUB_TAG_OBJECT) return 0;
    uint32_t what = hub_head(value)->what;
    return (what & 0xFE) == HUB_RECORD ? (what >> 8) + 1 : 0;
}

/// The number of arguments that calls of a closure give; -1 for any other value.
HUB_OPERATION uint32_t hub_closure_arity(hub_value value) {
    if ((value & 7) != HUB_TAG_OBJECT) return (uint32_t)-1;
    uint32_t what = hub_head(value)->what;
    return (what & 0xFF) == HUB_CLOSURE ? what >> 8 & 0x7FFFFF : (uint32_t)-1;
}

HUB_OPERATION bool hub_is_unwinding(hub_value value) { return value == HUB_UNWINDING; }

HUB_OPERATION bool hub_is_i64(hub_value value) { return hub_is_int(value) || hub_is(value, HUB_I64); }

/// Whether it is an integer that fits `width` bits with its sign. Requires: 2 <= width <= 32.
HUB_OPERATION bool hub_is_narrow(hub_value value, uint32_t width) {
    uint64_t half = (uint64_t)1 << (width - 1);
    return hub_is_int(value) && (uint64_t)((int64_t)value >> 1) + half < half * 2;
}

HUB_OPERATION bool hub_is_i1(hub_value value) { return value == 0 || value == 2; }

/// Traps with bad_cast unless `holds`.
HUB_OPERATION void hub_require(bool holds, const char *where) {
    if (!HUB_USUAL(holds)) hub_trap(HUB_TRAP_BAD_CAST, where);
}

/// Traps with index_out_of_range unless `holds`.
HUB_OPERATION void hub_require_index(bool holds, const char *where) {
    if (!HUB_USUAL(holds)) hub_trap(HUB_TRAP_INDEX, where);
}

// box and unbox. Those of references are `hub_require` of a test, and no conversion.

/// The word of an integer of at most 63 bits.
HUB_OPERATION hub_value hub_small(int64_t integer) { return (hub_value)integer << 1; }

/// A scalar in an object: HUB_F16, HUB_F32, HUB_F64, HUB_POINTER, or HUB_I64 for what is not small.
HUB_OPERATION hub_value hub_box(uint32_t what, uint64_t bits) {
    hub_value box = hub_new(what, 0, 8);
    *hub_word(box, 0) = bits;
    return box;
}

HUB_OPERATION uint64_t hub_unbox(hub_value value, uint32_t what, const char *where) {
    hub_require(hub_is(value, what), where);
    return *hub_word(value, 0);
}

HUB_RARE_OPERATION hub_value hub_box_large(int64_t integer) { return hub_box(HUB_I64, (uint64_t)integer); }

HUB_RARE_OPERATION int64_t hub_unbox_large(hub_value value, const char *where) {
    return (int64_t)hub_unbox(value, HUB_I64, where);
}

HUB_OPERATION hub_value hub_box_i64(int64_t integer) {
#if defined(__GNUC__)
    int64_t twice;
    bool is_small = !__builtin_add_overflow(integer, integer, &twice);
#else
    bool is_small = (uint64_t)integer + ((uint64_t)1 << 62) < (uint64_t)1 << 63;
#endif
    return HUB_USUAL(is_small) ? hub_small(integer) : hub_box_large(integer);
}

HUB_OPERATION int64_t hub_unbox_i64(hub_value value, const char *where) {
    if (HUB_USUAL(hub_is_int(value))) return (int64_t)value >> 1;
    return hub_unbox_large(value, where);
}

/// An i8, i16 or i32; `hub_small` boxes them, and i1 as 0 or 1. Requires: 2 <= width <= 32.
HUB_OPERATION int64_t hub_unbox_narrow(hub_value value, uint32_t width, const char *where) {
    hub_require(hub_is_narrow(value, width), where);
    return (int64_t)value >> 1;
}

HUB_OPERATION bool hub_unbox_i1(hub_value value, const char *where) {
    hub_require(hub_is_i1(value), where);
    return value != 0;
}

// alloc, field_get, field_set.

/// A new object of a layout that is no pair. The compiler sets all fields, to nil or zero if nothing else, with
/// `hub_set_new`.
HUB_OPERATION hub_value hub_new_record(uint32_t layout, uint32_t words) {
    return hub_new(HUB_RECORD_OF(layout), words, (size_t)words * 8);
}

/// A new pair; `tag` is HUB_TAG_PAIR or HUB_TAG_PAIR_CHILD.
HUB_OPERATION hub_value hub_new_pair(uint32_t tag, hub_value first, hub_value second) {
    char *place = hub_take_pair();
    ((hub_value *)place)[0] = first;
    ((hub_value *)place)[1] = second;
    return (hub_value)(uintptr_t)place + tag;
}

/// Sets a word of an object that was made just before, with no memory taken in between.
HUB_OPERATION void hub_set_new(hub_value object, uint32_t index, uint64_t word) { *hub_word(object, index) = word; }

HUB_OPERATION uint64_t hub_get_field(hub_value record, uint32_t index, const char *where) {
    hub_require(record != HUB_NIL, where);
    return *hub_word(record, index);
}

HUB_OPERATION void hub_set_field(hub_value record, uint32_t index, hub_value value, const char *where) {
    hub_require(record != HUB_NIL, where);
    *hub_word(record, index) = value;
    hub_note_change(record);
}

/// Sets a field that is no value.
HUB_OPERATION void hub_set_scalar(hub_value record, uint32_t index, uint64_t bits, const char *where) {
    hub_require(record != HUB_NIL, where);
    *hub_word(record, index) = bits;
}

HUB_OPERATION hub_value hub_get_pair(hub_value pair, uint32_t index, const char *where) {
    hub_require(pair != HUB_NIL, where);
    return *hub_pair_word(pair, index);
}

HUB_OPERATION void hub_set_pair(hub_value pair, uint32_t index, hub_value value, const char *where) {
    hub_require(pair != HUB_NIL, where);
    *hub_pair_word(pair, index) = value;
    hub_note_change(pair);
}

// Objects with elements. `fields` is how many words stand before the elements, HUB_ANY_FIELDS where that depends on the
// object; `bytes` is how many an element takes.

#define HUB_ANY_FIELDS 0xFFFFFFFFu

/// A new object whose elements are values, all nil. The compiler sets all fields, as those of a new record.
HUB_OPERATION hub_value hub_new_indexed_values(uint32_t layout, uint32_t fields, uint32_t count, const char *where) {
    hub_require_index((int32_t)count >= 0, where);
    hub_value object = hub_new(HUB_INDEXED_OF(layout), count, ((size_t)fields + count + 1) * 8);
    for (size_t index = 0; index < count; index++) *hub_word(object, fields + index) = HUB_NIL;
    return object;
}

/// A new object whose elements are scalars, all zero.
HUB_OPERATION hub_value hub_new_indexed_scalars(
    uint32_t layout, uint32_t fields, uint32_t bytes, uint32_t count, const char *where) {
    hub_require_index((int32_t)count >= 0, where);
    size_t size = (size_t)count * bytes;
    hub_value object = hub_new(HUB_INDEXED_OF(layout), count, (size_t)fields * 8 + size + 1);
    HUB_CLEAR((char *)hub_word(object, fields), size);
    return object;
}

HUB_OPERATION uint32_t hub_element_count(hub_value object, const char *where) {
    hub_require(object != HUB_NIL, where);
    return hub_head(object)->count;
}

/// Where element 0 lies. Requires: the object has elements, or room for them.
HUB_OPERATION char *hub_elements(hub_value object, uint32_t fields) {
    if (fields == HUB_ANY_FIELDS) fields = hub_program_objects.field_counts[hub_head(object)->what >> 8];
    return (char *)hub_word(object, fields);
}

/// Where an element lies.
HUB_OPERATION char *hub_element(hub_value object, uint32_t fields, uint32_t bytes, uint32_t index, const char *where) {
    hub_require_index(index < hub_element_count(object, where), where);
    return hub_elements(object, fields) + (size_t)index * bytes;
}

/// Where an element lies. Requires: the object and the element are there.
HUB_OPERATION char *hub_known_element(hub_value object, uint32_t fields, uint32_t bytes, uint32_t index) {
    return hub_elements(object, fields) + (size_t)index * bytes;
}

/// Sets an element that is a value. Small integers need no note.
HUB_OPERATION void hub_set_indexed(
    hub_value object, uint32_t fields, uint32_t index, hub_value value, const char *where) {
    *(hub_value *)(void *)hub_element(object, fields, 8, index, where) = value;
    if (!hub_is_int(value)) hub_note_change(object);
}

/// Sets an element that is a value. Requires: the object and the element are there.
HUB_OPERATION void hub_set_known(hub_value object, uint32_t fields, uint32_t index, hub_value value) {
    *(hub_value *)(void *)hub_known_element(object, fields, 8, index) = value;
    if (!hub_is_int(value)) hub_note_change(object);
}

HUB_OPERATION void hub_copy_elements(
    hub_value target, uint32_t target_fields, uint32_t to, hub_value source, uint32_t source_fields, uint32_t from,
    uint32_t count, uint32_t bytes, const char *where) {
    uint32_t target_length = hub_element_count(target, where), source_length = hub_element_count(source, where);
    hub_require_index(count <= target_length && to <= target_length - count, where);
    hub_require_index(count <= source_length && from <= source_length - count, where);
    HUB_MOVE(hub_elements(target, target_fields) + (size_t)to * bytes,
        hub_elements(source, source_fields) + (size_t)from * bytes, (size_t)count * bytes);
    hub_note_change(target);
}

// Cells.

HUB_OPERATION hub_value hub_new_cell(hub_value value) {
    hub_value cell = hub_new(HUB_CELL, 1, 8);
    hub_set_new(cell, 0, value);
    return cell;
}

HUB_OPERATION hub_value hub_get_cell(hub_value cell, const char *where) {
    hub_require(hub_is(cell, HUB_CELL), where);
    return *hub_word(cell, 0);
}

HUB_OPERATION void hub_set_cell(hub_value cell, hub_value value, const char *where) {
    hub_require(hub_is(cell, HUB_CELL), where);
    *hub_word(cell, 0) = value;
    hub_note_change(cell);
}

// Closures.

/// A new closure of `code`, which takes the closure itself and then `arguments` values. Captured value n is word n + 1,
/// which the compiler sets with `hub_set_new`.
HUB_OPERATION hub_value hub_new_closure(uintptr_t code, uint32_t arguments, uint32_t captured) {
    hub_value closure = hub_new(HUB_CLOSURE_OF(arguments), captured, ((size_t)captured + 1) * 8);
    hub_set_new(closure, 0, code);
    return closure;
}

/// The code of a closure that is called with this many arguments.
HUB_OPERATION uintptr_t hub_code(hub_value closure, uint32_t arguments, const char *where) {
    hub_require(hub_is(closure, HUB_CLOSURE_OF(arguments)), where);
    return (uintptr_t)*hub_word(closure, 0);
}

/// Captured value `index` of the closure whose code runs.
HUB_OPERATION hub_value hub_captured(hub_value closure, uint32_t index) {
    return *hub_word(closure, (size_t)index + 1);
}

// Byte arrays and arrays. There is room behind the last element, so that the address behind it is still one of the
// object.

HUB_OPERATION hub_value hub_new_bytes(uint32_t count, const char *where) {
    hub_require_index((int32_t)count >= 0, where);
    hub_value bytes = hub_new(HUB_BYTES, count, (size_t)count + 1);
    HUB_CLEAR(hub_byte(bytes, 0), count);
    return bytes;
}

HUB_OPERATION uint32_t hub_bytes_length(hub_value bytes, const char *where) {
    hub_require(hub_is(bytes, HUB_BYTES), where);
    return hub_head(bytes)->count;
}

HUB_OPERATION uint32_t hub_get_byte(hub_value bytes, uint32_t index, const char *where) {
    hub_require_index(index < hub_bytes_length(bytes, where), where);
    return *hub_byte(bytes, index);
}

HUB_OPERATION void hub_set_byte(hub_value bytes, uint32_t index, uint32_t byte, const char *where) {
    hub_require_index(index < hub_bytes_length(bytes, where), where);
    *hub_byte(bytes, index) = (uint8_t)byte;
}

HUB_OPERATION void hub_copy_bytes(
    hub_value target, uint32_t to, hub_value source, uint32_t from, uint32_t count, const char *where) {
    uint32_t target_length = hub_bytes_length(target, where), source_length = hub_bytes_length(source, where);
    hub_require_index(count <= target_length && to <= target_length - count, where);
    hub_require_index(count <= source_length && from <= source_length - count, where);
    HUB_MOVE(hub_byte(target, to), hub_byte(source, from), count);
}

HUB_OPERATION hub_value hub_new_array(uint32_t count, const char *where) {
    hub_require_index((int32_t)count >= 0, where);
    hub_value array = hub_new(HUB_ARRAY, count, ((size_t)count + 1) * 8);
    for (size_t index = 0; index < count; index++) *hub_word(array, index) = HUB_NIL;
    return array;
}

HUB_OPERATION uint32_t hub_array_length(hub_value array, const char *where) {
    hub_require(hub_is(array, HUB_ARRAY), where);
    return hub_head(array)->count;
}

HUB_OPERATION hub_value hub_get_element(hub_value array, uint32_t index, const char *where) {
    hub_require_index(index < hub_array_length(array, where), where);
    return *hub_word(array, index);
}

HUB_OPERATION void hub_set_element(hub_value array, uint32_t index, hub_value value, const char *where) {
    hub_require_index(index < hub_array_length(array, where), where);
    *hub_word(array, index) = value;
    hub_note_change(array);
}

#endif
