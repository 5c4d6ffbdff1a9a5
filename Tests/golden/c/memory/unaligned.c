// Loads and stores of halves, words and doubles at every address, through memcpy.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static unsigned char bytes[40];

static uint32_t load32(const void *from) {
    uint32_t v;
    memcpy(&v, from, 4);
    return v;
}

static void store64(void *to, uint64_t v) { memcpy(to, &v, 8); }

int main(void) {
    uint32_t sum = 0;
    for (int at = 0; at < 9; at++) {
        store64(bytes + at * 3, 0x0102030405060708ULL * (unsigned)(at + 1));
        uint16_t half = (uint16_t)(0xA0 + at);
        memcpy(bytes + at * 3 + 5, &half, 2);
        sum = sum * 5 + load32(bytes + at);
        double real = at + 0.5;
        memcpy(bytes + 31, &real, 8);
        sum += load32(bytes + 33);
    }
    printf("%08x\n", (unsigned)sum);
    for (int at = 0; at < 40; at++) printf("%02x", bytes[at]);
    printf("\n");
    return 0;
}
