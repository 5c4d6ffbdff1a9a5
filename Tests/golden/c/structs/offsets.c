// sizeof and offsetof of members whose sizes do not depend on the machine; alignment inside structs.
#include <stddef.h>
#include <stdio.h>

struct a { char c; short s; char d; int i; char e; };
struct b { char c; long long w; char d; };
struct __attribute__((packed)) p { char c; int i; short s; long long w; };
struct q { struct a inner; char c; struct p packed; short s; };
union u { char text[9]; int i; short s; };

int main(void) {
    printf("%d %d %d %d %d\n", (int)offsetof(struct a, s), (int)offsetof(struct a, d), (int)offsetof(struct a, i),
        (int)offsetof(struct a, e), (int)sizeof(struct a));
    printf("%d %d %d\n", (int)offsetof(struct b, w), (int)offsetof(struct b, d), (int)sizeof(struct b));
    printf("%d %d %d %d\n", (int)offsetof(struct p, i), (int)offsetof(struct p, s), (int)offsetof(struct p, w),
        (int)sizeof(struct p));
    printf("%d %d %d\n", (int)offsetof(struct q, packed), (int)offsetof(struct q, s), (int)sizeof(struct q));
    printf("%d %d %d\n", (int)sizeof(union u), (int)_Alignof(struct b), (int)_Alignof(union u));
    return (int)(offsetof(struct q, packed.w) + sizeof(((struct q *)0)->inner.i));
}
