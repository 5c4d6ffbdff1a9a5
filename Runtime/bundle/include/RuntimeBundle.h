// The files of the runtime that hubc hands out or compiles into programs, as bytes.

#ifndef HUB_RUNTIME_BUNDLE_H
#define HUB_RUNTIME_BUNDLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct hub_bundled_file {
    /// The path below Runtime/, for example "hsx/mailbox.c".
    const char *path;
    const uint8_t *bytes;
    size_t size;
} hub_bundled_file;

/// The files in the order of their paths.
const hub_bundled_file *hub_bundled_files(size_t *count);

/// The files of the C library in the order of their paths, which are below Runtime/libc/: "include/stdio.h" and what
/// else clang is to find there, and the bitcode "libc.bc".
const hub_bundled_file *hub_bundled_libc_files(size_t *count);

/// The library of Lisp in the order of the paths, which are below Runtime/lisp/.
const hub_bundled_file *hub_bundled_lisp_files(size_t *count);

/// The kernel of Smalltalk in the order of the paths, which are below Runtime/smalltalk/.
const hub_bundled_file *hub_bundled_smalltalk_files(size_t *count);

#endif
