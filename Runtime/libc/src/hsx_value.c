// Values as C functions: a number from 0 on, or the status negated.

#include <hsx/svc.h>
#include <hsx_value.h>

int hsx_value_register(unsigned group, unsigned id, unsigned flags, const void *descriptors) {
    int oid;
    int status = __hsx_svc_value_register(group, id, flags, descriptors, &oid);
    return status == HSX_VAL_STATUS_OK ? oid : -status;
}

int hsx_value_lookup(unsigned group, unsigned id) {
    int oid;
    int status = __hsx_svc_value_lookup(group, id, &oid);
    return status == HSX_VAL_STATUS_OK ? oid : -status;
}

int hsx_value_get(unsigned oid, _Float16 *value) {
    int answer = __hsx_svc_value_get(oid);
    if (answer >= HSX_VAL_STATUS_ENOENT && answer <= HSX_VAL_STATUS_EBUSY) return -answer;
    *value = __builtin_bit_cast(_Float16, (uint16_t)answer);
    return 0;
}

int hsx_value_set(unsigned oid, _Float16 value) {
    return -__hsx_svc_value_set(oid, __builtin_bit_cast(uint16_t, value));
}

int hsx_value_list(unsigned group, uint16_t *oids, int max_items) {
    int count;
    int status = __hsx_svc_value_list(group, oids, (uint32_t)max_items, &count);
    return status == HSX_VAL_STATUS_OK ? count : -status;
}

int hsx_value_subscribe(unsigned oid, const char *target) {
    int handle;
    int status = __hsx_svc_value_subscribe(oid, target, &handle);
    return status == HSX_VAL_STATUS_OK ? handle : -status;
}

int hsx_value_persist(unsigned oid, unsigned mode) { return -__hsx_svc_value_persist(oid, mode); }
