// The names of the application's values, commands and mailbox.
#ifndef CLIMATE_H
#define CLIMATE_H

#define CLIMATE 1
#define CLIMATE_TEMPERATURE 1
#define CLIMATE_INTERVAL 2
#define CLIMATE_RESET 16
#define CLIMATE_PEAK 17

#define REPORTS "app:telemetry"

/// Takes a temperature into account.
void climate_note(int degrees);

int on_reset(void);
int on_peak(void);

#endif
