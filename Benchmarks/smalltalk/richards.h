// Richards, the simulation of an operating system's tasks by Martin Richards, as benchmark.image has it: six tasks, of
// which the idle one runs 10,000 times, pass packets of four bytes around.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { idler = 1, worker, handlerA, handlerB, deviceA, deviceB, taskCount = 6 };
enum { devicePacket = 1, workPacket = 2 };

typedef struct Packet {
    struct Packet *link;
    int identity, kind, datum;
    int data[4];
} Packet;

typedef struct Task Task;
typedef struct Scheduler Scheduler;
typedef Task *Work(Scheduler *, Packet *, Task *);

struct Task {
    bool hasPacket, isHolding, isWaiting;
    Task *link;
    int identity, priority;
    Packet *input;
    Work *work;
    // What the kinds of tasks keep: a count and a control word or destination, packets that wait.
    int count, control;
    Packet *workIn, *deviceIn;
};

struct Scheduler {
    Task *list, *current;
    int identity;
    Task *table[taskCount + 1];
    int queued, held;
};

static Packet *append(Packet *packet, Packet *list) {
    packet->link = NULL;
    if (!list) return packet;
    Packet *last = list;
    while (last->link) last = last->link;
    last->link = packet;
    return list;
}

static Task *wait_(Scheduler *all) {
    all->current->isWaiting = true;
    return all->current;
}

static Task *hold(Scheduler *all) {
    all->held++;
    all->current->isHolding = true;
    return all->current->link;
}

static Task *release(Scheduler *all, int identity) {
    Task *task = all->table[identity];
    if (!task) return NULL;
    task->isHolding = false;
    return task->priority > all->current->priority ? task : all->current;
}

static Task *queue(Scheduler *all, Packet *packet) {
    Task *task = all->table[packet->identity];
    if (!task) return NULL;
    all->queued++;
    packet->link = NULL;
    packet->identity = all->identity;
    if (task->input) {
        task->input = append(packet, task->input);
        return all->current;
    }
    task->input = packet;
    task->hasPacket = true;
    return task->priority > all->current->priority ? task : all->current;
}

static Task *idle(Scheduler *all, Packet *packet, Task *own) {
    (void)packet;
    if (--own->count == 0) return hold(all);
    if ((own->control & 1) == 0) {
        own->control /= 2;
        return release(all, deviceA);
    }
    own->control = own->control / 2 ^ 53256;
    return release(all, deviceB);
}

static Task *doWork(Scheduler *all, Packet *packet, Task *own) {
    if (!packet) return wait_(all);
    own->control = own->control == handlerA ? handlerB : handlerA;
    packet->identity = own->control;
    packet->datum = 1;
    for (int i = 0; i < 4; i++) {
        if (++own->count > 26) own->count = 1;
        packet->data[i] = 'A' + own->count - 1;
    }
    return queue(all, packet);
}

static Task *handle(Scheduler *all, Packet *packet, Task *own) {
    if (packet) {
        Packet **list = packet->kind == workPacket ? &own->workIn : &own->deviceIn;
        *list = append(packet, *list);
    }
    Packet *work = own->workIn;
    if (!work) return wait_(all);
    int datum = work->datum;
    if (datum > 4) {
        own->workIn = work->link;
        return queue(all, work);
    }
    Packet *device = own->deviceIn;
    if (!device) return wait_(all);
    own->deviceIn = device->link;
    device->datum = work->data[datum - 1];
    work->datum = datum + 1;
    return queue(all, device);
}

static Task *control(Scheduler *all, Packet *packet, Task *own) {
    if (packet) {
        own->workIn = packet;
        return hold(all);
    }
    Packet *pending = own->workIn;
    if (!pending) return wait_(all);
    own->workIn = NULL;
    return queue(all, pending);
}

static Packet *packet(Packet *link, int identity, int kind) {
    Packet *new = calloc(1, sizeof *new);
    *new = (Packet){.link = link, .identity = identity, .kind = kind, .datum = 1};
    return new;
}

static Packet *three(int identity) {
    return packet(packet(packet(NULL, identity, devicePacket), identity, devicePacket), identity, devicePacket);
}

static Task *task(Scheduler *all, int identity, int priority, Packet *input, bool isWaiting, Work *work) {
    Task *new = calloc(1, sizeof *new);
    *new = (Task){.link = all->list, .identity = identity, .priority = priority, .input = input, .work = work};
    new->hasPacket = input != NULL;
    new->isWaiting = isWaiting;
    all->list = all->table[identity] = new;
    return new;
}

static Task *runTask(Scheduler *all, Task *own) {
    Packet *packet = NULL;
    if (own->hasPacket && own->isWaiting && !own->isHolding) {
        packet = own->input;
        own->input = packet->link;
        own->hasPacket = own->input != NULL;
        own->isWaiting = own->isHolding = false;
    }
    return own->work(all, packet, own);
}

/// One run; what it allocates stays. Answers how many packets were queued, times 100,000, plus how often a task held.
static int64_t richards(void) {
    Scheduler own = {0}, *all = &own;
    Task *first = task(all, idler, 0, NULL, false, idle);
    first->control = 1;
    first->count = 10000;
    Packet *work = packet(packet(NULL, worker, workPacket), worker, workPacket);
    task(all, worker, 1000, work, true, doWork)->control = handlerA;
    task(all, handlerA, 2000, three(deviceA), true, handle);
    task(all, handlerB, 3000, three(deviceB), true, handle);
    task(all, deviceA, 4000, NULL, true, control);
    task(all, deviceB, 5000, NULL, true, control);
    for (all->current = all->list; all->current;) {
        Task *now = all->current;
        if (now->isHolding || (!now->hasPacket && now->isWaiting)) {
            all->current = now->link;
        } else {
            all->identity = now->identity;
            all->current = runTask(all, now);
        }
    }
    return (int64_t)all->queued * 100000 + all->held;
}
