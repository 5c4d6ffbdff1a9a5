// What programs that hubc writes in C are made of: the operations of the IR that C has no operator for, or only one with
// undefined cases. Everything is static and inline; only hub_trap comes from the runtime.
//
// A program says before it includes this:
//   HUB_MEMORY_SIZE   the size of its linear memory in bytes, a power of two up to 2 GiB; undefined: the host's memory
//   HUB_DEBUG         defined: traps name the file and the line

#ifndef HUB_C_H
#define HUB_C_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "hub_runtime.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__GNUC__)
#include <arm_neon.h>
#endif

// Floats: every operation is rounded by itself, to its own type.

#if defined(__FAST_MATH__)
#error "compile without -ffast-math: the program's results are exact"
#endif
#if FLT_EVAL_METHOD != 0
#error "floats must be computed in their own type: on x86 compile with -msse2 -mfpmath=sse"
#endif
#if !defined(__GNUC__) || defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__FP_FAST_FMA) || defined(__FP_FAST_FMAF)
// GCC does not know the standard pragma and fuses a product with a sum where the machine can.
#pragma GCC optimize("fp-contract=off")
#endif

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12 && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__)
// At -O2 GCC vectorises only loops whose number of rounds it knows; this lets it vectorise those that gain by it.
#pragma GCC optimize("vect-cost-model=dynamic")
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the memory of the program is little-endian, and this machine is not"
#endif

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
// The program may leave addresses of its stack slots behind; whether it uses them is its affair.
#pragma GCC diagnostic ignored "-Wdangling-pointer"
#endif

#if defined(__GNUC__)
#define hub_likely(condition) __builtin_expect((condition) != 0, 1)
/// HUB_SYMBOL: the name of a function or global for the linker, where C does not allow it or the C library has it too.
#define HUB_SYMBOL(name) __asm__(HUB_TEXT(__USER_LABEL_PREFIX__) name)
#define HUB_PACKED __attribute__((packed))
#else
#define hub_likely(condition) (condition)
#define HUB_SYMBOL(name)
#endif

#define HUB_TEXT_OF(tokens) #tokens
#define HUB_TEXT(tokens) HUB_TEXT_OF(tokens)

// Traps.

/// The codes of traps, as the IR numbers them.
enum {
    HUB_UNREACHABLE, HUB_DIVIDE_BY_ZERO, HUB_MEMORY_FAULT, HUB_STACK_OVERFLOW, HUB_STACK_UNDERFLOW,
    HUB_ILLEGAL_INSTRUCTION, HUB_PC_OUT_OF_RANGE, HUB_BAD_CAST, HUB_INDEX_OUT_OF_RANGE, HUB_USER
};

#if defined(HUB_DEBUG)
#define HUB_WHERE __FILE__ ":" HUB_TEXT(__LINE__)
#else
#define HUB_WHERE NULL
#endif

/// Stops the program.
#define hub_stop(code) hub_trap(code, HUB_WHERE)

/// Stops a call of the function with the address `callee`, of which there are `count`: it is none, or takes other
/// arguments.
_Noreturn static inline void hub_no_callee(uint64_t callee, uint64_t count, const char *where) {
    hub_trap(callee != 0 && callee % 4 == 0 && callee / 4 <= count ? HUB_BAD_CAST : HUB_PC_OUT_OF_RANGE, where);
}

// Bits of floats.

