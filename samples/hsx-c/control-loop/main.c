// A PI controller in half precision warms a model of a room from 15 to 21 degrees.
// Shows: _Float16, which the machine computes with its own float unit; conversion to fixed-point text.

#include <stdio.h>

typedef _Float16 half;

typedef struct controller {
    half proportional, integral, sum, low, high;
} controller;

static half clamp(half value, half low, half high) { return value < low ? low : value > high ? high : value; }

static half control(controller *c, half error) {
    // The sum stops where the output does, so that it does not wind up.
    c->sum = clamp(c->sum + error * c->integral, c->low, c->high);
    return clamp(error * c->proportional + c->sum, c->low, c->high);
}

/// The room loses heat to the outside and gains what the heater gives.
static half room(half inside, half heat) {
    const half outside = 5, loss = 0.0625f, gain = 0.25f;
    half flow = (outside - inside) * loss;
    return inside + flow + heat * gain;
}

/// Shows a number with two digits behind the point.
static void show(const char *name, half value) {
    int hundredths = (int)(value * (half)64) * 100 / 64;
    printf("%s %3d.%02d", name, hundredths / 100, hundredths % 100);
}

int main(void) {
    controller c = {.proportional = 2, .integral = 0.125f, .low = 0, .high = 8};
    half temperature = 15, target = 21;
    for (int minute = 0; minute <= 40; minute++) {
        half heat = control(&c, target - temperature);
        if (minute % 5 == 0) {
            printf("%2d min", minute);
            show("  room", temperature);
            show("  heater", heat);
            printf("\n");
        }
        temperature = room(temperature, heat);
    }
    half error = target - temperature;
    return error < (half)0.5f && error > (half)-0.5f ? 0 : 1;
}
