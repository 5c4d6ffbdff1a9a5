// Many values live at once and across calls.
#include <stdio.h>

__attribute__((noinline)) static int opaque(int x) { return x * 3 + 1; }

int main(void) {
    int a = opaque(1), b = opaque(2), c = opaque(3), d = opaque(4), e = opaque(5), f = opaque(6), g = opaque(7), h = opaque(8);
    int i = opaque(9), j = opaque(10), k = opaque(11), l = opaque(12), m = opaque(13), n = opaque(14);
    long long w = opaque(a) * (long long)opaque(b) << 20;
    for (int round = 0; round < 5; round++) {
        a += b ^ c, b += c ^ d, c += d ^ e, d += e ^ f, e += f ^ g, f += g ^ h, g += h ^ i;
        h += i ^ j, i += j ^ k, j += k ^ l, k += l ^ m, l += m ^ n, m += n ^ a, n += opaque(round);
        w += (long long)a * n - w / 7;
    }
    printf("%d %d %d %d %d %d %d\n", a, b, c, d, e, f, g);
    printf("%d %d %d %d %d %d %d %lld\n", h, i, j, k, l, m, n, w);
    return (a ^ n) & 0xFF;
}
