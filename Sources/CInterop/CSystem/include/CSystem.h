// The calls of the C library that Swift's own module leaves out because they are extensions.

#ifndef HUB_SYSTEM_H
#define HUB_SYSTEM_H

#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/// Makes a pipe whose ends programs do not inherit: ends[0] to read, ends[1] to write. Answers 0 or an errno value.
int hub_pipe(int ends[2]);

/// Makes `folder` the current folder of the program that is started with `actions`. Answers 0 or an errno value.
int hub_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder);

/// The environment of this process: strings `NAME=VALUE`, then NULL.
char **hub_environment(void);

/// Makes this process the parent of those whose own parent is gone, where the system can do that.
void hub_adopt_orphans(void);

/// Interrupts of this process go on to all processes of `group`, and end the line that is being read. The rest of this
/// process does not notice them.
void hub_watch_interrupts(pid_t group);

/// Waits until there is something to read from `descriptor`, or its other end is closed. The last interrupt that came
/// meanwhile is repeated until then, for processes of the group that were not yet there to take it.
void hub_await_group(int descriptor);

typedef enum hub_line_end {
    HUB_LINE_READ,
    /// There is no more line.
    HUB_LINE_AT_END,
    /// The user has taken the line back.
    HUB_LINE_INTERRUPTED,
} hub_line_end;

/// Looks for libedit and takes up the lines of the file `history`; false where there is no libedit. Lines are read all
/// the same then.
bool hub_open_editor(const char *history);
/// Reads a line from the terminal; the caller frees it.
hub_line_end hub_read_line(const char *prompt, char **line);
/// The words that may be completed; they are copied.
void hub_set_completions(const char *const *words, size_t count);
/// Adds a line to those that can be asked for again, and writes these to a file.
void hub_remember_line(const char *line);
void hub_save_lines(const char *path);

#endif
