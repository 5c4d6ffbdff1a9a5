// Classes of characters against the host's, in the C locale.

#include <ctype.h>

#include "check.h"

#define BOTH(name)                                                                                       \
    int hub_##name(int);                                                                                 \
    static void check_##name(int character) {                                                            \
        CHECK(!hub_##name(character) == !name(character), #name " of %d", character);                    \
    }

BOTH(isalnum)
BOTH(isalpha)
BOTH(isblank)
BOTH(iscntrl)
BOTH(isdigit)
BOTH(isgraph)
BOTH(islower)
BOTH(isprint)
BOTH(ispunct)
BOTH(isspace)
BOTH(isupper)
BOTH(isxdigit)

int hub_tolower(int);
int hub_toupper(int);

void check_characters(void) {
    for (int character = -1; character < 256; character++) {
        check_isalnum(character);
        check_isalpha(character);
        check_isblank(character);
        check_iscntrl(character);
        check_isdigit(character);
        check_isgraph(character);
        check_islower(character);
        check_isprint(character);
        check_ispunct(character);
        check_isspace(character);
        check_isupper(character);
        check_isxdigit(character);
        CHECK(hub_tolower(character) == tolower(character), "tolower of %d", character);
        CHECK(hub_toupper(character) == toupper(character), "toupper of %d", character);
    }
}
