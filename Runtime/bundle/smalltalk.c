// The kernel of Smalltalk as bytes: an array for each file, and one table. Whoever adds a file adds both.

#include "RuntimeBundle.h"

static const uint8_t smalltalk_Boolean_st[] = {
#embed "../smalltalk/Boolean.st"
};
static const uint8_t smalltalk_Object_st[] = {
#embed "../smalltalk/Object.st"
};

#define FILE(path, name) {path, name, sizeof name}

static const hub_bundled_file files[] = {
    FILE("Boolean.st", smalltalk_Boolean_st),
    FILE("Object.st", smalltalk_Object_st),
};

const hub_bundled_file *hub_bundled_smalltalk_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
