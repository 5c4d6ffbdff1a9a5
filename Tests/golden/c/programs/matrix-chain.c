// Dynamic programming: the cheapest order of a product of matrices, and the longest common subsequence.
#include <stdio.h>
#include <string.h>

static int cost[8][8], split[8][8];
static unsigned char common[32][32];

static void show(int from, int to) {
    if (from == to) {
        printf("%c", 'A' + from);
        return;
    }
    printf("(");
    show(from, split[from][to]);
    show(split[from][to] + 1, to);
    printf(")");
}

int main(void) {
    static const int sizes[] = {30, 35, 15, 5, 10, 20, 25};
    for (int length = 2; length <= 6; length++) {
        for (int from = 0; from + length <= 6; from++) {
            int to = from + length - 1;
            cost[from][to] = 0x7FFFFFFF;
            for (int at = from; at < to; at++) {
                int whole = cost[from][at] + cost[at + 1][to] + sizes[from] * sizes[at + 1] * sizes[to + 1];
                if (whole < cost[from][to]) cost[from][to] = whole, split[from][to] = at;
            }
        }
    }
    const char *a = "dynamic programming", *b = "gaming in a pyramid";
    int m = (int)strlen(a), n = (int)strlen(b);
    for (int i = 1; i <= m; i++) {
        for (int j = 1; j <= n; j++) {
            unsigned char up = common[i - 1][j], left = common[i][j - 1];
            common[i][j] = a[i - 1] == b[j - 1] ? (unsigned char)(common[i - 1][j - 1] + 1) : up > left ? up : left;
        }
    }
    show(0, 5);
    printf(" %d %d\n", cost[0][5], common[m][n]);
    return common[m][n];
}
