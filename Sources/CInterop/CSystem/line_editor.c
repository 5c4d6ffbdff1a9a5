// Lines from a terminal: through libedit where the system has it, which is looked for when it is needed, else as the
// terminal gives them.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CSystem.h"

typedef char *hub_completer(const char *text, int state);

/// What libedit has under the names of readline.
static struct {
    char *(*read_line)(const char *prompt);
    int (*add_history)(const char *line);
    int (*read_history)(const char *path);
    int (*write_history)(const char *path);
    void (*enter_raw_mode)(int meta);
    void (*leave_raw_mode)(void);
} hub_editor;

static char **hub_words;
static size_t hub_word_count;

/// Where an interrupt goes while a line is read.
static sigjmp_buf hub_interrupted_line;
static volatile sig_atomic_t hub_is_reading;
/// The thread that reads.
static pthread_t hub_reader;
static volatile pid_t hub_group;
/// Whether the user interrupts what the group is doing.
static volatile sig_atomic_t hub_is_interrupted;

static void hub_take_interrupt(int number) {
    if (hub_is_reading && pthread_equal(pthread_self(), hub_reader)) siglongjmp(hub_interrupted_line, 1);
    if (hub_is_reading) {
        // The system gives an interrupt to any thread.
        pthread_kill(hub_reader, number);
    } else if (hub_group > 0) {
        hub_is_interrupted = 1;
        kill(-hub_group, number);
    }
}

void hub_watch_interrupts(pid_t group) {
    struct sigaction action = {.sa_handler = hub_take_interrupt};
    hub_group = group;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

void hub_await_group(int descriptor) {
    enum { HUB_REPEAT_MILLISECONDS = 100 };
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
    while (true) {
        int count = poll(&wanted, 1, HUB_REPEAT_MILLISECONDS);
        if (count > 0 || (count < 0 && errno != EINTR)) break;
        // A process that had not begun when the interrupt came has not heard of it.
        if (hub_is_interrupted && hub_group > 0) kill(-hub_group, SIGINT);
    }
    hub_is_interrupted = 0;
}

static char *hub_complete(const char *text, int state) {
    static size_t next;
    size_t length = strlen(text);
    if (state == 0) next = 0;
    while (next < hub_word_count) {
        const char *word = hub_words[next++];
        if (strncmp(word, text, length) == 0) return strdup(word);
    }
    return NULL;
}

void hub_set_completions(const char *const *words, size_t count) {
    for (size_t index = 0; index < hub_word_count; index++) free(hub_words[index]);
    free(hub_words);
    hub_words = calloc(count + 1, sizeof *hub_words);
    hub_word_count = hub_words ? count : 0;
    for (size_t index = 0; index < hub_word_count; index++) {
        hub_words[index] = strdup(words[index]);
        // Without memory for all of them there are fewer.
        if (!hub_words[index]) hub_word_count = index;
    }
}

bool hub_open_editor(const char *history) {
    static const char *const names[] = {"libedit.so.2", "libedit.so.0", "libedit.3.dylib", "libedit.dylib"};
    void *library = NULL;
    for (size_t index = 0; !library && index < sizeof names / sizeof names[0]; index++)
        library = dlopen(names[index], RTLD_LAZY);
    if (!library) return false;
    *(void **)&hub_editor.read_line = dlsym(library, "readline");
    *(void **)&hub_editor.add_history = dlsym(library, "add_history");
    *(void **)&hub_editor.read_history = dlsym(library, "read_history");
    *(void **)&hub_editor.write_history = dlsym(library, "write_history");
    *(void **)&hub_editor.enter_raw_mode = dlsym(library, "rl_prep_terminal");
    *(void **)&hub_editor.leave_raw_mode = dlsym(library, "rl_deprep_terminal");
    hub_completer **completer = dlsym(library, "rl_completion_entry_function");
    const char **breaks = dlsym(library, "rl_basic_word_break_characters");
    const char **completer_breaks = dlsym(library, "rl_completer_word_break_characters");
    int (*initialize)(void);
    *(void **)&initialize = dlsym(library, "rl_initialize");
    if (!hub_editor.read_line) return false;
    if (initialize) initialize();
    if (completer) *completer = hub_complete;
    if (breaks) *breaks = " \t\n(){}'`,@\"";
    if (completer_breaks) *completer_breaks = " \t\n(){}'`,@\"";
    if (hub_editor.read_history && history) hub_editor.read_history(history);
    return true;
}

/// Without an editor: a line as the terminal gives it.
static char *hub_read_plainly(const char *prompt) {
    char *line = NULL;
    size_t room = 0;
    fputs(prompt, stdout);
    fflush(stdout);
    ssize_t count = getline(&line, &room, stdin);
    if (count < 0) {
        free(line);
        return NULL;
    }
    if (count > 0 && line[count - 1] == '\n') line[count - 1] = 0;
    return line;
}

hub_line_end hub_read_line(const char *prompt, char **line) {
    *line = NULL;
    if (sigsetjmp(hub_interrupted_line, 1) != 0) {
        hub_is_reading = 0;
        if (hub_editor.leave_raw_mode) hub_editor.leave_raw_mode();
        return HUB_LINE_INTERRUPTED;
    }
    hub_reader = pthread_self();
    hub_is_reading = 1;
    // The editor does it behind the prompt only, and an end of input that is typed in between would be lost.
    if (hub_editor.enter_raw_mode) hub_editor.enter_raw_mode(1);
    char *text = hub_editor.read_line ? hub_editor.read_line(prompt) : hub_read_plainly(prompt);
    hub_is_reading = 0;
    *line = text;
    return text ? HUB_LINE_READ : HUB_LINE_AT_END;
}

void hub_remember_line(const char *line) {
    if (hub_editor.add_history) hub_editor.add_history(line);
}

void hub_save_lines(const char *path) {
    if (hub_editor.write_history) hub_editor.write_history(path);
}
