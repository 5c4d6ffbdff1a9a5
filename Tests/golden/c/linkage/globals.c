// Globals of every kind: tentative, initialised with addresses, large and zero, constant, with sections of bytes.
#include <stdio.h>

int tentative;
int tentative;
static int zeros[500];
int shared = 3;
static int *pointer = &shared, *element = &zeros[20];
static char *text = "text" + 1;
static int (*function)(const char *) = puts;
static const struct { int *where; short by; } links[] = {{&tentative, 1}, {zeros + 3, 2}, {&shared, -1}};
extern int later;

int main(void) {
    for (int index = 0; index < 3; index++) *links[index].where += links[index].by * 5;
    *element = later;
    function(text);
    printf("%d %d %d %d %d\n", tentative, shared, zeros[3], zeros[20], *pointer + later);
    return tentative + later;
}

int later = 40;