static inline uint32_t hub_bits32(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline uint64_t hub_bits64(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline float hub_float32(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline double hub_float64(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

#if defined(__GNUC__)
// Kept out of line, so that compilers branch around it: choosing by a conditional move costs every value its time.
#define HUB_RARE __attribute__((noinline, cold, const, unused))
#else
#define HUB_RARE
#endif

static HUB_RARE float hub_nan32(void) { return hub_float32(0x7fc00000u); }
static HUB_RARE double hub_nan64(void) { return hub_float64(0x7ff8000000000000u); }

/// The value, or the one NaN that the program may see for every NaN that arithmetic made.
static inline float hub_canonical32(float value) { return hub_likely(value == value) ? value : hub_nan32(); }
static inline double hub_canonical64(double value) { return hub_likely(value == value) ? value : hub_nan64(); }

// Float arithmetic and comparison that C has no operator for. A NaN that comes out may have any bits.

static inline bool hub_unordered(double left, double right) { return left != left || right != right; }

/// Whether one is less than the other.
static inline bool hub_differ(double left, double right) { return left < right || left > right; }

static inline double hub_fabs64(double value) { return hub_float64(hub_bits64(value) & 0x7fffffffffffffffu); }
static inline float hub_fabs32(float value) { return hub_float32(hub_bits32(value) & 0x7fffffffu); }

/// IEEE 754-2019 minimum: NaN wins, and -0 is less than +0.
static inline double hub_fmin64(double left, double right) {
    if (hub_unordered(left, right)) return left + right;
    if (left == right) return hub_bits64(left) >> 63 ? left : right;
    return left < right ? left : right;
}

static inline double hub_fmax64(double left, double right) {
    if (hub_unordered(left, right)) return left + right;
    if (left == right) return hub_bits64(left) >> 63 ? right : left;
    return left > right ? left : right;
}

static inline float hub_fmin32(float left, float right) { return (float)hub_fmin64(left, right); }
static inline float hub_fmax32(float left, float right) { return (float)hub_fmax64(left, right); }

#if defined(__SSE2__)

static inline double hub_fsqrt64(double value) {
    __m128d operand = _mm_set_sd(value);
    return _mm_cvtsd_f64(_mm_sqrt_sd(operand, operand));
}

static inline float hub_fsqrt32(float value) { return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(value))); }

#elif defined(__aarch64__) && defined(__GNUC__)

static inline double hub_fsqrt64(double value) { return vget_lane_f64(vsqrt_f64(vdup_n_f64(value)), 0); }
static inline float hub_fsqrt32(float value) { return vget_lane_f32(vsqrt_f32(vdup_n_f32(value)), 0); }

#else

/// The square root, digit by digit: exact, and independent of the C library's mathematics.
static inline double hub_fsqrt64(double value) {
    uint64_t bits = hub_bits64(value);
    if (value == 0 || value != value || bits == 0x7ff0000000000000u) return value;
    if (bits >> 63) return hub_float64(0x7ff8000000000000u);
    int exponent = (int)(bits >> 52);
    uint64_t digits = bits & 0xfffffffffffffu;
    if (exponent != 0) {
        digits |= 0x10000000000000u;
    } else {
        for (exponent = 1; !(digits >> 52); exponent--) digits <<= 1;
    }
    if ((exponent & 1) == 0) digits <<= 1;
    // The root of digits · 2^54 has 54 bits, one more than the result; what remains decides the rounding with it.
    uint64_t root = 0, rest = 0;
    for (int step = 53; step >= 0; step--) {
        uint64_t next = step >= 27 ? (digits >> (2 * (step - 27))) & 3 : 0;
        uint64_t trial = (root << 2) | 1;
        rest = (rest << 2) | next;
        root <<= 1;
        if (rest >= trial) {
            rest -= trial;
            root |= 1;
        }
    }
    uint64_t rounded = (root >> 1) + ((root & 1) && (rest != 0 || (root & 2)));
    uint64_t half = (uint64_t)((exponent + 1023 - (exponent & 1 ? 0 : 1)) / 2);
    return hub_float64((half << 52) + (rounded - 0x10000000000000u));
}

static inline float hub_fsqrt32(float value) { return (float)hub_fsqrt64(value); }

#endif

// Conversion to integers: toward zero, to the nearest integer that there is; 0 for NaN.

static inline int64_t hub_signed(double value, double bound, int64_t maximum) {
    if (value != value) return 0;
    if (value >= bound) return maximum;
    if (value <= -bound) return -maximum - 1;
    return (int64_t)value;
}

static inline uint64_t hub_unsigned(double value, double bound, uint64_t maximum) {
    if (!(value > 0)) return 0;
    return value >= bound ? maximum : (uint64_t)value;
}

static inline uint8_t hub_to_s8(double value) { return (uint8_t)hub_signed(value, 128.0, INT8_MAX); }
static inline uint16_t hub_to_s16(double value) { return (uint16_t)hub_signed(value, 32768.0, INT16_MAX); }
static inline uint32_t hub_to_s32(double value) { return (uint32_t)hub_signed(value, 2147483648.0, INT32_MAX); }
static inline uint64_t hub_to_s64(double value) {
    return (uint64_t)hub_signed(value, 9223372036854775808.0, INT64_MAX);
}
static inline uint8_t hub_to_u8(double value) { return (uint8_t)hub_unsigned(value, 256.0, UINT8_MAX); }
static inline uint16_t hub_to_u16(double value) { return (uint16_t)hub_unsigned(value, 65536.0, UINT16_MAX); }
static inline uint32_t hub_to_u32(double value) { return (uint32_t)hub_unsigned(value, 4294967296.0, UINT32_MAX); }
static inline uint64_t hub_to_u64(double value) { return hub_unsigned(value, 18446744073709551616.0, UINT64_MAX); }

// Integer arithmetic.

/// Comparisons of which the compiler would say that they are decided.
static inline bool hub_equal(uint64_t left, uint64_t right) { return left == right; }
static inline bool hub_below(uint64_t left, uint64_t right) { return left < right; }
static inline bool hub_less(int64_t left, int64_t right) { return left < right; }

#define hub_udiv32(left, right) hub_udiv32_at(left, right, HUB_WHERE)
#define hub_udiv64(left, right) hub_udiv64_at(left, right, HUB_WHERE)
#define hub_urem32(left, right) hub_urem32_at(left, right, HUB_WHERE)
#define hub_urem64(left, right) hub_urem64_at(left, right, HUB_WHERE)
#define hub_sdiv32(left, right) hub_sdiv32_at(left, right, HUB_WHERE)
#define hub_sdiv64(left, right) hub_sdiv64_at(left, right, HUB_WHERE)
#define hub_srem32(left, right) hub_srem32_at(left, right, HUB_WHERE)
#define hub_srem64(left, right) hub_srem64_at(left, right, HUB_WHERE)

static inline uint32_t hub_udiv32_at(uint32_t left, uint32_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return left / right;
}

static inline uint64_t hub_udiv64_at(uint64_t left, uint64_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return left / right;
}

static inline uint32_t hub_urem32_at(uint32_t left, uint32_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return left % right;
}

static inline uint64_t hub_urem64_at(uint64_t left, uint64_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return left % right;
}

static inline uint32_t hub_sdiv32_at(int32_t left, int32_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return right == -1 ? 0u - (uint32_t)left : (uint32_t)(left / right);
}

static inline uint64_t hub_sdiv64_at(int64_t left, int64_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return right == -1 ? 0u - (uint64_t)left : (uint64_t)(left / right);
}

static inline uint32_t hub_srem32_at(int32_t left, int32_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return right == -1 ? 0u : (uint32_t)(left % right);
}

static inline uint64_t hub_srem64_at(int64_t left, int64_t right, const char *where) {
    if (right == 0) hub_trap(HUB_DIVIDE_BY_ZERO, where);
    return right == -1 ? 0u : (uint64_t)(left % right);
}

/// The high half of a product.
static inline uint8_t hub_umulh8(uint8_t left, uint8_t right) { return (uint8_t)((left * right) >> 8); }
static inline uint16_t hub_umulh16(uint16_t left, uint16_t right) { return (uint16_t)(((uint32_t)left * right) >> 16); }
static inline uint32_t hub_umulh32(uint32_t left, uint32_t right) { return (uint32_t)(((uint64_t)left * right) >> 32); }
static inline uint8_t hub_smulh8(int8_t left, int8_t right) { return (uint8_t)((left * right) >> 8); }
static inline uint16_t hub_smulh16(int16_t left, int16_t right) { return (uint16_t)((left * right) >> 16); }
static inline uint32_t hub_smulh32(int32_t left, int32_t right) { return (uint32_t)(((int64_t)left * right) >> 32); }

static inline uint64_t hub_umulh64(uint64_t left, uint64_t right) {
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)(((wide)left * right) >> 64);
#else
    uint64_t low = (left & 0xffffffffu) * (right & 0xffffffffu);
    uint64_t first = (left >> 32) * (right & 0xffffffffu) + (low >> 32);
    uint64_t second = (left & 0xffffffffu) * (right >> 32) + (first & 0xffffffffu);
    return (left >> 32) * (right >> 32) + (first >> 32) + (second >> 32);
#endif
}

static inline uint64_t hub_smulh64(uint64_t left, uint64_t right) {
    return hub_umulh64(left, right) - (left >> 63 ? right : 0) - (right >> 63 ? left : 0);
}

/// The number of zeros above the highest one, below the lowest one; the width for 0.
static inline uint32_t hub_clz32(uint32_t value) {
#if defined(__GNUC__)
    return value == 0 ? 32 : (uint32_t)__builtin_clz(value);
#else
    uint32_t count = 32;
    for (; value != 0; value >>= 1) count--;
    return count;
#endif
}

static inline uint32_t hub_ctz32(uint32_t value) {
#if defined(__GNUC__)
    return value == 0 ? 32 : (uint32_t)__builtin_ctz(value);
#else
    return 32 - hub_clz32(~value & (value - 1));
#endif
}

/// The number of ones.
static inline uint32_t hub_popcnt32(uint32_t value) {
#if defined(__GNUC__)
    return (uint32_t)__builtin_popcount(value);
#else
    uint32_t count = 0;
    for (; value != 0; value &= value - 1) count++;
    return count;
#endif
}

static inline uint64_t hub_clz64(uint64_t value) {
    uint32_t high = (uint32_t)(value >> 32);
    return high != 0 ? hub_clz32(high) : 32 + hub_clz32((uint32_t)value);
}

static inline uint64_t hub_ctz64(uint64_t value) {
    uint32_t low = (uint32_t)value;
    return low != 0 ? hub_ctz32(low) : 32 + hub_ctz32((uint32_t)(value >> 32));
}

static inline uint64_t hub_popcnt64(uint64_t value) {
    return hub_popcnt32((uint32_t)value) + hub_popcnt32((uint32_t)(value >> 32));
}

/// A sum with a carry in, a difference with a borrow in; the carry or borrow out goes to `flag`.
#define HUB_CARRY(type, add, subtract) \
    static inline type add(type left, type right, bool carry, bool *flag) { \
        type sum = (type)(left + right), result = (type)(sum + carry); \
        *flag = sum < left || result < sum; \
        return result; \
    } \
    static inline type subtract(type left, type right, bool borrow, bool *flag) { \
        type difference = (type)(left - right); \
        *flag = left < right || difference < borrow; \
        return (type)(difference - borrow); \
    }
HUB_CARRY(uint8_t, hub_add_carry8, hub_sub_borrow8)
HUB_CARRY(uint16_t, hub_add_carry16, hub_sub_borrow16)
HUB_CARRY(uint32_t, hub_add_carry32, hub_sub_borrow32)
HUB_CARRY(uint64_t, hub_add_carry64, hub_sub_borrow64)
#undef HUB_CARRY

// Memory. hub_loadN and hub_storeN take any address; hub_peekN and hub_pokeN one that is certainly inside of memory.
// hub_volatile_loadN and hub_volatile_storeN are accesses that compilers leave as they are: in one piece, wherever the
// address lies, where the compiler has packed structures, else byte by byte.

#if defined(__GNUC__)
#define HUB_VOLATILE(type, suffix) \
    struct HUB_PACKED __attribute__((may_alias)) hub_cell##suffix { \
        type value; \
    }; \
    static inline type hub_get##suffix(const uint8_t *address) { \
        return ((const volatile struct hub_cell##suffix *)address)->value; \
    } \
    static inline void hub_set##suffix(uint8_t *address, type value) { \
        ((volatile struct hub_cell##suffix *)address)->value = value; \
    }
#else
#define HUB_VOLATILE(type, suffix) \
    static inline type hub_get##suffix(const uint8_t *address) { \
        const volatile uint8_t *from = address; \
        uint8_t bytes[sizeof(type)]; \
        type value; \
        for (size_t index = 0; index < sizeof(type); index++) bytes[index] = from[index]; \
        memcpy(&value, bytes, sizeof value); \
        return value; \
    } \
    static inline void hub_set##suffix(uint8_t *address, type value) { \
        volatile uint8_t *to = address; \
        uint8_t bytes[sizeof(type)]; \
        memcpy(bytes, &value, sizeof value); \
        for (size_t index = 0; index < sizeof(type); index++) to[index] = bytes[index]; \
    }
