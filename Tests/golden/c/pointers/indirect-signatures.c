// Indirect calls of functions with several signatures: wide, floating, struct and no results.
#include <stdio.h>

struct pair { short a, b; };

static int counter;
static void bump(void) { counter++; }
static long long wide(int a, long long b) { return a * b; }
static double real(double a, float b) { return a / b; }
static struct pair pair(char c) { return (struct pair){c, (short)(c * 2)}; }
static signed char narrow(signed char a, unsigned char b) { return (signed char)(a + b); }
static const char *text(_Bool b) { return b ? "yes" : "no"; }

static void (*volatile call_bump)(void) = bump;
static long long (*volatile call_wide)(int, long long) = wide;
static double (*volatile call_real)(double, float) = real;
static struct pair (*volatile call_pair)(char) = pair;
static signed char (*volatile call_narrow)(signed char, unsigned char) = narrow;
static const char *(*volatile call_text)(_Bool) = text;

int main(void) {
    call_bump();
    call_bump();
    printf("%d %lld %.3f %d %d %s\n", counter, call_wide(-3, 1LL << 35), call_real(1, 8), call_pair('!').b,
        call_narrow(100, 200), call_text(call_narrow(1, 255)));
    return counter;
}
