// The eight queens by backtracking with bit sets, counted and the first one shown.
#include <stdio.h>

static int rows[8], first[8], found;

static void place(int row, unsigned columns, unsigned up, unsigned down) {
    if (row == 8) {
        if (found++ == 0) {
            for (int index = 0; index < 8; index++) first[index] = rows[index];
        }
        return;
    }
    for (unsigned open = 0xFF & ~(columns | up | down); open; open &= open - 1) {
        unsigned bit = open & -open;
        rows[row] = __builtin_ctz(bit);
        place(row + 1, columns | bit, (up | bit) << 1, (down | bit) >> 1);
    }
}

int main(void) {
    place(0, 0, 0, 0);
    printf("%d:", found);
    for (int index = 0; index < 8; index++) printf(" %d", first[index]);
    printf("\n");
    return found;
}
