// xxHash: hashes of 32 and 64 bits of texts of every length up to 100.
#include <stdio.h>

#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#define XXH_NO_STREAM
#include "xxhash.h"

int main(void) {
    unsigned char text[100];
    for (int index = 0; index < 100; index++) text[index] = (unsigned char)(index * 131 + 7);
    XXH32_hash_t all = 0;
    XXH64_hash_t sum = 0;
    for (int count = 0; count <= 100; count++) {
        all = all * 31 + XXH32(text, (size_t)count, 1234u + (unsigned)count);
        sum = sum * 31 + XXH64(text, (size_t)count, 99u * (unsigned)count);
    }
    printf("%08x %016llx\n", (unsigned)all, (unsigned long long)sum);
    return (int)(all & 0x7F);
}
