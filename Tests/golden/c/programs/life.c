// Conway's game of life on a torus, in bits.
#include <stdio.h>
#include <string.h>

enum { SIZE = 16 };

static unsigned short board[SIZE] = {0x0000, 0x0200, 0x0800, 0x6700, 0, 0, 0x0018, 0x0018};

static int cell(int row, int column) { return board[row & (SIZE - 1)] >> (column & (SIZE - 1)) & 1; }

static void step(void) {
    unsigned short next[SIZE] = {0};
    for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
            int neighbours = -cell(row, column);
            for (int near = 0; near < 9; near++) neighbours += cell(row + near / 3 - 1, column + near % 3 - 1);
            if (neighbours == 3 || (neighbours == 2 && cell(row, column))) next[row] |= (unsigned short)(1 << column);
        }
    }
    memcpy(board, next, sizeof board);
}

int main(void) {
    int alive = 0;
    for (int round = 0; round < 12; round++) step();
    for (int row = 0; row < SIZE; row++) {
        alive += __builtin_popcount(board[row]);
        printf("%04x%c", board[row], row % 8 == 7 ? '\n' : ' ');
    }
    return alive;
}
