// The number of the last error that a function of the library reported.
#ifndef __HUB_ERRNO_H
#define __HUB_ERRNO_H

extern int __hub_errno;
#define errno __hub_errno

#define ENOENT 2
#define EIO 5
#define ENOMEM 12
#define EINVAL 22
#define EDOM 33
#define ERANGE 34
#define EILSEQ 84

#endif
