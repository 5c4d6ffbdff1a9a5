// Tasks as state machines in a table of function pointers, run round robin with a queue of messages.
#include <stdio.h>

struct message { unsigned char to, what; short value; };
static struct message queue[8];
static unsigned head, tail;

static int post(int to, int what, int value) {
    if (tail - head == 8) return 0;
    queue[tail++ & 7] = (struct message){(unsigned char)to, (unsigned char)what, (short)value};
    return 1;
}

struct task { int state, total; void (*run)(struct task *, const struct message *); };

static void producer(struct task *t, const struct message *m) {
    t->total += m->value;
    if (t->state++ < 6) {
        post(1, t->state & 1, t->total * 2);
        post(0, 0, 1);
    }
}

static void filter(struct task *t, const struct message *m) {
    t->state = (t->state + m->value) & 7;
    if (m->what) post(2, 9, m->value - t->state);
    t->total++;
}

static void consumer(struct task *t, const struct message *m) {
    t->total += m->value * m->what;
    t->state = m->value;
}

static struct task tasks[] = {{0, 0, producer}, {3, 0, filter}, {0, 0, consumer}};

int main(void) {
    int steps = 0;
    post(0, 0, 5);
    while (head != tail) {
        struct message m = queue[head++ & 7];
        tasks[m.to].run(&tasks[m.to], &m);
        steps++;
    }
    for (int index = 0; index < 3; index++) printf("%d/%d ", tasks[index].state, tasks[index].total);
    printf("%d\n", steps);
    return steps;
}
