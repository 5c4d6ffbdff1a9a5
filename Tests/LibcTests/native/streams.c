// What leaves by the UART, and when.

#include <string.h>

#include "check.h"

int hub_printf(const char *, ...);
int hub_puts(const char *);
int hub_putchar(int);
int hub_fflush(void *);
int hub_fputs(const char *, void *);
int hub_fprintf(void *, const char *, ...);
size_t hub_fwrite(const void *, size_t, size_t, void *);
void hub___hubc_exit_hook(void);
int hub_atexit(void (*)(void));
extern char hub___hub_stdout, hub___hub_stderr;

static char output[2000];
static size_t output_length;

/// Each call of the service, in brackets.
int hub___hsx_svc_uart_write(const void *data, uint32_t length) {
    if (output_length + length + 3 > sizeof output) return 0;
    output[output_length++] = '[';
    memcpy(output + output_length, data, length);
    output_length += length;
    output[output_length++] = ']';
    output[output_length] = 0;
    return (int)length;
}

_Noreturn void hub___hsx_svc_task_exit(int status) {
    (void)status;
    __builtin_trap();
}

uint32_t hub___hsx_svc_core_get_steps(void) { return 0; }

const char *check_output(void) {
    static char taken[sizeof output];
    strcpy(taken, output);
    output_length = 0;
    output[0] = 0;
    return taken;
}

static void expect(const char *wanted) {
    const char *given = check_output();
    CHECK(strcmp(given, wanted) == 0, "the UART has %s, not %s", given, wanted);
}

static void say_bye(void) { hub_printf("bye"); }

void check_streams(void) {
    check_output();
    hub_printf("a%d", 1);
    expect("");
    hub_putchar('\n');
    expect("[a1\n]");
    hub_puts("two\nlines");
    expect("[two\n][lines\n]");
    hub_fprintf(&hub___hub_stderr, "at %s", "once");
    expect("[at once]");
    hub_fwrite("xyz", 1, 3, &hub___hub_stdout);
    hub_fflush(NULL);
    expect("[xyz]");
    char longer[301];
    memset(longer, 'm', 300);
    longer[300] = 0;
    hub_fputs(longer, &hub___hub_stdout);
    CHECK(strlen(check_output()) == 2 * 128 + 4, "a long line leaves when the buffer is full");
    hub_atexit(say_bye);
    hub___hubc_exit_hook();
    const char *rest = check_output();
    CHECK(strlen(rest) == 300 - 256 + 3 + 2 && strstr(rest, "mbye]"), "the end leaves %s", rest);
    hub___hubc_exit_hook();
    expect("");
}
