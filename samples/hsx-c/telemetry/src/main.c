// Publishes a temperature and reports each change through a mailbox. Without an executive there are no values, which
// the program says once; its reports and its commands work all the same.

#include <hsx_mailbox.h>
#include <hsx_value.h>
#include <stdio.h>

#include "climate.h"

static const signed char readings[] = {19, 20, 20, 24, 23, 18};

static void publish(int oid, int degrees) {
    if (oid >= 0) hsx_value_set((unsigned)oid, (_Float16)degrees);
}

int main(void) {
    int oid = hsx_value_lookup(CLIMATE, CLIMATE_TEMPERATURE);
    if (oid < 0) printf("no executive: status %d\n", -oid);
    hsx_mailbox_bind(REPORTS, 96, HSX_MBX_MODE_RDWR | HSX_MBX_MODE_FANOUT | HSX_MBX_MODE_FANOUT_DROP);
    int reader = hsx_mailbox_open(REPORTS, 0), writer = hsx_mailbox_open(REPORTS, 0);
    int before = -100;
    for (unsigned index = 0; index < sizeof readings; index++) {
        int degrees = readings[index];
        climate_note(degrees);
        if (degrees == before) continue;
        before = degrees;
        publish(oid, degrees);
        signed char report[2] = {(signed char)index, (signed char)degrees};
        hsx_mailbox_send_basic(writer, report, sizeof report);
    }
    signed char report[2];
    while (hsx_mailbox_recv_basic(reader, report, sizeof report) == sizeof report) {
        printf("report %d: %d degrees\n", report[0], report[1]);
    }
    printf("peak %d\n", on_peak());
    on_reset();
    printf("after reset %d\n", on_peak());
    return 0;
}
