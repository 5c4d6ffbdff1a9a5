// What the producer sends and the consumer expects.
#ifndef MEASUREMENT_H
#define MEASUREMENT_H

#include <stdbool.h>
#include <stdint.h>

#define MEASUREMENTS "app:measurements"

typedef struct measurement {
    uint16_t number;
    int16_t value;
} measurement;

/// Sends the next measurement: false when the mailbox is full.
bool producer_send(int handle);
/// Takes a measurement out and shows it: false when there is none.
bool consumer_take(int handle);
/// The sum of what has been taken.
int consumer_total(void);

#endif
