// Runs an HSX image and prints what it retired: R0, instructions, code bytes, far jumps, branches and jumps.
// A far jump is a RET whose CALL was CALL .+4 right before the store of its target, or in a helper below the wall.
//
// Usage: count IMAGE.hxe        one line, separated by tabs
//        count --profile IMAGE.hxe   how often each instruction ran, for reading beside `hubc disasm`

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub_hsx.h"

enum { HEADER = 32, HEADER_V2 = 96, STEP_LIMIT = 100000000 };

struct tally {
    uint64_t far_jumps, branches;
    uint32_t counts[HUB_HSX_MAX_CODE / 4];
};

static uint32_t big(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void watch(void *user, hub_hsx_vm *vm, uint32_t pc, uint32_t word) {
    struct tally *tally = user;
    (void)vm;
    uint32_t opcode = word >> 24;
    tally->counts[pc / 4]++;
    // CALL .+4 is how every far jump begins, and nothing else.
    if (word == 0x24000001) tally->far_jumps++;
    if (opcode >= 0x21 && opcode <= 0x23) tally->branches++;
}

static uint8_t *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    uint8_t *bytes = malloc(1 << 18);
    *length = bytes ? fread(bytes, 1, 1 << 18, file) : 0;
    fclose(file);
    return bytes;
}

int main(int count, char **arguments) {
    bool profiles = count == 3 && strcmp(arguments[1], "--profile") == 0;
    if (count != 2 && !profiles) return fprintf(stderr, "usage: count [--profile] IMAGE.hxe\n"), 2;
    size_t length = 0;
    uint8_t *image = read_file(arguments[count - 1], &length);
    if (!image || length < HEADER) return fprintf(stderr, "count: cannot read %s\n", arguments[count - 1]), 2;
    uint32_t version = (uint32_t)image[4] << 8 | image[5];
    uint32_t entry = big(image + 8), code = big(image + 12), data = big(image + 16);
    size_t start = version == 1 ? HEADER : HEADER_V2;
    if (length < start + code + data) return fprintf(stderr, "count: the image is cut off\n"), 2;

    struct tally *tally = calloc(1, sizeof *tally);
    hub_hsx_vm *vm = hub_hsx_vm_create(NULL);
    if (!vm || !tally) return fprintf(stderr, "count: no memory\n"), 2;
    hub_hsx_load(vm, image + start, code, image + start + code, data, entry);
    hub_hsx_set_trace(vm, watch, tally);
    hub_hsx_status status = hub_hsx_run(vm, STEP_LIMIT);
    if (profiles) {
        for (uint32_t pc = 0; pc < code; pc += 4) printf("%04x %u\n", pc, tally->counts[pc / 4]);
    } else {
        printf("%s\t%u\t%llu\t%u\t%llu\t%llu\n", hub_hsx_status_name(status), hub_hsx_registers(vm)[0],
            (unsigned long long)hub_hsx_retired(vm), code, (unsigned long long)tally->far_jumps,
            (unsigned long long)tally->branches);
    }
    hub_hsx_vm_destroy(vm);
    free(tally);
    free(image);
    return 0;
}
