// Arrays of arrays: as parameters, as pointers to rows, as bytes.
#include <stdio.h>

static int cube[2][3][4];
static signed char grid[5][7];

static int trace(int rows[][4], int count) {
    int sum = 0;
    for (int row = 0; row < count; row++) sum += rows[row][row];
    return sum;
}

static int column(int (*row)[4], int index) { return row[0][index] + (*(row + 1))[index] + row[2][index]; }

int main(void) {
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 4; k++) cube[i][j][k] = i * 100 + j * 10 + k;
        }
    }
    for (int i = 0; i < 35; i++) (&grid[0][0])[i] = (signed char)(i * 5);
    int(*row)[4] = cube[1];
    int(*plane)[3][4] = &cube[1];
    printf("%d %d %d %d\n", trace(cube[1], 3), column(cube[0], 2), row[2][3], (*plane)[1][0]);
    printf("%d %d %d\n", grid[3][4], *(*(grid + 2) + 6), (int)(&grid[4][0] - grid[1]));
    printf("%d %d %d\n", (int)sizeof cube[0], (int)sizeof grid[0], (int)(sizeof cube / sizeof cube[0][0][0]));
    return cube[1][2][3] & 0xFF;
}
