// Takes measurements out of the mailbox and adds them up.

#include <hsx_mailbox.h>
#include <measurement.h>
#include <stdio.h>

static int total;

bool consumer_take(int handle) {
    measurement taken;
    hsx_mailbox_recv_info info;
    int length = hsx_mailbox_recv(handle, &taken, sizeof taken, HSX_MBX_TIMEOUT_POLL, &info);
    if (length != sizeof taken) return false;
    total += taken.value;
    printf("got %d: %d (%d bytes on channel %u)\n", taken.number, taken.value, info.length, info.channel);
    return true;
}

int consumer_total(void) { return total; }
