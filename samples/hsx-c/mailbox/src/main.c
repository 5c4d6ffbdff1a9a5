// A producer and a consumer that share a small mailbox: the producer runs until it is full, the consumer until it is
// empty. Shows: mailboxes bound with a capacity, handles of two sides, statuses, several source files.

#include <hsx_mailbox.h>
#include <measurement.h>
#include <stdio.h>

enum { WANTED = 10, CAPACITY = 48 };

int main(void) {
    if (hsx_mailbox_bind(MEASUREMENTS, CAPACITY, HSX_MBX_MODE_RDWR) < 0) return 1;
    int sender = hsx_mailbox_open(MEASUREMENTS, 0), receiver = hsx_mailbox_open(MEASUREMENTS, 0);
    if (sender < 0 || receiver < 0) return 1;
    for (int sent = 0, taken = 0; taken < WANTED;) {
        while (sent < WANTED && producer_send(sender)) sent++;
        int bytes, depth = hsx_mailbox_peek(receiver, &bytes, NULL);
        printf("%d messages wait, %d bytes\n", depth, bytes);
        while (consumer_take(receiver)) taken++;
    }
    hsx_mailbox_close(receiver);
    printf("closed twice: %d\n", hsx_mailbox_close(sender) + hsx_mailbox_close(receiver) < 0);
    printf("sum %d\n", consumer_total());
    return 0;
}
