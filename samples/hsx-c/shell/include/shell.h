// The parts of the shell.
#ifndef SHELL_H
#define SHELL_H

#include <stdbool.h>

enum { SHELL_MAX_LINE = 80, SHELL_MAX_WORDS = 8 };

/// A command: what it is called, what it is for, and what runs; answers false when the shell is to end.
typedef struct shell_command {
    const char *name;
    const char *help;
    bool (*run)(int count, char *words[]);
} shell_command;

/// The commands, up to one without a name.
extern const shell_command shell_commands[];

/// Runs a line, which it takes apart; false when the shell is to end.
bool shell_run(char *line);

/// Waits for a line and reads it into `line`; false when there will be no more.
bool shell_read(char line[SHELL_MAX_LINE]);

#endif
