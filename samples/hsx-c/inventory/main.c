// Reads a list of parts from text, keeps it on the heap, sorts it two ways and prints tables.
// Shows: malloc, realloc and free, qsort with callbacks, strtod, printf of floats.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char source[] =
    "resistor 250 0.02\n"
    "capacitor 120 0.15\n"
    "HSX-1 board 3 42.50\n"
    "led red 75 0.08\n"
    "sensor 8 6.95\n"
    "connector 40 1.1\n";

typedef struct part {
    char *name;
    int count;
    double price;
} part;

typedef struct inventory {
    part *parts;
    size_t count, room;
} inventory;

/// A part from a line: the last two words are numbers, what stands before them is the name.
static part read_part(const char *line, size_t length) {
    char *text = strndup(line, length);
    char *price = strrchr(text, ' ');
    *price++ = 0;
    char *count = strrchr(text, ' ');
    *count++ = 0;
    part read = {.name = strdup(text), .count = atoi(count), .price = strtod(price, NULL)};
    free(text);
    return read;
}

static void add(inventory *list, part new) {
    if (list->count == list->room) {
        list->room = list->room == 0 ? 2 : list->room * 2;
        list->parts = realloc(list->parts, list->room * sizeof *list->parts);
        if (!list->parts) abort();
    }
    list->parts[list->count++] = new;
}

static double worth(const part *p) { return p->count * p->price; }

static int by_name(const void *left, const void *right) {
    return strcmp(((const part *)left)->name, ((const part *)right)->name);
}

static int by_worth(const void *left, const void *right) {
    double one = worth(left), other = worth(right);
    return (one < other) - (one > other);
}

static double show(const char *title, const inventory *list) {
    double total = 0;
    printf("%-14s %6s %8s %9s\n", title, "count", "price", "worth");
    for (const part *p = list->parts; p < list->parts + list->count; p++) {
        printf("%-14s %6d %8.2f %9.3f\n", p->name, p->count, p->price, worth(p));
        total += worth(p);
    }
    return total;
}

int main(void) {
    inventory list = {0};
    for (const char *line = source; *line;) {
        size_t length = strcspn(line, "\n");
        add(&list, read_part(line, length));
        line += length + 1;
    }
    qsort(list.parts, list.count, sizeof *list.parts, by_name);
    show("by name", &list);
    qsort(list.parts, list.count, sizeof *list.parts, by_worth);
    double total = show("by worth", &list);
    printf("total %.2f, mean %g\n", total, total / (double)list.count);
    for (size_t index = 0; index < list.count; index++) free(list.parts[index].name);
    free(list.parts);
    return (int)list.count;
}