#endif
HUB_VOLATILE(uint8_t, 8)
HUB_VOLATILE(uint16_t, 16)
HUB_VOLATILE(uint32_t, 32)
HUB_VOLATILE(uint64_t, 64)
HUB_VOLATILE(float, f32)
HUB_VOLATILE(double, f64)
HUB_VOLATILE(uint8_t *, ptr)
#undef HUB_VOLATILE

#if defined(HUB_MEMORY_SIZE)

/// The linear memory.
static _Alignas(16) uint8_t hub_memory[HUB_MEMORY_SIZE];

/// Where an access of `size` bytes starts; traps when it runs past the end.
static inline uint32_t hub_place(uint32_t address, uint32_t size, const char *where) {
    address &= HUB_MEMORY_SIZE - 1u;
    if (!hub_likely(address + size <= HUB_MEMORY_SIZE)) hub_trap(HUB_MEMORY_FAULT, where);
    return address;
}

#define HUB_ACCESS(type, suffix, load, store, peek, poke) \
    static inline type peek(uint32_t address) { \
        type value; \
        memcpy(&value, &hub_memory[address], sizeof value); \
        return value; \
    } \
    static inline void poke(uint32_t address, type value) { memcpy(&hub_memory[address], &value, sizeof value); } \
    static inline type load(uint32_t address, const char *where) { \
        return peek(hub_place(address, sizeof(type), where)); \
    } \
    static inline void store(uint32_t address, type value, const char *where) { \
        poke(hub_place(address, sizeof(type), where), value); \
    } \
    static inline type hub_volatile_load##suffix##_at(uint32_t address, const char *where) { \
        return hub_get##suffix(&hub_memory[hub_place(address, sizeof(type), where)]); \
    } \
    static inline void hub_volatile_store##suffix##_at(uint32_t address, type value, const char *where) { \
        hub_set##suffix(&hub_memory[hub_place(address, sizeof(type), where)], value); \
    }
