// Monocypher: a hash, a key exchange and authenticated encryption.
#include <stdio.h>

#include "monocypher.h"

static void show(const char *name, const uint8_t *bytes, int count) {
    printf("%s ", name);
    for (int index = 0; index < count; index++) printf("%02x", bytes[index]);
    putchar('\n');
}

int main(void) {
    uint8_t secret[32], peer[32], nonce[24], text[80], mac[16], hash[64], shared[32];
    for (int index = 0; index < 32; index++) secret[index] = (uint8_t)(index * 7 + 1), peer[index] = (uint8_t)(9 - index);
    for (int index = 0; index < 24; index++) nonce[index] = (uint8_t)(index * index);
    for (int index = 0; index < 80; index++) text[index] = (uint8_t)(index ^ 0x5A);
    crypto_blake2b(hash, sizeof hash, text, sizeof text);
    show("blake2b", hash, sizeof hash);
    crypto_aead_lock(text, mac, secret, nonce, peer, sizeof peer, text, sizeof text);
    show("cipher", text, sizeof text);
    show("mac", mac, sizeof mac);
    printf("unlock %d\n", crypto_aead_unlock(text, mac, secret, nonce, peer, sizeof peer, text, sizeof text));
    crypto_x25519_public_key(peer, secret);
    crypto_x25519(shared, secret, peer);
    show("shared", shared, sizeof shared);
    return text[5];
}
