// A polynomial of degree 5 in half precision at 64 places, by Horner's rule, and the sum of its values. The products are
// those of the machine's float unit, as in the assembly.

volatile int places = 64;

_Float16 __hsx_fmul(_Float16, _Float16) __attribute__((const));

static _Float16 evaluate(_Float16 x) {
    _Float16 y = (_Float16)0.125;
    y = __hsx_fmul(y, x) + (_Float16)-0.5;
    y = __hsx_fmul(y, x) + (_Float16)0.75;
    y = __hsx_fmul(y, x) + (_Float16)1.5;
    y = __hsx_fmul(y, x) + (_Float16)-2.0;
    return __hsx_fmul(y, x) + (_Float16)1.0;
}

int main(void) {
    _Float16 x = (_Float16)-1.0, sum = 0;
    for (int i = places; i > 0; i--) {
        sum += evaluate(x);
        x += (_Float16)0.03125;
    }
    return (int)__hsx_fmul(sum, (_Float16)64.0);
}
