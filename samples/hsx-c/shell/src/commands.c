// The commands of the shell. It knows 26 variables, a to z.

#include <ctype.h>
#include <hsx_timer.h>
#include <shell.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int variables[26];

/// The variable that a word names, or null.
static int *variable(const char *word) {
    return word && islower((unsigned char)word[0]) && word[1] == 0 ? &variables[word[0] - 'a'] : NULL;
}

/// The value of a variable or of a number.
static int value(const char *word) {
    int *named = variable(word);
    return named ? *named : (int)strtol(word, NULL, 0);
}

static bool help(int count, char *words[]) {
    (void)count, (void)words;
    for (const shell_command *command = shell_commands; command->name; command++) {
        printf("  %-5s %s\n", command->name, command->help);
    }
    return true;
}

static bool echo(int count, char *words[]) {
    for (int index = 1; index < count; index++) printf(index > 1 ? " %s" : "%s", words[index]);
    printf("\n");
    return true;
}

static bool let(int count, char *words[]) {
    int *named = count == 3 ? variable(words[1]) : NULL;
    if (named) {
        *named = value(words[2]);
    } else {
        printf("let NAME VALUE\n");
    }
    return true;
}

static bool add(int count, char *words[]) {
    int sum = 0;
    for (int index = 1; index < count; index++) sum += value(words[index]);
    printf("%d\n", sum);
    return true;
}

static bool multiply(int count, char *words[]) {
    int product = 1;
    for (int index = 1; index < count; index++) product *= value(words[index]);
    printf("%d\n", product);
    return true;
}

static bool dump(int count, char *words[]) {
    int *named = count == 3 ? variable(words[1]) : NULL;
    if (!named) {
        printf("dump NAME COUNT\n");
        return true;
    }
    const uint8_t *bytes = (const uint8_t *)named;
    for (int index = 0; index < value(words[2]); index++) printf("%02x%c", bytes[index], index % 4 == 3 ? '|' : ' ');
    printf("\n");
    return true;
}

static bool list(int count, char *words[]) {
    (void)count, (void)words;
    for (int index = 0; index < 26; index++) {
        if (variables[index] != 0) printf("%c = %d\n", 'a' + index, variables[index]);
    }
    return true;
}

static bool steps(int count, char *words[]) {
    (void)count, (void)words;
    printf("%s\n", hsx_timer_get_steps() > 0 ? "some instructions so far" : "none");
    return true;
}

static bool quit(int count, char *words[]) {
    (void)count, (void)words;
    return false;
}

const shell_command shell_commands[] = {
    {"help", "shows this", help},
    {"echo", "shows its words", echo},
    {"let", "sets a variable", let},
    {"add", "adds up", add},
    {"mul", "multiplies", multiply},
    {"dump", "shows bytes of memory", dump},
    {"list", "shows the variables", list},
    {"steps", "says whether time passes", steps},
    {"quit", "ends the shell", quit},
    {NULL, NULL, NULL},
};
