// jsmn: the tokens of JSON texts, of good ones and of broken ones.
#include <stdio.h>
#include <string.h>

#include "jsmn/jsmn.h"

static const char *const texts[] = {
    "{\"name\": \"node\", \"id\": 17, \"values\": [1, -2.5e3, true, false, null], \"nested\": {\"a\": {\"b\": []}}}",
    "[[[[]]], \"\\u00e9\\n\", {\"k\": \"v\"}]", "{\"open\": [1, 2", "[1, 2}", "\"\\x\"", "", "42",
};

int main(void) {
    int total = 0;
    for (unsigned number = 0; number < sizeof texts / sizeof texts[0]; number++) {
        jsmntok_t tokens[64];
        jsmn_parser parser;
        jsmn_init(&parser);
        int count = jsmn_parse(&parser, texts[number], strlen(texts[number]), tokens, 64);
        printf("%u: %d\n", number, count);
        for (int index = 0; index < count; index++) {
            const jsmntok_t *token = &tokens[index];
            printf("  %d %d..%d (%d) %.*s\n", (int)token->type, token->start, token->end, token->size,
                   token->end - token->start, texts[number] + token->start);
            total += token->start + token->end;
        }
    }
    return total & 0x7F;
}
