// Commands as C functions: a number from 0 on, or the status negated.

#include <hsx/svc.h>
#include <hsx_command.h>

int hsx_command_register(unsigned group, unsigned id, unsigned flags, const void *descriptor) {
    int oid;
    int status = __hsx_svc_command_register(group, id, flags, descriptor, &oid);
    return status == HSX_CMD_STATUS_OK ? oid : -status;
}

int hsx_command_lookup(unsigned group, unsigned id) {
    int oid;
    int status = __hsx_svc_command_lookup(group, id, &oid);
    return status == HSX_CMD_STATUS_OK ? oid : -status;
}

int hsx_command_call(unsigned oid, const char *token, int *result) {
    int answer;
    int status = __hsx_svc_command_call(oid, token, &answer);
    if (status == HSX_CMD_STATUS_OK && result) *result = answer;
    return -status;
}

int hsx_command_call_async(unsigned oid, const char *token, const char *target) {
    int handle;
    int status = __hsx_svc_command_call_async(oid, token, target, &handle);
    return status == HSX_CMD_STATUS_OK ? handle : -status;
}

int hsx_command_help(unsigned oid, char *buffer, int room) {
    int length;
    int status = __hsx_svc_command_help(oid, buffer, (uint32_t)room, &length);
    return status == HSX_CMD_STATUS_OK ? length : -status;
}
