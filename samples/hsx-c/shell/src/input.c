// Where lines come from: the mailbox svc:stdio.in, one message each. When nothing is there and nobody could send
// something (the program runs alone) a script is played, so that there is something to see.

#include <hsx_mailbox.h>
#include <hsx_stdio.h>
#include <shell.h>
#include <string.h>

static const char *const script[] = {
    "help", "echo hello  from   HSX", "let x 6", "let y 7", "mul x y", "add x -10", "dump x 8",
    "what", "let", "steps", "list", "quit"};

static bool play(void) {
    static unsigned next;
    if (next == sizeof script / sizeof *script) return false;
    int handle = hsx_mailbox_open_stdin();
    if (handle < 0) return false;
    int sent = hsx_mailbox_send_basic(handle, script[next], (int)strlen(script[next]));
    hsx_mailbox_close(handle);
    next++;
    return sent > 0;
}

bool shell_read(char line[SHELL_MAX_LINE]) {
    for (;;) {
        int length = hsx_stdio_read_basic(line, SHELL_MAX_LINE - 1, HSX_MBX_TIMEOUT_POLL);
        if (length >= 0) {
            line[length] = 0;
            return true;
        }
        if (length != -HSX_MBX_STATUS_NO_DATA || !play()) return false;
    }
}
