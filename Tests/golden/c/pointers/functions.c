// Function pointers: tables, parameters, results, comparison, in structs, and a pointer to a pointer to one.
#include <stdio.h>

typedef int operation(int, int);

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int multiply(int a, int b) { return a * b; }

static operation *const table[] = {add, subtract, multiply, add};
struct entry { const char *name; operation *run; };
static struct entry entries[] = {{"+", add}, {"-", subtract}, {"*", &multiply}};

static operation *pick(char sign) {
    for (int index = 0; index < 3; index++) {
        if (*entries[index].name == sign) return entries[index].run;
    }
    return NULL;
}

static int fold(operation *run, const int *values, int count, int start) {
    for (int index = 0; index < count; index++) start = (*run)(start, values[index]);
    return start;
}

int main(void) {
    const int values[] = {3, 4, 5};
    int (*(*choose)(char))(int, int) = pick;
    for (int index = 0; index < 4; index++) printf("%d ", fold(table[index], values, 3, 7));
    printf("%d %d %d\n", choose('*')(6, 7), pick('/') == NULL, table[0] == table[3]);
    operation *swap = entries[0].run, **place = &entries[0].run;
    *place = entries[1].run;
    entries[1].run = swap;
    printf("%d %d\n", entries[0].run(10, 3), (*entries[1].run)(10, 3));
    return fold(choose('+'), values, 3, 0);
}
