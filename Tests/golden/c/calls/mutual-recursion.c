// Mutual recursion through declarations: a recursive-descent calculator.
#include <stdio.h>

static const char *at;
static int expression(void);

static int primary(void) {
    if (*at == '(') {
        at++;
        int value = expression();
        at++;
        return value;
    }
    if (*at == '-') return at++, -primary();
    int value = 0;
    while (*at >= '0' && *at <= '9') value = value * 10 + *at++ - '0';
    return value;
}

static int term(void) {
    int value = primary();
    while (*at == '*' || *at == '/' || *at == '%') {
        char sign = *at++;
        int right = primary();
        value = sign == '*' ? value * right : sign == '/' ? value / right : value % right;
    }
    return value;
}

static int expression(void) {
    int value = term();
    while (*at == '+' || *at == '-') value = *at++ == '+' ? value + term() : value - term();
    return value;
}

static int calculate(const char *text) {
    at = text;
    return expression();
}

int main(void) {
    printf("%d %d %d %d\n", calculate("1+2*3-4/2"), calculate("-(2+3)*(7-10)"), calculate("((((100))))%7"), calculate("2*-3--4"));
    return calculate("(1+2)*(3+4)*(5+6)");
}
