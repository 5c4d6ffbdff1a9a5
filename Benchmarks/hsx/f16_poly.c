// A polynomial of degree 5 in half precision at 64 places, by Horner's rule, and the sum of its values.

volatile int places = 64;

static _Float16 evaluate(_Float16 x) {
    _Float16 y = (_Float16)0.125;
    y = y * x + (_Float16)-0.5;
    y = y * x + (_Float16)0.75;
    y = y * x + (_Float16)1.5;
    y = y * x + (_Float16)-2.0;
    return y * x + (_Float16)1.0;
}

int main(void) {
    _Float16 x = (_Float16)-1.0, sum = 0;
    for (int i = places; i > 0; i--) {
        sum += evaluate(x);
        x += (_Float16)0.03125;
    }
    return (int)(sum * (_Float16)64.0);
}
