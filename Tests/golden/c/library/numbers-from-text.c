// strtol and its relatives, atoi, strtod, with their ends and errors.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    char *end;
    static const char *const texts[] = {"123abc", "  -77", "0x1F", "077", "zz", "+5.", "2147483647", "1010"};
    for (int index = 0; index < 8; index++) {
        long decimal = strtol(texts[index], &end, 10);
        int used = (int)(end - texts[index]);
        long any = strtol(texts[index], NULL, 0), binary = strtol(texts[index], NULL, 2);
        printf("%d %d %d %d %d\n", (int)decimal, used, (int)any, (int)binary, atoi(texts[index]));
    }
    printf("%lld %llu %d\n", strtoll("-9223372036854775808", NULL, 10), strtoull("ffffffffffffffff", NULL, 16), (int)strtol("zZ", NULL, 36));
    errno = 0;
    long long large = strtoll("99999999999999999999", &end, 10);
    printf("%lld %d %d\n", large, errno == ERANGE, *end);
    printf("%.17g %.17g %.17g %.3f\n", strtod("0.1", NULL), strtod("-1.5e300xyz", &end), strtod("123456789012345678901234567890", NULL), atof(" 2.5 "));
    printf("%s %.9g\n", end, (double)strtof("3.4028235e38", NULL));
    return (int)strtol("0b", NULL, 16);
}
