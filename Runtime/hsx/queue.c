// A queue of messages; each is one allocation, header and bytes together.

#include "queue.h"

#include <stdlib.h>
#include <string.h>

bool hub_queue_append(hub_queue *queue, const hub_message *header, const uint8_t *bytes) {
    hub_message *message = malloc(sizeof *message + header->length);
    if (!message) return false;
    *message = *header;
    message->next = NULL;
    message->bytes = (uint8_t *)(message + 1);
    memcpy(message->bytes, bytes, header->length);
    if (queue->tail) {
        queue->tail->next = message;
    } else {
        queue->head = message;
    }
    queue->tail = message;
    queue->cost += header->length + HUB_MESSAGE_OVERHEAD;
    return true;
}

hub_message *hub_queue_take(hub_queue *queue) {
    hub_message *message = queue->head;
    queue->head = message->next;
    if (!queue->head) queue->tail = NULL;
    queue->cost -= message->length + HUB_MESSAGE_OVERHEAD;
    return message;
}

void hub_queue_clear(hub_queue *queue) {
    while (queue->head) free(hub_queue_take(queue));
}
