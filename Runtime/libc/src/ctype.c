// Classes of characters, of ASCII, by comparison: a table would take more memory than it saves code.

#include <ctype.h>

/// Whether `character` is one of the `count` characters from `first` on.
static inline int hub_in_run(int character, int first, unsigned count) {
    return (unsigned)character - (unsigned)first < count;
}

int isascii(int character) { return hub_in_run(character, 0, 128); }
int isblank(int character) { return character == ' ' || character == '\t'; }
int iscntrl(int character) { return hub_in_run(character, 0, 32) || character == 127; }
int isdigit(int character) { return hub_in_run(character, '0', 10); }
int isgraph(int character) { return hub_in_run(character, '!', 94); }
int islower(int character) { return hub_in_run(character, 'a', 26); }
int isprint(int character) { return hub_in_run(character, ' ', 95); }
int isspace(int character) { return character == ' ' || hub_in_run(character, '\t', 5); }
int isupper(int character) { return hub_in_run(character, 'A', 26); }
int isalpha(int character) { return hub_in_run(character | 32, 'a', 26); }
int isalnum(int character) { return isalpha(character) || isdigit(character); }
int ispunct(int character) { return isgraph(character) && !isalnum(character); }
int isxdigit(int character) { return isdigit(character) || hub_in_run(character | 32, 'a', 6); }
int tolower(int character) { return isupper(character) ? character + ('a' - 'A') : character; }
int toupper(int character) { return islower(character) ? character - ('a' - 'A') : character; }