HUB_ACCESS(uint8_t, 8, hub_load8_at, hub_store8_at, hub_peek8, hub_poke8)
HUB_ACCESS(uint16_t, 16, hub_load16_at, hub_store16_at, hub_peek16, hub_poke16)
HUB_ACCESS(uint32_t, 32, hub_load32_at, hub_store32_at, hub_peek32, hub_poke32)
HUB_ACCESS(uint64_t, 64, hub_load64_at, hub_store64_at, hub_peek64, hub_poke64)
HUB_ACCESS(float, f32, hub_loadf32_at, hub_storef32_at, hub_peekf32, hub_pokef32)
HUB_ACCESS(double, f64, hub_loadf64_at, hub_storef64_at, hub_peekf64, hub_pokef64)
#undef HUB_ACCESS

#define hub_load8(address) hub_load8_at(address, HUB_WHERE)
#define hub_load16(address) hub_load16_at(address, HUB_WHERE)
#define hub_load32(address) hub_load32_at(address, HUB_WHERE)
#define hub_load64(address) hub_load64_at(address, HUB_WHERE)
#define hub_loadf32(address) hub_loadf32_at(address, HUB_WHERE)
#define hub_loadf64(address) hub_loadf64_at(address, HUB_WHERE)
#define hub_store8(address, value) hub_store8_at(address, value, HUB_WHERE)
#define hub_store16(address, value) hub_store16_at(address, value, HUB_WHERE)
#define hub_store32(address, value) hub_store32_at(address, value, HUB_WHERE)
#define hub_store64(address, value) hub_store64_at(address, value, HUB_WHERE)
#define hub_storef32(address, value) hub_storef32_at(address, value, HUB_WHERE)
#define hub_storef64(address, value) hub_storef64_at(address, value, HUB_WHERE)
#define hub_volatile_load8(address) hub_volatile_load8_at(address, HUB_WHERE)
#define hub_volatile_load16(address) hub_volatile_load16_at(address, HUB_WHERE)
#define hub_volatile_load32(address) hub_volatile_load32_at(address, HUB_WHERE)
#define hub_volatile_load64(address) hub_volatile_load64_at(address, HUB_WHERE)
#define hub_volatile_loadf32(address) hub_volatile_loadf32_at(address, HUB_WHERE)
#define hub_volatile_loadf64(address) hub_volatile_loadf64_at(address, HUB_WHERE)
#define hub_volatile_store8(address, value) hub_volatile_store8_at(address, value, HUB_WHERE)
#define hub_volatile_store16(address, value) hub_volatile_store16_at(address, value, HUB_WHERE)
#define hub_volatile_store32(address, value) hub_volatile_store32_at(address, value, HUB_WHERE)
#define hub_volatile_store64(address, value) hub_volatile_store64_at(address, value, HUB_WHERE)
#define hub_volatile_storef32(address, value) hub_volatile_storef32_at(address, value, HUB_WHERE)
#define hub_volatile_storef64(address, value) hub_volatile_storef64_at(address, value, HUB_WHERE)

