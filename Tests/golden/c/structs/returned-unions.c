// Unions by value as parameters and results, and structs that hold function pointers and arrays.
#include <stdio.h>

union value { int i; float f; char text[12]; long long w; };
struct method { const char *name; union value (*run)(union value, int); int uses[3]; };

static union value as_int(union value v, int by) { return (union value){.i = v.i * by}; }
static union value as_float(union value v, int by) { return (union value){.f = v.f / (float)by}; }
static union value as_text(union value v, int by) {
    for (int index = 0; index < 11 && v.text[index]; index++) v.text[index] = (char)(v.text[index] + by);
    return v;
}

static struct method use(struct method m, int which) {
    m.uses[which]++;
    return m;
}

int main(void) {
    struct method methods[] = {{"int", as_int, {0}}, {"float", as_float, {0}}, {"text", as_text, {0}}};
    for (int index = 0; index < 6; index++) methods[index % 3] = use(use(methods[index % 3], index / 2), 2);
    union value a = methods[0].run((union value){.i = 21}, 2), b = methods[1].run((union value){.f = 1}, 8);
    union value c = methods[2].run((union value){.text = "HAL"}, 1);
    printf("%d %.4f %s\n", a.i, b.f, c.text);
    for (int index = 0; index < 3; index++) printf("%s %d %d %d\n", methods[index].name, methods[index].uses[0], methods[index].uses[1], methods[index].uses[2]);
    return a.i;
}
