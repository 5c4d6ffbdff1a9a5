// The number of the last error, and what it means.

#include <errno.h>
#include <string.h>

int __hub_errno;

char *strerror(int number) {
    switch (number) {
        case 0: return "no error";
        case ENOENT: return "not found";
        case EIO: return "input or output failed";
        case ENOMEM: return "out of memory";
        case EINVAL: return "invalid argument";
        case EDOM: return "outside of the domain";
        case ERANGE: return "out of range";
        case EILSEQ: return "malformed character";
        default: return "unknown error";
    }
}
