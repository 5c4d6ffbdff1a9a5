// Mailboxes of a task that runs alone (module 5): named queues of messages, reached through handles. A plain mailbox
// is a queue whose message goes to the first who asks; a fan-out mailbox keeps a message until every reading handle
// has passed it. Nothing blocks: a full box and an empty one are statuses, every other failure is 0xFF.

#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "queue.h"

enum {
    HUB_STATUS_OK = 0,
    HUB_STATUS_WOULD_BLOCK = 1,
    HUB_STATUS_NO_DATA = 3,
    HUB_STATUS_FAILED = 0xFF,

    HUB_MODE_FANOUT = 0x08,
    HUB_MODE_FANOUT_BLOCK = 0x20,
    HUB_FLAG_OVERRUN = 0x08,

    HUB_MAX_BOXES = 256,
    HUB_MAX_HANDLES = 64,
    HUB_MAX_TARGET = 32,
    HUB_DEFAULT_CAPACITY = 64,
    HUB_MAX_CAPACITY = 0x10000,

    HUB_OWN_PID = 0,
};

enum hub_name_space { HUB_SPACE_PID, HUB_SPACE_SVC, HUB_SPACE_APP, HUB_SPACE_SHARED };

/// Which mailbox a target string names.
typedef struct hub_target_key {
    enum hub_name_space space;
    /// The owning task, or -1 for a box that all tasks share.
    int64_t owner;
    char name[HUB_MAX_TARGET + 1];
} hub_target_key;

typedef struct hub_box {
    hub_target_key key;
    uint32_t capacity;
    uint32_t mode;
    /// The number that the next message gets; the first is 1.
    uint64_t next_sequence;
    hub_queue queue;
} hub_box;

typedef struct hub_handle {
    /// 0 marks a free entry; numbers are never used twice.
    uint32_t number;
    hub_box *box;
    /// The sequence number of the last message seen in a fan-out box.
    uint64_t cursor;
    /// A message was lost before this handle read it.
    bool overrun;
    /// Has sent, and so does not hold back the removal of fan-out messages.
    bool sender;
    bool tapped;
    hub_queue tap;
} hub_handle;

struct hub_mailboxes {
    hub_box *boxes[HUB_MAX_BOXES];
    uint32_t box_count;
    hub_handle handles[HUB_MAX_HANDLES];
    uint32_t last_number;
};

hub_mailboxes *hub_mailboxes_create(void) { return calloc(1, sizeof(hub_mailboxes)); }

void hub_mailboxes_destroy(hub_mailboxes *boxes) {
    if (!boxes) return;
    for (int index = 0; index < HUB_MAX_HANDLES; index++) hub_queue_clear(&boxes->handles[index].tap);
    for (uint32_t index = 0; index < boxes->box_count; index++) {
        hub_queue_clear(&boxes->boxes[index]->queue);
        free(boxes->boxes[index]);
    }
    free(boxes);
}

// ---- Names --------------------------------------------------------------------------------------------------------

/// Reads decimal digits up to the end of the string; -1 when there are none, others or too many.
static int64_t hub_parse_pid(const char *text) {
    int64_t value = 0;
    size_t length = strlen(text);
    if (length == 0 || length > 9) return -1;
    for (size_t index = 0; index < length; index++) {
        if (text[index] < '0' || text[index] > '9') return -1;
        value = value * 10 + (text[index] - '0');
    }
    return value;
}

/// Reads `[ns:]name[@pid]`; false when it is empty, too long or malformed.
static bool hub_parse_target(const uint8_t *memory, uint32_t pointer, hub_target_key *key) {
    static const char *const spaces[] = {"pid", "svc", "app", "shared"};
    char text[HUB_MAX_TARGET + 1];
    memset(key, 0, sizeof *key);
    if (!hub_copy_string(memory, pointer, text, sizeof text)) return false;

    char *name = text;
    char *colon = strchr(text, ':');
    key->space = HUB_SPACE_SVC;
    if (colon) {
        int space = 0;
        *colon = 0;
        while (space < 4 && strcmp(text, spaces[space]) != 0) space++;
        if (space == 4) return false;
        key->space = (enum hub_name_space)space;
        name = colon + 1;
    }

    int64_t given = -1;
    char *at = strrchr(name, '@');
    if (at) {
        *at = 0;
        given = hub_parse_pid(at + 1);
        if (given < 0) return false;
    }
    if (*name == 0) return false;
    switch (key->space) {
        case HUB_SPACE_PID:
            key->owner = hub_parse_pid(name);
            if (key->owner < 0) return false;
            *name = 0;  // the number says all, however it was written
            break;
        case HUB_SPACE_SVC: key->owner = given < 0 ? HUB_OWN_PID : given; break;
        case HUB_SPACE_APP: key->owner = given; break;
        case HUB_SPACE_SHARED: key->owner = -1; break;
    }
    memcpy(key->name, name, strlen(name));
    return true;
}

