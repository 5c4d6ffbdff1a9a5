// Values: numbers of F16 that the executive publishes for the program. Names and numbers are those of the reference.
#ifndef HSX_VALUE_H
#define HSX_VALUE_H

#include <hsx/metadata.h>
#include <stdint.h>

#define HSX_VAL_MODULE_ID 0x07

#define HSX_VAL_FN_REGISTER 0x00
#define HSX_VAL_FN_LOOKUP 0x01
#define HSX_VAL_FN_GET 0x02
#define HSX_VAL_FN_SET 0x03
#define HSX_VAL_FN_LIST 0x04
#define HSX_VAL_FN_SUB 0x05
#define HSX_VAL_FN_PERSIST 0x06

#define HSX_VAL_STATUS_OK 0x0000
#define HSX_VAL_STATUS_ENOENT 0x0001
#define HSX_VAL_STATUS_EPERM 0x0002
#define HSX_VAL_STATUS_ENOSPC 0x0003
#define HSX_VAL_STATUS_EINVAL 0x0004
#define HSX_VAL_STATUS_EEXIST 0x0005
#define HSX_VAL_STATUS_EBUSY 0x0006

#define HSX_VAL_FLAG_RO 0x01
#define HSX_VAL_FLAG_PERSIST 0x02
#define HSX_VAL_FLAG_STICKY 0x04
#define HSX_VAL_FLAG_PIN 0x08
#define HSX_VAL_FLAG_BOOL 0x10

#define HSX_VAL_AUTH_PUBLIC 0x00
#define HSX_VAL_AUTH_USER 0x01
#define HSX_VAL_AUTH_ADMIN 0x02
#define HSX_VAL_AUTH_FACTORY 0x03

#define HSX_VAL_PERSIST_VOLATILE 0x00
#define HSX_VAL_PERSIST_LOAD 0x01
#define HSX_VAL_PERSIST_SAVE 0x02

#define HSX_VAL_DESC_GROUP 0x01
#define HSX_VAL_DESC_NAME 0x02
#define HSX_VAL_DESC_UNIT 0x03
#define HSX_VAL_DESC_RANGE 0x04
#define HSX_VAL_DESC_PERSIST 0x05

#define HSX_VAL_GROUP_ALL 0xFF
#define HSX_VAL_MAX_VALUES 256
#define HSX_VAL_STRING_TABLE_SIZE 4096
#define HSX_VAL_DESC_INVALID 0xFFFF

// The descriptors of a value, a list in memory: `next` and the names are addresses, halves are bits of F16.

typedef struct __attribute__((__packed__)) hsx_val_descriptor {
    uint8_t desc_type;
    uint8_t reserved;
    uint16_t next;
} hsx_val_descriptor_t;

typedef struct __attribute__((__packed__)) hsx_group_desc {
    uint8_t desc_type;
    uint8_t group_id;
    uint16_t next;
    uint16_t name_offset;
} hsx_group_desc_t;

typedef struct __attribute__((__packed__)) hsx_name_desc {
    uint8_t desc_type;
    uint8_t reserved;
    uint16_t next;
    uint16_t name_offset;
} hsx_name_desc_t;

typedef struct __attribute__((__packed__)) hsx_unit_desc {
    uint8_t desc_type;
    uint8_t reserved;
    uint16_t next;
    uint32_t unit_code;
    uint16_t epsilon_f16;
    uint16_t rate_ms;
} hsx_unit_desc_t;

typedef struct __attribute__((__packed__)) hsx_range_desc {
    uint8_t desc_type;
    uint8_t reserved;
    uint16_t next;
    uint16_t min_f16;
    uint16_t max_f16;
} hsx_range_desc_t;

typedef struct __attribute__((__packed__)) hsx_persist_desc {
    uint8_t desc_type;
    uint8_t reserved;
    uint16_t next;
    uint16_t persist_key;
    uint16_t debounce_ms;
} hsx_persist_desc_t;

#ifdef __cplusplus
extern "C" {
#endif

// Each answers a number from 0 on, or the status negated.

/// Registers a value of this program; `descriptors` is the first of the list or null. Answers the oid.
int hsx_value_register(unsigned group, unsigned id, unsigned flags, const void *descriptors);
/// Answers the oid.
int hsx_value_lookup(unsigned group, unsigned id);
/// Reads a value. The service answers numbers below 3.6e-7 like its errors, so these count as errors.
int hsx_value_get(unsigned oid, _Float16 *value);
int hsx_value_set(unsigned oid, _Float16 value);
/// Fills `oids` with those of a group, or of HSX_VAL_GROUP_ALL; answers their number.
int hsx_value_list(unsigned group, uint16_t *oids, int max_items);
/// Has every change reported to a mailbox; answers the subscription's handle.
int hsx_value_subscribe(unsigned oid, const char *target);
/// `mode` is one of HSX_VAL_PERSIST.
int hsx_value_persist(unsigned oid, unsigned mode);

#ifdef __cplusplus
}
#endif

/// Declares a value that the executive publishes when the program is loaded:
///     HSX_VALUE(1, 2, "interval", HSX_UNIT("s"), HSX_INIT(10), HSX_RANGE(1, 600), HSX_FLAGS(PERSIST));
#define HSX_VALUE(group, id, name, ...)                                                                    \
    __HSX_CHECK_BYTE(group, "the group of a value");                                                       \
    __HSX_CHECK_BYTE(id, "the number of a value");                                                         \
    __HSX_DECLARE(                                                                                         \
        ".hsx.value", "{\"group\":\"" __HSX_TEXT(group) "\"" __HSX_INTEGER("id", id)                       \
            __HSX_STRING("name", name) __HSX_OPTIONS(__VA_ARGS__) "}")

#define HSX_UNIT(text) __HSX_STRING("unit", text)
#define HSX_INIT(number) __HSX_NUMBER("init", number)
#define HSX_EPSILON(number) __HSX_NUMBER("epsilon", number)
#define HSX_RANGE(least, most) __HSX_NUMBER("min", least) __HSX_NUMBER("max", most)
#define HSX_PERSIST_KEY(key) __HSX_INTEGER("persist_key", key)
#define HSX_RATE_MS(milliseconds) __HSX_INTEGER("rate_ms", milliseconds)

#endif
