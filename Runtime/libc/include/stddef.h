// Sizes, the null pointer and the offset of a member.
#ifndef __HUB_STDDEF_H
#define __HUB_STDDEF_H

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif

/// As strictly aligned as any scalar.
typedef struct {
    long long __hub_integer __attribute__((__aligned__(__alignof__(long long))));
    double __hub_number __attribute__((__aligned__(__alignof__(double))));
} max_align_t;

#define NULL ((void *)0)
#define offsetof(type, member) __builtin_offsetof(type, member)

#endif
