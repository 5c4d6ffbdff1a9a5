// What programs of csmith include: arithmetic that is defined for all operands, and the checksum of their variables. Our
// own, since Debian's package brings none; the names are csmith's.
#ifndef HUB_CSMITH_H
#define HUB_CSMITH_H

#include <float.h>
#include <limits.h>
#include <stdint.h>

// Programs print where they are only when they are asked to, which they never are.
#ifdef __HSX__
#include <stddef.h>
#define printf(...) ((void)0)
int __hsx_svc_uart_write(const void *text, int length);
#define HUB_WRITE(text, length) __hsx_svc_uart_write(text, length)
#define HUB_FUNCTION static __attribute__((unused))
#else
#include <stdio.h>
#include <string.h>
#define HUB_WRITE(text, length) fwrite(text, 1, length, stdout)
#define HUB_FUNCTION static __attribute__((unused))
#endif

// Signed arithmetic wraps, since both compilers are told so; what stays undefined gives the left operand.

#define HUB_SIGNED(bits)                                                                                               \
    HUB_FUNCTION int##bits##_t safe_unary_minus_func_int##bits##_t_s(int##bits##_t a) { return (int##bits##_t)-a; }    \
    HUB_FUNCTION int##bits##_t safe_add_func_int##bits##_t_s_s(int##bits##_t a, int##bits##_t b) { return (int##bits##_t)(a + b); } \
    HUB_FUNCTION int##bits##_t safe_sub_func_int##bits##_t_s_s(int##bits##_t a, int##bits##_t b) { return (int##bits##_t)(a - b); } \
    HUB_FUNCTION int##bits##_t safe_mul_func_int##bits##_t_s_s(int##bits##_t a, int##bits##_t b) { return (int##bits##_t)(a * b); } \
    HUB_FUNCTION int##bits##_t safe_div_func_int##bits##_t_s_s(int##bits##_t a, int##bits##_t b) {                     \
        return b == 0 || (a == INT##bits##_MIN && b == -1) ? a : (int##bits##_t)(a / b);                               \
    }                                                                                                                  \
    HUB_FUNCTION int##bits##_t safe_mod_func_int##bits##_t_s_s(int##bits##_t a, int##bits##_t b) {                     \
        return b == 0 || (a == INT##bits##_MIN && b == -1) ? a : (int##bits##_t)(a % b);                               \
    }                                                                                                                  \
    HUB_FUNCTION int##bits##_t safe_lshift_func_int##bits##_t_s_s(int##bits##_t a, int b) {                            \
        return b < 0 || b >= HUB_WIDTH(a) ? a : (int##bits##_t)(a << b);                                               \
    }                                                                                                                  \
    HUB_FUNCTION int##bits##_t safe_lshift_func_int##bits##_t_s_u(int##bits##_t a, unsigned b) {                       \
        return b >= HUB_WIDTH(a) ? a : (int##bits##_t)(a << b);                                                        \
    }                                                                                                                  \
    HUB_FUNCTION int##bits##_t safe_rshift_func_int##bits##_t_s_s(int##bits##_t a, int b) {                            \
        return b < 0 || b >= HUB_WIDTH(a) ? a : (int##bits##_t)(a >> b);                                               \
    }                                                                                                                  \
    HUB_FUNCTION int##bits##_t safe_rshift_func_int##bits##_t_s_u(int##bits##_t a, unsigned b) {                       \
        return b >= HUB_WIDTH(a) ? a : (int##bits##_t)(a >> b);                                                        \
    }

