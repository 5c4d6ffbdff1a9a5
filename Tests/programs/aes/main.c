// tiny-AES-c: every mode of AES-128 on a text, there and back.
#include <stdio.h>
#include <string.h>

#include "tiny-AES-c/aes.h"

static void show(const char *name, const uint8_t *bytes, int count) {
    printf("%s ", name);
    for (int index = 0; index < count; index++) printf("%02x", bytes[index]);
    putchar('\n');
}

int main(void) {
    static const uint8_t key[16] = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                                    0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
    uint8_t start[16], text[64];
    for (int index = 0; index < 16; index++) start[index] = (uint8_t)index;
    for (int index = 0; index < 64; index++) text[index] = (uint8_t)(index * 37 + 11);
    struct AES_ctx context;
    AES_init_ctx(&context, key);
    AES_ECB_encrypt(&context, text);
    show("ecb", text, 16);
    AES_ECB_decrypt(&context, text);
    AES_ctx_set_iv(&context, start);
    AES_CBC_encrypt_buffer(&context, text, sizeof text);
    show("cbc", text, sizeof text);
    AES_ctx_set_iv(&context, start);
    AES_CBC_decrypt_buffer(&context, text, sizeof text);
    show("text", text, sizeof text);
    AES_ctx_set_iv(&context, start);
    AES_CTR_xcrypt_buffer(&context, text, sizeof text);
    show("ctr", text, sizeof text);
    return text[63];
}
