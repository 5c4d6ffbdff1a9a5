// Recursion: Ackermann, Hanoi, permutations, with locals live across the calls.
#include <stdio.h>

static int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }

static int hanoi(int n, int from, int to) {
    if (n == 0) return 0;
    int via = 6 - from - to, before = hanoi(n - 1, from, via), after = hanoi(n - 1, via, to);
    return before + from * to + after;
}

static int permutations(char *text, int place, int length) {
    if (place == length) return text[0] * text[length - 1];
    int sum = 0;
    for (int index = place; index < length; index++) {
        char swap = text[place];
        text[place] = text[index], text[index] = swap;
        sum += permutations(text, place + 1, length);
        swap = text[place];
        text[place] = text[index], text[index] = swap;
    }
    return sum;
}

int main(void) {
    char text[] = "abcde";
    printf("%d %d %d %s\n", ackermann(2, 5), hanoi(7, 1, 3), permutations(text, 0, 5), text);
    return ackermann(1, 30);
}
