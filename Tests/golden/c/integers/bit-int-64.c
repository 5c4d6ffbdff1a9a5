// _BitInt(64) and _BitInt(17) in structs, arrays and calls. oracle: clang
#include <stdio.h>

struct mixed {
    _BitInt(17) low;
    unsigned _BitInt(64) high;
    _BitInt(3) tiny;
};

static unsigned _BitInt(64) mix(struct mixed m, _BitInt(17) more) { return m.high * 3 + (unsigned _BitInt(64))(m.low + more + m.tiny); }

int main(void) {
    struct mixed items[3] = {{-1, 5, 3}, {65535, 0xFFFFFFFFFFFFFFFFu, -4}, {-65536, 1u, 1}};
    unsigned long long sum = 0;
    for (int index = 0; index < 3; index++) {
        items[index].low += 2;
        items[index].tiny += 1;
        sum = sum * 7 + (unsigned long long)mix(items[index], (_BitInt(17))index);
        printf("%d %d %llu\n", (int)items[index].low, (int)items[index].tiny, sum);
    }
    return (int)(sum & 0x7F);
}
