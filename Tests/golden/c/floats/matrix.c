// A product of matrices and a system of equations in double.
#include <stdio.h>

static double a[4][5] = {{4, 1, 0, 2, 9}, {1, 5, 1, 0, -3}, {0, 1, 6, 1, 2}, {2, 0, 1, 7, 11}};

int main(void) {
    for (int pivot = 0; pivot < 4; pivot++) {
        for (int row = 0; row < 4; row++) {
            if (row == pivot) continue;
            double factor = a[row][pivot] / a[pivot][pivot];
            for (int column = pivot; column < 5; column++) a[row][column] -= factor * a[pivot][column];
        }
    }
    double product[2][2] = {{0}}, left[2][3] = {{1, 2, 3}, {-1, 0.5, 4}}, right[3][2] = {{2, 1}, {0, -3}, {1.5, 8}};
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            for (int k = 0; k < 3; k++) product[i][j] += left[i][k] * right[k][j];
        }
    }
    for (int row = 0; row < 4; row++) printf("%.10f ", a[row][4] / a[row][row]);
    printf("\n%.3f %.3f %.3f %.3f\n", product[0][0], product[0][1], product[1][0], product[1][1]);
    return 0;
}
