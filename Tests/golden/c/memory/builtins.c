// The builtin forms: inlined copies of structs, comparison, string length of constants.
#include <stdio.h>
#include <string.h>

struct s { int a[9]; };

int main(void) {
    struct s one, two;
    __builtin_memset(&one, 0x11, sizeof one);
    __builtin_memcpy(&two, &one, sizeof two);
    two.a[8]++;
    char text[] = "overlapping";
    __builtin_memmove(text + 1, text, 6);
    printf("%d %d %s %d\n", __builtin_memcmp(&one, &two, sizeof one) < 0, (int)__builtin_strlen("twelve chars"), text,
        __builtin_constant_p(3) && __builtin_strcmp(text, "ooverlaping") != 0);
    __builtin_memset(text, 'z', 3);
    printf("%s %x\n", text, (unsigned)two.a[8]);
    return __builtin_abs(-7) + (int)__builtin_llabs(-5LL);
}
