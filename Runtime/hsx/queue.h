// A queue of messages, first in first out, that knows what its content costs. Used for mailboxes and for their taps.

#ifndef HUB_HSX_QUEUE_H
#define HUB_HSX_QUEUE_H

#include "hub_hsx.h"

enum {
    /// What a message costs besides its bytes.
    HUB_MESSAGE_OVERHEAD = 8,
};

typedef struct hub_message {
    struct hub_message *next;
    /// Counts the messages of a mailbox, from 1.
    uint64_t sequence;
    uint32_t length, flags, channel, source;
    /// Behind the structure itself; unused in a message that serves as a header.
    uint8_t *bytes;
} hub_message;

typedef struct hub_queue {
    hub_message *head, *tail;
    /// The sum of all lengths and overheads.
    uint32_t cost;
} hub_queue;

/// Appends a copy of the header with the header's length of bytes; false when memory is short.
HUB_API bool hub_queue_append(hub_queue *queue, const hub_message *header, const uint8_t *bytes);
/// Takes out the oldest message, which the caller frees. Requires: the queue is not empty.
HUB_API hub_message *hub_queue_take(hub_queue *queue);
/// Frees all messages.
HUB_API void hub_queue_clear(hub_queue *queue);

#endif
