// Assignments between overlapping places: *p = *p, array elements to themselves, a struct through its own member.
#include <stdio.h>

struct node { int value; struct node *next; int more[6]; };

int main(void) {
    struct node a = {1, 0, {1, 2, 3, 4, 5, 6}}, b = {2, &a, {9, 8, 7, 6, 5, 4}};
    struct node *p = &a;
    *p = *p;
    a.next = &b;
    *a.next = *a.next;
    *p->next = *p;
    p->next->more[2] = 77;
    printf("%d %d %d %d %d\n", a.value, b.value, b.more[2], a.more[2], b.next == &b);
    struct node list[2] = {a, b};
    int i = 1;
    list[i] = list[i ^ 1];
    list[0].value = 50;
    list[i] = list[i];
    printf("%d %d\n", list[0].value, list[1].value);
    return list[1].more[5];
}
