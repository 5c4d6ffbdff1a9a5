// Arithmetic on decimal numbers: powers of two.

#include "hub_decimal.h"

void __hub_decimal_double(hub_decimal *decimal, int bits) {
    int carry = 0;
    for (int place = decimal->end - 1; place >= decimal->first; place--) {
        int product = (decimal->limb[place] << bits) + carry;
        carry = product / HUB_LIMB;
        decimal->limb[place] = (uint16_t)(product - carry * HUB_LIMB);
    }
    if (carry > 0) decimal->limb[--decimal->first] = (uint16_t)carry;
}

void __hub_decimal_halve(hub_decimal *decimal, int bits) {
    int rest = 0, mask = (1 << bits) - 1;
    for (int place = decimal->first; place < decimal->end || rest > 0; place++) {
        if (place == HUB_LIMBS) {
            decimal->sticky = true;
            break;
        }
        int part = rest * HUB_LIMB;
        if (place < decimal->end) {
            part += decimal->limb[place];
        } else {
            decimal->end++;
        }
        decimal->limb[place] = (uint16_t)(part >> bits);
        rest = part & mask;
    }
    while (decimal->first < decimal->end && decimal->limb[decimal->first] == 0) decimal->first++;
}
