// Starts a program: its memory, its arguments, its entry, its end.

#include "process.h"

#include <stdlib.h>
#include <string.h>

#ifdef HUB_LIBRARY
// Nobody starts a library: its services work for the program that the rest of the file describes.
static const hub_program hub_this_program;
static const hub_program *hub_the_program = &hub_this_program;
#else
static const hub_program *hub_the_program;
#endif

const hub_program *hub_current_program(void) { return hub_the_program; }

void hub_prepare(const hub_program *program) {
    hub_the_program = program;
    for (uint64_t index = 0; index < program->segment_count; index++) {
        const hub_segment *segment = &program->segments[index];
        memcpy(program->memory + segment->address, segment->bytes, segment->size);
    }
}

/// The value of a digit in bases up to 16, else 16.
static unsigned hub_digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return (unsigned)(digit - '0');
    if (digit >= 'a' && digit <= 'f') return (unsigned)(digit - 'a') + 10;
    if (digit >= 'A' && digit <= 'F') return (unsigned)(digit - 'A') + 10;
    return 16;
}

/// Reads an integer of 64 bits, signed or not, in decimal or after 0x; answers whether `text` is one.
static int hub_parse_integer(const char *text, uint64_t *value) {
    unsigned base = text[0] == '0' && text[1] == 'x' ? 16 : 10;
    if (base == 16) text += 2;
    int negative = base == 10 && *text == '-';
    if (negative || *text == '+') text++;
    uint64_t result = 0;
    if (*text == 0) return 0;
    for (; *text; text++) {
        unsigned digit = hub_digit_value(*text);
        if (digit >= base || result > (UINT64_MAX - digit) / base) return 0;
        result = result * base + digit;
    }
    if (negative && result > (uint64_t)1 << 63) return 0;
    *value = negative ? 0 - result : result;
    return 1;
}

static int hub_refuse_argument(const hub_program *program, const char *text) {
    const char *texts[] = {program->name, ": the argument '", text, "' is no integer of 64 bits", NULL};
    hub_complain(texts);
    return HUB_STATUS_USAGE;
}

static int hub_refuse_count(const hub_program *program, uint64_t given) {
    char wanted_digits[21], given_digits[21];
    const char *texts[] = {
        program->name,
        ": the entry function takes ",
        hub_decimal(program->parameter_count, wanted_digits),
        program->parameter_count == 1 ? " argument, but " : " arguments, but ",
        hub_decimal(given, given_digits),
        given == 1 ? " was given" : " were given",
        NULL,
    };
    hub_complain(texts);
    return HUB_STATUS_USAGE;
}

int hub_main(const hub_program *program, int argc, char **argv) {
    uint64_t few[8], *arguments = few;
    uint64_t count = argc > 1 ? (uint64_t)argc - 1 : 0;
    hub_catch_faults();
    if (count > sizeof few / sizeof few[0]) arguments = malloc(count * sizeof *arguments);
    if (!arguments) return HUB_STATUS_FAULT;
    for (uint64_t index = 0; index < count; index++) {
        const char *text = argv[index + 1];
        if (!hub_parse_integer(text, &arguments[index])) return hub_refuse_argument(program, text);
    }
    if (count != program->parameter_count) return hub_refuse_count(program, count);
    hub_prepare(program);
#ifdef HUB_USES_DEVICES
    hub_devices_start();
#endif
#ifdef HUB_USES_OBJECTS
    uint64_t result = hub_run_entry(program->entry, arguments);
#else
    uint64_t result = program->entry(arguments);
#endif
    if (arguments != few) free(arguments);
    hub_flush_output();
    return (int)(result & 0xFF);
}
