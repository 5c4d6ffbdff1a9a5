// Decimal numbers with every digit of a double: limbs of four digits, each below 10000. Products and remainders fit
// 31 bits, so that the machine's division does.
#ifndef HUB_DECIMAL_H
#define HUB_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

enum {
    HUB_LIMB = 10000,
    HUB_LIMB_DIGITS = 4,
    /// The limbs before the point of a number below 1e16 that was or will be a fraction, with one to spare.
    HUB_SMALL_POINT = 6,
    /// The limbs before the point of the greatest double, with one to spare.
    HUB_LARGE_POINT = 79,
    /// 1074 digits behind the point, and the small point.
    HUB_LIMBS = 280,
};

/// The number is limb[first] … limb[end - 1] with the point before limb[point]; none is left out between them.
typedef struct hub_decimal {
    int first;
    int end;
    int point;
    /// Something that is not zero was lost behind the last limb.
    bool sticky;
    uint16_t limb[HUB_LIMBS];
} hub_decimal;

/// Multiplies by 2 to the power of `bits`, 1 to 13.
void __hub_decimal_double(hub_decimal *decimal, int bits);
/// Divides by 2 to the power of `bits`, 1 to 16.
void __hub_decimal_halve(hub_decimal *decimal, int bits);

#endif
