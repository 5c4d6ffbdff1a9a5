// The state of the application and the handlers of its commands.

#include "climate.h"

static int peak;

void climate_note(int degrees) {
    if (degrees > peak) peak = degrees;
}

int on_reset(void) {
    peak = 0;
    return 0;
}

int on_peak(void) { return peak; }
