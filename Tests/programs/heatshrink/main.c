// heatshrink: a text compressed and taken apart again, in small portions.
#include <stdio.h>
#include <string.h>

#include "_heatshrink/heatshrink_decoder.h"
#include "_heatshrink/heatshrink_encoder.h"

static uint8_t source[1500], packed[1600], result[1600];

static size_t pack(size_t count) {
    heatshrink_encoder *encoder = heatshrink_encoder_alloc(8, 4);
    size_t taken = 0, made = 0, step;
    while (taken < count) {
        heatshrink_encoder_sink(encoder, source + taken, count - taken < 50 ? count - taken : 50, &step);
        taken += step;
        if (taken == count) heatshrink_encoder_finish(encoder);
        HSE_poll_res answer;
        do {
            answer = heatshrink_encoder_poll(encoder, packed + made, sizeof packed - made, &step);
            made += step;
        } while (answer == HSER_POLL_MORE);
        if (taken == count) heatshrink_encoder_finish(encoder);
    }
    heatshrink_encoder_free(encoder);
    return made;
}

static size_t unpack(size_t count) {
    heatshrink_decoder *decoder = heatshrink_decoder_alloc(64, 8, 4);
    size_t taken = 0, made = 0, step;
    while (taken < count) {
        heatshrink_decoder_sink(decoder, packed + taken, count - taken < 33 ? count - taken : 33, &step);
        taken += step;
        HSD_poll_res answer;
        do {
            answer = heatshrink_decoder_poll(decoder, result + made, sizeof result - made, &step);
            made += step;
        } while (answer == HSDR_POLL_MORE);
    }
    heatshrink_decoder_finish(decoder);
    heatshrink_decoder_free(decoder);
    return made;
}

int main(void) {
    for (size_t index = 0; index < sizeof source; index++) {
        source[index] = (uint8_t)("the quick brown fox "[index % 20] + (index % 97 == 0));
    }
    size_t small = pack(sizeof source);
    size_t large = unpack(small);
    unsigned sum = 0;
    for (size_t index = 0; index < small; index++) sum = sum * 31 + packed[index];
    printf("%u -> %u -> %u, sum %u, %s\n", (unsigned)sizeof source, (unsigned)small, (unsigned)large, sum,
           memcmp(source, result, sizeof source) == 0 ? "the same" : "different");
    return (int)(small & 0x7F);
}
