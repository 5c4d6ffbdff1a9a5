// The inside of `hubc repl`: texts to evaluate come in through standard input, and each is evaluated in a copy of the
// process. When that is done the copy is the session, and the process before it goes. When it dies (by an interrupt, at
// the end of the stack or of the heap) the process before it goes on, with all that was defined.
//
// A text is its length in four bytes, low byte first, and its bytes. Descriptor 3 takes records of five bytes, a letter
// and a number, low byte first:
//
//   R 0        ready for a text
//   D status   the copy died; the status is that of waitpid
//   F errno    no copy could be made

#include "process.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HUB_SESSION_REPORTS = 3 };

static struct {
    uint8_t *text;
    uint32_t count, next;
    /// Whether a text is being handed out.
    bool is_open;
    /// Whether there is a process before this one, and where it waits to hear that it may go.
    bool has_origin;
    int origin;
} hub_session;

/// Reads `count` bytes; false at the end of the stream.
static bool hub_read_all(int descriptor, uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t done = read(descriptor, bytes, count);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        bytes += done;
        count -= (size_t)done;
    }
    return true;
}

static void hub_report(char letter, uint32_t number) {
    uint8_t record[5] = {(uint8_t)letter};
    for (int index = 0; index < 4; index++) record[index + 1] = (uint8_t)(number >> (8 * index));
    hub_write_all(HUB_SESSION_REPORTS, record, sizeof record);
}

/// Takes the next text. When there is none, nobody wants anything any more.
static void hub_take_text(void) {
    uint8_t length[4];
    if (!hub_read_all(STDIN_FILENO, length, sizeof length)) hub_finish(0);
    hub_session.count = length[0] | (uint32_t)length[1] << 8 | (uint32_t)length[2] << 16 | (uint32_t)length[3] << 24;
    hub_session.next = 0;
    free(hub_session.text);
    hub_session.text = malloc((size_t)hub_session.count + 1);
    if (!hub_session.text || !hub_read_all(STDIN_FILENO, hub_session.text, hub_session.count)) hub_finish(0);
}

/// Waits for the copy to go on as the session, which ends this process, or to die.
static void hub_await_copy(pid_t copy, int reading) {
    uint8_t byte;
    bool goes_on = hub_read_all(reading, &byte, 1);
    int status = 0;
    close(reading);
    if (goes_on) _exit(0);
    while (waitpid(copy, &status, 0) < 0 && errno == EINTR) continue;
    hub_report('D', (uint32_t)status);
}

/// Returns in the copy that is to evaluate the next text.
static void hub_begin_text(void) {
    hub_flush_output();
    signal(SIGINT, SIG_IGN);
    if (hub_session.has_origin) {
        uint8_t byte = 0;
        hub_write_all(hub_session.origin, &byte, 1);
        close(hub_session.origin);
        hub_session.has_origin = false;
    }
    while (true) {
        int ends[2];
        hub_report('R', 0);
        hub_take_text();
        if (pipe(ends) != 0) {
            hub_report('F', (uint32_t)errno);
            continue;
        }
        pid_t copy = fork();
        if (copy == 0) {
            close(ends[0]);
            hub_session.has_origin = true;
            hub_session.origin = ends[1];
            signal(SIGINT, SIG_DFL);
            return;
        }
        int failure = errno;
        close(ends[1]);
        if (copy > 0) {
            hub_await_copy(copy, ends[0]);
        } else {
            close(ends[0]);
            hub_report('F', (uint32_t)failure);
        }
    }
}

uint32_t hub_session_next(void) {
    if (!hub_session.is_open) {
        hub_begin_text();
        hub_session.is_open = hub_session.count > 0;
        return hub_session.count;
    }
    uint8_t byte = hub_session.text[hub_session.next++];
    hub_session.is_open = hub_session.next < hub_session.count;
    return byte;
}
