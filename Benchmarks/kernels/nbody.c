// The sun and the four large planets, moved by their gravity; run(n): n steps of 0.01 days.

#include <stdint.h>

// Of the C library; there is none for a bare wasm32.
double sqrt(double x);

enum { BODIES = 5 };

struct body {
    double x, y, z, vx, vy, vz, mass;
};

static struct body bodies[BODIES];

static void place(int i, double x, double y, double z, double mass) {
    struct body *b = &bodies[i];
    b->x = x;
    b->y = y;
    b->z = z;
    b->mass = mass;
}

static void push(int i, double vx, double vy, double vz) {
    struct body *b = &bodies[i];
    b->vx = vx * 365.24;
    b->vy = vy * 365.24;
    b->vz = vz * 365.24;
}

static void start(void) {
    double sun = 39.47841760435743;
    place(0, 0.0, 0.0, 0.0, sun);
    place(1, 4.84, -1.16, -0.10, sun * 0.00095);
    place(2, 8.34, 4.12, -0.40, sun * 0.00029);
    place(3, 12.89, -15.11, -0.22, sun * 0.000044);
    place(4, 15.38, -25.92, 0.18, sun * 0.000052);
    push(0, 0.0, 0.0, 0.0);
    push(1, 0.00166, 0.00770, -0.000069);
    push(2, -0.00277, 0.00499, 0.000023);
    push(3, 0.00296, 0.00238, -0.000030);
    push(4, 0.00268, 0.00163, -0.000095);
}

static void advance(double step) {
    for (int i = 0; i < BODIES; i++) {
        struct body *a = &bodies[i];
        for (int j = i + 1; j < BODIES; j++) {
            struct body *b = &bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double square = dx * dx + dy * dy + dz * dz;
            double pull = step / (square * sqrt(square));
            a->vx -= dx * b->mass * pull;
            a->vy -= dy * b->mass * pull;
            a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull;
            b->vy += dy * a->mass * pull;
            b->vz += dz * a->mass * pull;
        }
    }
    for (int i = 0; i < BODIES; i++) {
        struct body *b = &bodies[i];
        b->x += step * b->vx;
        b->y += step * b->vy;
        b->z += step * b->vz;
    }
}

uint64_t run(uint32_t n) {
    start();
    for (uint32_t i = 0; i < n; i++) advance(0.01);
    double sum = 0.0;
    for (int i = 0; i < BODIES; i++) sum += bodies[i].x + bodies[i].y * 3.0 + bodies[i].z * 7.0;
    return (uint64_t)(int64_t)(sum * 1073741824.0);
}