/// Finds the box of a target or makes it; 0 when neither is possible, else its descriptor number.
static uint32_t hub_find_or_make_box(hub_mailboxes *boxes, const hub_target_key *key) {
    for (uint32_t index = 0; index < boxes->box_count; index++) {
        const hub_target_key *other = &boxes->boxes[index]->key;
        if (other->space == key->space && other->owner == key->owner && strcmp(other->name, key->name) == 0) {
            return index + 1;
        }
    }
    if (boxes->box_count == HUB_MAX_BOXES) return 0;
    hub_box *made = calloc(1, sizeof *made);
    if (!made) return 0;
    made->key = *key;
    made->capacity = HUB_DEFAULT_CAPACITY;
    made->next_sequence = 1;
    boxes->boxes[boxes->box_count++] = made;
    return boxes->box_count;
}

static hub_handle *hub_find_handle(hub_mailboxes *boxes, uint32_t number) {
    if (number == 0) return NULL;
    for (int index = 0; index < HUB_MAX_HANDLES; index++) {
        if (boxes->handles[index].number == number) return &boxes->handles[index];
    }
    return NULL;
}

// ---- Fan-out ------------------------------------------------------------------------------------------------------

/// Removes the messages that every reading handle has passed. With no reader they stay until room is needed.
static void hub_reclaim(hub_mailboxes *boxes, hub_box *owner) {
    uint64_t least = UINT64_MAX;
    for (int index = 0; index < HUB_MAX_HANDLES; index++) {
        const hub_handle *other = &boxes->handles[index];
        if (other->number != 0 && other->box == owner && !other->sender && other->cursor < least) least = other->cursor;
    }
    if (least == UINT64_MAX) return;
    while (owner->queue.head && owner->queue.head->sequence <= least) free(hub_queue_take(&owner->queue));
}

/// Drops the oldest message and tells the handles that have not read it.
static void hub_drop_oldest(hub_mailboxes *boxes, hub_box *owner) {
    hub_message *lost = hub_queue_take(&owner->queue);
    for (int index = 0; index < HUB_MAX_HANDLES; index++) {
        hub_handle *other = &boxes->handles[index];
        if (other->number != 0 && other->box == owner && other->cursor < lost->sequence) other->overrun = true;
    }
    free(lost);
}

// ---- Functions ----------------------------------------------------------------------------------------------------

static uint32_t hub_open_box(hub_mailboxes *boxes, uint32_t regs[16], const uint8_t *memory) {
    hub_target_key key;
    uint32_t target = regs[1];
    hub_handle *entry = boxes->handles;
    regs[1] = 0;
    if (!hub_parse_target(memory, target, &key)) return HUB_STATUS_FAILED;
    while (entry < boxes->handles + HUB_MAX_HANDLES && entry->number != 0) entry++;
    if (entry == boxes->handles + HUB_MAX_HANDLES || boxes->last_number == UINT32_MAX) return HUB_STATUS_FAILED;
    uint32_t descriptor = hub_find_or_make_box(boxes, &key);
    if (descriptor == 0) return HUB_STATUS_FAILED;
    memset(entry, 0, sizeof *entry);
    entry->number = ++boxes->last_number;
    entry->box = boxes->boxes[descriptor - 1];
    entry->cursor = entry->box->next_sequence - 1;
    regs[1] = entry->number;
    return HUB_STATUS_OK;
}

static uint32_t hub_bind_box(hub_mailboxes *boxes, uint32_t regs[16], const uint8_t *memory) {
    hub_target_key key;
    uint32_t target = regs[1], capacity = regs[2], mode = regs[3];
    regs[1] = 0;
    if (!hub_parse_target(memory, target, &key)) return HUB_STATUS_FAILED;
    uint32_t descriptor = hub_find_or_make_box(boxes, &key);
    if (descriptor == 0) return HUB_STATUS_FAILED;
    hub_box *bound = boxes->boxes[descriptor - 1];
    bound->capacity = capacity == 0 ? HUB_DEFAULT_CAPACITY : capacity < HUB_MAX_CAPACITY ? capacity : HUB_MAX_CAPACITY;
    bound->mode = mode;
    for (int index = 0; index < HUB_MAX_HANDLES; index++) {
        hub_handle *entry = &boxes->handles[index];
        if (entry->number != 0 && entry->box == bound) entry->cursor = bound->next_sequence - 1;
    }
    regs[1] = descriptor;
    return HUB_STATUS_OK;
}

