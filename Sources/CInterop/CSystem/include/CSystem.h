// The calls of the C library that Swift's own module leaves out because they are extensions.

#ifndef HUB_SYSTEM_H
#define HUB_SYSTEM_H

#include <spawn.h>

/// Makes a pipe whose ends programs do not inherit: ends[0] to read, ends[1] to write. Answers 0 or an errno value.
int hub_pipe(int ends[2]);

/// Makes `folder` the current folder of the program that is started with `actions`. Answers 0 or an errno value.
int hub_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder);

/// The environment of this process: strings `NAME=VALUE`, then NULL.
char **hub_environment(void);

#endif
