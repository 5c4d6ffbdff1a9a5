// printf of floating numbers: exact digits, rounding half to even, all styles.
#include <stdio.h>

int main(void) {
    printf("[%f] [%.2f] [%.0f] [%8.3f] [%-8.1f] [%08.2f] [%+.1f]\n", 3.14159, 2.005, 2.5, 3.14159, 2.25, -1.5, 0.05);
    printf("[%.0f] [%.0f] [%.1f] [%.1f] [%.20f]\n", 0.5, 1.5, 0.25, 0.35, 0.1);
    printf("[%e] [%.2E] [%.0e] [%12.4e]\n", 12345.678, 0.00012345, 5e100, -1e-300);
    printf("[%g] [%g] [%g] [%g] [%g] [%G]\n", 100000.0, 1000000.0, 0.0001, 0.00001, 1.5, 1e-10);
    printf("[%.3g] [%.10g] [%#g]\n", 1234.5, 0.1, 1.0);
    printf("[%.17g] [%.17g] [%g]\n", 0.1, 1.0 / 3, 5e-324);
    double zero = 0, one = 1;
    printf("[%f] [%5.1f] [%F] [%g] [%f]\n", one / zero, -one / zero, one / zero, -zero, 1e15);
    printf("[%.3f] [%f]\n", 1e22, 123456789.125);
    return printf("%.1f\n", 99.96);
}