static uint32_t hub_send_message(hub_mailboxes *boxes, uint32_t regs[16], const uint8_t *memory) {
    hub_handle *sender = hub_find_handle(boxes, regs[1]);
    uint32_t pointer = regs[2], length = regs[3];
    regs[1] = 0;
    if (!sender || hub_range_in_memory(pointer, length) != length) return HUB_STATUS_FAILED;
    if (length == 0) return HUB_STATUS_OK;
    hub_box *target = sender->box;
    uint32_t cost = length + HUB_MESSAGE_OVERHEAD;
    if (cost > target->capacity) return HUB_STATUS_FAILED;

    bool fanout = target->mode & HUB_MODE_FANOUT;
    if (fanout) {
        sender->sender = true;
        hub_reclaim(boxes, target);
    }
    if (target->queue.cost + cost > target->capacity) {
        if (!fanout || target->mode & HUB_MODE_FANOUT_BLOCK) return HUB_STATUS_WOULD_BLOCK;
        while (target->queue.cost + cost > target->capacity) hub_drop_oldest(boxes, target);
    }

    hub_message message = {.length = length, .flags = regs[4], .channel = regs[5], .source = HUB_OWN_PID};
    message.sequence = target->next_sequence;
    if (!hub_queue_append(&target->queue, &message, memory + pointer)) return HUB_STATUS_FAILED;
    target->next_sequence++;
    for (int index = 0; index < HUB_MAX_HANDLES; index++) {
        hub_handle *tap = &boxes->handles[index];
        if (tap->number == 0 || tap->box != target || !tap->tapped) continue;
        while (tap->tap.cost + cost > target->capacity) {
            free(hub_queue_take(&tap->tap));
            tap->overrun = true;
        }
        // A tap never disturbs the sender: without memory it merely misses the message.
        if (!hub_queue_append(&tap->tap, &message, memory + pointer)) tap->overrun = true;
    }
    regs[1] = length;
    return HUB_STATUS_OK;
}

/// The queue that a handle reads from and the message that comes next in it, or NULL.
static const hub_message *hub_next_message(const hub_handle *reader, const hub_queue **queue) {
    *queue = reader->tapped ? &reader->tap : &reader->box->queue;
    const hub_message *message = (*queue)->head;
    if (!reader->tapped && reader->box->mode & HUB_MODE_FANOUT) {
        while (message && message->sequence <= reader->cursor) message = message->next;
    }
    return message;
}

static uint32_t hub_receive_message(hub_mailboxes *boxes, uint32_t regs[16], uint8_t *memory) {
    hub_handle *reader = hub_find_handle(boxes, regs[1]);
    uint32_t pointer = regs[2], room = regs[3];
    for (int index = 1; index <= 4; index++) regs[index] = 0;
    if (!reader) return HUB_STATUS_FAILED;
    const hub_queue *queue;
    const hub_message *message = hub_next_message(reader, &queue);
    if (!message) return HUB_STATUS_NO_DATA;
    uint32_t length = message->length;
    if (length > room || hub_range_in_memory(pointer, length) != length) return HUB_STATUS_FAILED;

    memcpy(memory + pointer, message->bytes, length);
    regs[1] = length;
    regs[2] = message->flags | (reader->overrun ? (uint32_t)HUB_FLAG_OVERRUN : 0);
    regs[3] = message->channel;
    regs[4] = message->source;
    reader->overrun = false;
    if (reader->tapped) {
        free(hub_queue_take(&reader->tap));
    } else if (reader->box->mode & HUB_MODE_FANOUT) {
        reader->cursor = message->sequence;
        hub_reclaim(boxes, reader->box);
    } else {
        free(hub_queue_take(&reader->box->queue));
    }
    return HUB_STATUS_OK;
}

static uint32_t hub_peek_box(hub_mailboxes *boxes, uint32_t regs[16]) {
    hub_handle *reader = hub_find_handle(boxes, regs[1]);
    for (int index = 1; index <= 3; index++) regs[index] = 0;
    if (!reader) return HUB_STATUS_FAILED;
    const hub_queue *queue;
    const hub_message *message = hub_next_message(reader, &queue);
    regs[3] = message ? message->length : 0;
    for (; message; message = message->next) {
        regs[1]++;
        regs[2] += message->length + HUB_MESSAGE_OVERHEAD;
    }
    return HUB_STATUS_OK;
}

static uint32_t hub_tap_box(hub_mailboxes *boxes, uint32_t number, bool on) {
    hub_handle *entry = hub_find_handle(boxes, number);
    if (!entry) return HUB_STATUS_FAILED;
    entry->tapped = on;
    if (!on) hub_queue_clear(&entry->tap);
    return HUB_STATUS_OK;
}

static uint32_t hub_close_handle(hub_mailboxes *boxes, uint32_t number) {
    hub_handle *entry = hub_find_handle(boxes, number);
    if (!entry) return HUB_STATUS_FAILED;
    hub_box *left = entry->box;
    hub_queue_clear(&entry->tap);
    entry->number = 0;
    if (left->mode & HUB_MODE_FANOUT) hub_reclaim(boxes, left);
    return HUB_STATUS_OK;
}

bool hub_mailboxes_service(hub_mailboxes *boxes, unsigned function, uint32_t regs[16], uint8_t *memory) {
    switch (function) {
        case 0: regs[0] = hub_open_box(boxes, regs, memory); return true;
        case 1: regs[0] = hub_bind_box(boxes, regs, memory); return true;
        case 2: regs[0] = hub_send_message(boxes, regs, memory); return true;
        case 3: regs[0] = hub_receive_message(boxes, regs, memory); return true;
        case 4: regs[0] = hub_peek_box(boxes, regs); return true;
        case 5: regs[0] = hub_tap_box(boxes, regs[1], regs[2] != 0); return true;
        case 6: regs[0] = hub_close_handle(boxes, regs[1]); return true;
        default: return false;
    }
}
