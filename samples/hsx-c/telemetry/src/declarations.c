// What the application declares to the executive. The image carries it; nothing of it is code or data.

#include <hsx_command.h>
#include <hsx_mailbox.h>
#include <hsx_value.h>

#include "climate.h"

HSX_VALUE(CLIMATE, CLIMATE_TEMPERATURE, "temperature", HSX_GROUP_NAME("climate"), HSX_UNIT("degC"), HSX_INIT(20.5),
    HSX_EPSILON(0.5), HSX_RANGE(-40, 85), HSX_FLAGS(READONLY), HSX_AUTH(PUBLIC));
HSX_VALUE(CLIMATE, CLIMATE_INTERVAL, "interval", HSX_GROUP_NAME("climate"), HSX_UNIT("s"), HSX_INIT(10),
    HSX_RANGE(1, 600), HSX_FLAGS(PERSIST), HSX_AUTH(USER), HSX_PERSIST_KEY(17));

HSX_COMMAND(CLIMATE, CLIMATE_RESET, "reset", on_reset, HSX_GROUP_NAME("climate"), HSX_HELP("forgets the peak"),
    HSX_AUTH(USER));
HSX_COMMAND(CLIMATE, CLIMATE_PEAK, "peak", on_peak, HSX_GROUP_NAME("climate"), HSX_HELP("answers the peak"));

// Readers each see every report; the oldest goes when the mailbox is full.
HSX_MAILBOX(REPORTS, HSX_CAPACITY(96), HSX_MODE(RDWR | FANOUT | FANOUT_DROP));
