// Loops of every form: empty bodies, several variables, unsigned counting down, steps that overshoot.
#include <stdio.h>

int main(void) {
    int total = 0, a = 0;
    while (a++ < 5) total += a;
    do total -= a--; while (a > 3);
    for (int i = 0, j = 10; i < j; i += 2, j--) total = total * 2 + i - j;
    for (unsigned u = 5; u-- > 0;) total += (int)u;
    for (unsigned char c = 250; c >= 250; c++) total++;
    for (int i = 10; i > -10; i -= 3) if (i & 1) continue; else total += i;
    int n = 100;
    for (;;) {
        n -= 7;
        if (n < 0) break;
        if (n % 3 == 0) continue;
        total ^= n;
    }
    const char *text = "length";
    for (; *text; text++);
    while (total > 1000) total /= 2;
    for (long long w = 1; w < 1LL << 40; w <<= 3) total += (int)(w >> 36) + 1;
    printf("%d %d\n", total, n);
    return total & 0xFF;
}
