// A little interpreter whose instructions are labels in a table.
#include <stdio.h>

enum { PUSH, ADD, MULTIPLY, DUPLICATE, LOOP, PRINT, HALT };

static int run(const signed char *code) {
    static void *const labels[] = {&&push, &&add, &&multiply, &&duplicate, &&loop, &&print, &&halt};
    int stack[16], top = 0, count = 3;
    const signed char *start = code;
#define NEXT goto *labels[*code++]
    NEXT;
push: stack[top++] = *code++; NEXT;
add: top--; stack[top - 1] += stack[top]; NEXT;
multiply: top--; stack[top - 1] *= stack[top]; NEXT;
duplicate: stack[top] = stack[top - 1]; top++; NEXT;
loop: if (--count > 0) code = start + *code; else code++; NEXT;
print: printf("%d ", stack[top - 1]); NEXT;
halt: return stack[top - 1];
}

int main(void) {
    static const signed char code[] = {PUSH, 2, PUSH, -3, ADD, DUPLICATE, MULTIPLY, PUSH, 5, ADD, PRINT, DUPLICATE, ADD, LOOP, 2, HALT};
    int result = run(code);
    printf("%d\n", result);
    return result & 0xFF;
}
