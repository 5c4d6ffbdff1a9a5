// Arrays whose length is known when the program runs: in loops, two-dimensional, as parameters, with sizeof.
#include <stdio.h>

static int sum(int rows, int columns, int table[rows][columns]) {
    int total = 0;
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) total += table[row][column] * (row + 1);
    }
    return total;
}

static int fill(int n) {
    int table[n][n + 1];
    char names[n * 3];
    for (int row = 0; row < n; row++) {
        for (int column = 0; column <= n; column++) table[row][column] = row * column;
    }
    for (int index = 0; index < n * 3; index++) names[index] = (char)index;
    return sum(n, n + 1, table) + names[n * 3 - 1] + (int)(sizeof table / sizeof table[0]) + (int)sizeof names;
}

int main(void) {
    int total = 0;
    for (int n = 1; n < 9; n++) {
        short each[n];
        for (int index = 0; index < n; index++) each[index] = (short)(index * n);
        total += fill(n) + each[n - 1];
        if (n == 7) continue;
        long long wides[n + 1];
        wides[n] = n;
        total += (int)wides[n];
    }
    printf("%d\n", total);
    return total & 0xFF;
}