#else

/// The address `distance` bytes from another. Computed as a number, for it may lie outside of every object.
static inline uint8_t *hub_at(const void *address, uint64_t distance) {
    return (uint8_t *)((uintptr_t)address + (uintptr_t)distance);
}

#define HUB_ACCESS(type, suffix, load, store) \
    static inline type load(const uint8_t *address) { \
        type value; \
        memcpy(&value, address, sizeof value); \
        return value; \
    } \
    static inline void store(uint8_t *address, type value) { memcpy(address, &value, sizeof value); } \
    static inline type hub_volatile_load##suffix(const uint8_t *address) { return hub_get##suffix(address); } \
    static inline void hub_volatile_store##suffix(uint8_t *address, type value) { hub_set##suffix(address, value); }
HUB_ACCESS(uint8_t, 8, hub_load8, hub_store8)
HUB_ACCESS(uint16_t, 16, hub_load16, hub_store16)
HUB_ACCESS(uint32_t, 32, hub_load32, hub_store32)
HUB_ACCESS(uint64_t, 64, hub_load64, hub_store64)
HUB_ACCESS(float, f32, hub_loadf32, hub_storef32)
HUB_ACCESS(double, f64, hub_loadf64, hub_storef64)
HUB_ACCESS(uint8_t *, ptr, hub_loadptr, hub_storeptr)
#undef HUB_ACCESS

#endif

#endif
