// A shell: reads lines, takes them apart into words and runs the command that the first one names.
// Shows: mailboxes as standard input, tables of function pointers, strtok, printf.

#include <hsx_mailbox.h>
#include <shell.h>
#include <stdio.h>
#include <string.h>

bool shell_run(char *line) {
    char *words[SHELL_MAX_WORDS];
    int count = 0;
    for (char *word = strtok(line, " "); word && count < SHELL_MAX_WORDS; word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    if (count == 0) return true;
    for (const shell_command *command = shell_commands; command->name; command++) {
        if (strcmp(command->name, words[0]) == 0) return command->run(count, words);
    }
    printf("no command '%s'; try help\n", words[0]);
    return true;
}

int main(void) {
    char line[SHELL_MAX_LINE];
    int lines = 0;
    do {
        if (!shell_read(line)) break;
        printf("> %s\n", line);
        lines++;
    } while (shell_run(line));
    printf("%d lines\n", lines);
    return 0;
}
