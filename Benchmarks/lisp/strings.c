#include "lisp.h"

static char *append(const char *text, int64_t number) {
    char digits[24];
    size_t old = strlen(text), more = (size_t)snprintf(digits, sizeof digits, "%ld,", number);
    char *result = malloc(old + more + 1);
    memcpy(result, text, old);
    memcpy(result + old, digits, more + 1);
    return result;
}

static int64_t length_of_numbers(int64_t from, int64_t to) {
    char *text = calloc(1, 1);
    for (; from != to; from++) {
        char *longer = append(text, from);
        free(text);
        text = longer;
    }
    int64_t length = (int64_t)strlen(text);
    free(text);
    return length;
}

int main(void) {
    int64_t sum = 0;
    for (int64_t n = 5000; n > 0; n--) sum += length_of_numbers(n, n + 200);
    printf("%ld\n", sum);
}