#define HUB_UNSIGNED(bits)                                                                                             \
    HUB_FUNCTION uint##bits##_t safe_unary_minus_func_uint##bits##_t_u(uint##bits##_t a) { return (uint##bits##_t)-a; } \
    HUB_FUNCTION uint##bits##_t safe_add_func_uint##bits##_t_u_u(uint##bits##_t a, uint##bits##_t b) { return (uint##bits##_t)(a + b); } \
    HUB_FUNCTION uint##bits##_t safe_sub_func_uint##bits##_t_u_u(uint##bits##_t a, uint##bits##_t b) { return (uint##bits##_t)(a - b); } \
    HUB_FUNCTION uint##bits##_t safe_mul_func_uint##bits##_t_u_u(uint##bits##_t a, uint##bits##_t b) { return (uint##bits##_t)(1u * a * b); } \
    HUB_FUNCTION uint##bits##_t safe_div_func_uint##bits##_t_u_u(uint##bits##_t a, uint##bits##_t b) { return b == 0 ? a : (uint##bits##_t)(a / b); } \
    HUB_FUNCTION uint##bits##_t safe_mod_func_uint##bits##_t_u_u(uint##bits##_t a, uint##bits##_t b) { return b == 0 ? a : (uint##bits##_t)(a % b); } \
    HUB_FUNCTION uint##bits##_t safe_lshift_func_uint##bits##_t_u_s(uint##bits##_t a, int b) {                         \
        return b < 0 || b >= HUB_WIDTH(a) ? a : (uint##bits##_t)(a << b);                                              \
    }                                                                                                                  \
    HUB_FUNCTION uint##bits##_t safe_lshift_func_uint##bits##_t_u_u(uint##bits##_t a, unsigned b) {                    \
        return b >= HUB_WIDTH(a) ? a : (uint##bits##_t)(a << b);                                                       \
    }                                                                                                                  \
    HUB_FUNCTION uint##bits##_t safe_rshift_func_uint##bits##_t_u_s(uint##bits##_t a, int b) {                         \
        return b < 0 || b >= HUB_WIDTH(a) ? a : (uint##bits##_t)(a >> b);                                              \
    }                                                                                                                  \
    HUB_FUNCTION uint##bits##_t safe_rshift_func_uint##bits##_t_u_u(uint##bits##_t a, unsigned b) {                    \
        return b >= HUB_WIDTH(a) ? a : (uint##bits##_t)(a >> b);                                                       \
    }

// The width of an operand once C has promoted it.
#define HUB_WIDTH(a) (int)(sizeof((a) + 0) * CHAR_BIT)

HUB_SIGNED(8)
HUB_SIGNED(16)
HUB_SIGNED(32)
HUB_SIGNED(64)
HUB_UNSIGNED(8)
HUB_UNSIGNED(16)
HUB_UNSIGNED(32)
HUB_UNSIGNED(64)

#define HUB_FLOAT(type)                                                                           \
    HUB_FUNCTION type safe_add_func_##type##_f_f(type a, type b) { return a + b; }                \
    HUB_FUNCTION type safe_sub_func_##type##_f_f(type a, type b) { return a - b; }                \
    HUB_FUNCTION type safe_mul_func_##type##_f_f(type a, type b) { return a * b; }                \
    HUB_FUNCTION type safe_div_func_##type##_f_f(type a, type b) { return b == 0 ? a : a / b; }

HUB_FLOAT(float)
HUB_FLOAT(double)

HUB_FUNCTION int32_t safe_convert_func_float_to_int32_t(float a) {
    return a > -2147483648.0f && a < 2147483648.0f ? (int32_t)a : INT32_MAX;
}

// The checksum.

static uint32_t crc32_context = 0xFFFFFFFFu;
static uint32_t hub_crc32_table[256];

HUB_FUNCTION void crc32_gentab(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
        hub_crc32_table[byte] = crc;
    }
}

HUB_FUNCTION void hub_crc32_byte(uint8_t byte) {
    crc32_context = crc32_context >> 8 ^ hub_crc32_table[(crc32_context ^ byte) & 0xFF];
}

HUB_FUNCTION void transparent_crc(uint64_t number, const char *name, int flag) {
    (void)name;
    (void)flag;
    for (int byte = 0; byte < 8; byte++) hub_crc32_byte((uint8_t)(number >> 8 * byte));
}

HUB_FUNCTION void transparent_crc_bytes(const void *start, int count, const char *name, int flag) {
    (void)name;
    (void)flag;
    for (int byte = 0; byte < count; byte++) hub_crc32_byte(((const uint8_t *)start)[byte]);
}

HUB_FUNCTION void platform_main_begin(void) {}

HUB_FUNCTION void platform_main_end(uint32_t crc, int flag) {
    (void)flag;
    char text[] = "checksum = 00000000\n";
    for (int digit = 0; digit < 8; digit++) text[11 + digit] = "0123456789ABCDEF"[crc >> (28 - 4 * digit) & 15];
    HUB_WRITE(text, 20);
}

#endif
