// The services of every program: its end, output, steps and sleep. Files, mailboxes and kept machine code have their
// own files, which are there when the program uses them.

#include "process.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    HUB_GET_STEPS = 0x000,
    HUB_TASK_EXIT = 0x100,
    HUB_UART_WRITE = 0x101,
    HUB_CAN_TX = 0x200,
    HUB_SLEEP_MS = 0x600,
    HUB_SESSION_INPUT = 0xF00,
    HUB_CLOCK_US = 0xF01,
    HUB_FILE_OPEN = 0xF02,
    HUB_FILE_READ = 0xF03,
    HUB_TIME_US = 0xF04,
};

void hub_sleep(uint32_t milliseconds) {
    struct timespec rest = {.tv_sec = milliseconds / 1000, .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    hub_flush_output();
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR) continue;
}

/// What GET_STEPS answers: compiled code has no steps, but a program that waits for them to pass must get on.
static uint64_t hub_count_step(void) {
    static uint64_t steps;
    return ++steps;
}

/// Output from the machine's memory; what lies past its end is cut off.
static void hub_uart_write(uint32_t regs[16]) {
    const uint8_t *memory = hub_current_program()->memory;
    if (regs[1] < HUB_MACHINE_MEMORY) {
        uint32_t room = HUB_MACHINE_MEMORY - regs[1];
        hub_write_output(memory + regs[1], regs[2] < room ? regs[2] : room);
    }
    regs[0] = regs[2];
}

/// Modules 7 and 8 are there, but without a controller they know nothing.
static uint32_t hub_answer_without_controller(uint32_t number) {
    uint32_t module = number >> 8;
    return module == 7 || module == 8 ? 1 : HUB_NO_SUCH_SERVICE;
}

void hub_service(uint32_t number, uint32_t regs[16]) {
#ifdef HUB_USES_KEPT_CODE
    if (number >= HUB_KEPT_CODE) {
        hub_kept_service(number, regs);
        return;
    }
#endif
#ifdef HUB_USES_DEVICES
    if (number >> 8 == 4 || number >> 8 == 5) {
        hub_devices_service(number, regs);
        return;
    }
#endif
    switch (number) {
        case HUB_GET_STEPS: regs[0] = (uint32_t)hub_count_step(); break;
        case HUB_TASK_EXIT: hub_finish((int)(regs[0] & 0xFF));
        case HUB_UART_WRITE: hub_uart_write(regs); break;
        case HUB_CAN_TX: regs[0] = 0; break;
        case HUB_SLEEP_MS:
            hub_sleep(regs[0]);
            regs[0] = 0;
            break;
        default: regs[0] = hub_answer_without_controller(number); break;
    }
}

/// Microseconds since the moment that the clock counts from.
static uint64_t hub_clock(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return 0;
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

/// A range of the program's memory.
static void *hub_program_range(uint64_t address, uint64_t count) {
    const hub_program *program = hub_current_program();
    if (!program->memory) return (void *)(uintptr_t)address;
    if (address > program->memory_size || count > program->memory_size - address) hub_trap(HUB_TRAP_MEMORY_FAULT, NULL);
    return program->memory + address;
}

/// The file that the program reads; there is one at a time.
static FILE *hub_input;

static uint64_t hub_open_input(const char *name, size_t count) {
    char path[4097];
    if (hub_input) fclose(hub_input);
    hub_input = NULL;
    if (count >= sizeof path || memchr(name, 0, count)) return UINT32_MAX;
    memcpy(path, name, count);
    path[count] = 0;
    hub_input = fopen(path, "rb");
    return hub_input ? 0 : UINT32_MAX;
}

/// The number of bytes, 0 at the end, which closes the file.
static uint64_t hub_read_input(void *bytes, size_t count) {
    if (!hub_input) return UINT32_MAX;
    size_t done = fread(bytes, 1, count, hub_input);
    if (done > 0) return done;
    bool is_whole = !ferror(hub_input);
    fclose(hub_input);
    hub_input = NULL;
    return is_whole ? 0 : UINT32_MAX;
}

static void hub_uart_write_wide(uint64_t regs[16]) {
    hub_write_output(hub_program_range(regs[1], regs[2]), (size_t)regs[2]);
    regs[0] = regs[2];
}

void hub_service_wide(uint32_t number, uint64_t regs[16]) {
    switch (number) {
        case HUB_GET_STEPS: regs[0] = hub_count_step(); break;
        case HUB_TASK_EXIT: hub_finish((int)(regs[0] & 0xFF));
        case HUB_UART_WRITE: hub_uart_write_wide(regs); break;
        case HUB_SLEEP_MS:
            hub_sleep((uint32_t)regs[0]);
            regs[0] = 0;
            break;
        case HUB_CLOCK_US: regs[0] = hub_clock(CLOCK_MONOTONIC); break;
        case HUB_TIME_US: regs[0] = hub_clock(CLOCK_REALTIME); break;
        case HUB_FILE_OPEN: {
            uint32_t count = (uint32_t)regs[1];
            regs[0] = hub_open_input(hub_program_range(regs[0], count), count);
            break;
        }
        case HUB_FILE_READ: {
            uint32_t count = (uint32_t)regs[1];
            regs[0] = hub_read_input(hub_program_range(regs[0], count), count);
            break;
        }
#ifdef HUB_USES_SESSION
        case HUB_SESSION_INPUT: regs[0] = hub_session_next(); break;
#endif
        default: regs[0] = HUB_NO_SUCH_SERVICE; break;
    }
}
