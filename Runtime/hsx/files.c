// The files of a program (module 4): POSIX files below one sandbox folder. A path is walked name by name from the
// folder's own descriptor and no symbolic link is followed, so nothing outside can be reached. Where there is no
// POSIX every open fails. In WebAssembly the first folder that the host hands over is the sandbox.

#if !defined(_POSIX_C_SOURCE) && !defined(__APPLE__)
#define _POSIX_C_SOURCE 200809L
#endif

#include <stdlib.h>
#include <string.h>

#include "host.h"

enum {
    HUB_OPEN_REFUSED = -22,
    HUB_FAILED = -1,
    HUB_FIRST_DESCRIPTOR = 3,
    HUB_MAX_FILES = 16,
    HUB_MAX_PATH = 256,
    HUB_MAX_LISTED = 1024,

    HUB_OPEN_ACCESS = 0x3,
    HUB_OPEN_CREATE = 0x40,
    HUB_OPEN_TRUNCATE = 0x200,
    HUB_OPEN_APPEND = 0x400,
};

#if defined(__unix__) || defined(__APPLE__) || defined(__wasi__)

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct hub_files {
    /// The sandbox folder, or -1.
    int folder;
    /// Descriptors of the system, -1 where free.
    int open[HUB_MAX_FILES];
};

static int hub_open_sandbox(const char *path) {
#ifdef __wasi__
    const int first_folder = 3;
    return openat(first_folder, path, O_RDONLY | O_DIRECTORY);
#else
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
#endif
}

hub_files *hub_files_create(const char *sandbox) {
    hub_files *files = malloc(sizeof *files);
    if (!files) return NULL;
    for (int index = 0; index < HUB_MAX_FILES; index++) files->open[index] = -1;
    files->folder = sandbox ? hub_open_sandbox(sandbox) : -1;
    if (sandbox && files->folder < 0) {
        free(files);
        return NULL;
    }
    return files;
}

void hub_files_destroy(hub_files *files) {
    if (!files) return;
    for (int index = 0; index < HUB_MAX_FILES; index++) {
        if (files->open[index] >= 0) close(files->open[index]);
    }
    if (files->folder >= 0) close(files->folder);
    free(files);
}

/// A path of the program, split at its last name.
typedef struct hub_location {
    /// The folder that holds the last name; the caller closes it.
    int folder;
    /// The last name; empty for the sandbox folder itself.
    char leaf[HUB_MAX_PATH];
} hub_location;

/// Walks to the folder of a path's last name; false, with nothing open, when the path is refused or leads nowhere.
static bool hub_locate(const hub_files *files, const uint8_t *memory, uint32_t pointer, hub_location *found) {
    char path[HUB_MAX_PATH];
    if (files->folder < 0 || !hub_copy_string(memory, pointer, path, sizeof path)) return false;
    if (path[0] == '/' || strchr(path, ':')) return false;
    found->leaf[0] = 0;
    found->folder = openat(files->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (found->folder < 0) return false;
    for (char *name = path, *end; *name != 0; name = end) {
        size_t length = strcspn(name, "/");
        end = name + length;
        if (*end == '/') *end++ = 0;
        if (length == 0 || strcmp(name, ".") == 0) continue;
        bool refused = strcmp(name, "..") == 0;
        if (!refused && found->leaf[0] != 0) {
            int next = openat(found->folder, found->leaf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            close(found->folder);
            found->folder = next;
            if (next < 0) return false;
        }
        if (refused) {
            close(found->folder);
            return false;
        }
        memcpy(found->leaf, name, length + 1);
    }
    return true;
}

static int hub_open_file(hub_files *files, const uint32_t regs[16], const uint8_t *memory) {
    static const int access[] = {O_RDONLY, O_WRONLY, O_RDWR};
    uint32_t flags = regs[2];
    hub_location place;
    int slot = 0, mode;
    struct stat info;
    uint32_t known = HUB_OPEN_ACCESS | HUB_OPEN_CREATE | HUB_OPEN_TRUNCATE | HUB_OPEN_APPEND;
    if (flags & ~known) return HUB_OPEN_REFUSED;
    if ((flags & HUB_OPEN_ACCESS) == 3) return HUB_OPEN_REFUSED;
    if (flags & HUB_OPEN_TRUNCATE && (flags & HUB_OPEN_ACCESS) == 0) return HUB_OPEN_REFUSED;
    while (slot < HUB_MAX_FILES && files->open[slot] >= 0) slot++;
    if (slot == HUB_MAX_FILES || !hub_locate(files, memory, regs[1], &place)) return HUB_OPEN_REFUSED;
    mode = access[flags & HUB_OPEN_ACCESS] | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
    if (flags & HUB_OPEN_CREATE) mode |= O_CREAT;
    if (flags & HUB_OPEN_TRUNCATE) mode |= O_TRUNC;
    if (flags & HUB_OPEN_APPEND) mode |= O_APPEND;
    int opened = place.leaf[0] ? openat(place.folder, place.leaf, mode, 0644) : -1;
    close(place.folder);
    if (opened < 0) return HUB_OPEN_REFUSED;
    if (fstat(opened, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(opened);
        return HUB_OPEN_REFUSED;
    }
    files->open[slot] = opened;
    return HUB_FIRST_DESCRIPTOR + slot;
}

/// The system's descriptor for a program's, or -1.
static int *hub_find_file(hub_files *files, uint32_t descriptor) {
    if (descriptor < HUB_FIRST_DESCRIPTOR || descriptor >= HUB_FIRST_DESCRIPTOR + HUB_MAX_FILES) return NULL;
    int *entry = &files->open[descriptor - HUB_FIRST_DESCRIPTOR];
    return *entry >= 0 ? entry : NULL;
}

static int hub_read_file(hub_files *files, const uint32_t regs[16], uint8_t *memory) {
    int *entry = hub_find_file(files, regs[1]);
    uint32_t length = hub_range_in_memory(regs[2], regs[3]), done = 0;
    if (!entry) return HUB_FAILED;
    while (done < length) {
        ssize_t count = read(*entry, memory + regs[2] + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return done > 0 ? (int)done : HUB_FAILED;
        if (count == 0) break;
        done += (uint32_t)count;
    }
    return (int)done;
}

static int hub_write_file(hub_files *files, const uint32_t regs[16], const uint8_t *memory) {
    int *entry = hub_find_file(files, regs[1]);
    uint32_t length = hub_range_in_memory(regs[2], regs[3]), done = 0;
    if (!entry) return HUB_FAILED;
    while (done < length) {
        ssize_t count = write(*entry, memory + regs[2] + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return done > 0 ? (int)done : HUB_FAILED;
        if (count == 0) break;
        done += (uint32_t)count;
    }
    return (int)done;
}

static int hub_close_file(hub_files *files, uint32_t descriptor) {
    int *entry = hub_find_file(files, descriptor);
    if (!entry) return HUB_FAILED;
    int result = close(*entry);
    *entry = -1;
    return result == 0 ? 0 : HUB_FAILED;
}

static int hub_compare_names(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/// Writes as many whole names as fit, sorted, each with a newline; consumes `stream`.
static int hub_write_names(DIR *stream, uint8_t *target, uint32_t room) {
    char **names = malloc(HUB_MAX_LISTED * sizeof *names);
    int count = 0;
    uint32_t used = 0;
    for (struct dirent *entry; names && count < HUB_MAX_LISTED && (entry = readdir(stream));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        size_t size = strlen(entry->d_name) + 1;
        if (!(names[count] = malloc(size))) break;
        memcpy(names[count++], entry->d_name, size);
    }
    closedir(stream);
    if (!names) return HUB_FAILED;
    qsort(names, (size_t)count, sizeof *names, hub_compare_names);
    bool full = false;
    for (int index = 0; index < count; index++) {
        size_t length = strlen(names[index]);
        full = full || length + 1 > room - used;
        if (!full) {
            memcpy(target + used, names[index], length);
            target[used + length] = '\n';
            used += (uint32_t)length + 1;
        }
        free(names[index]);
    }
    free(names);
    return (int)used;
}

static int hub_list_folder(hub_files *files, const uint32_t regs[16], uint8_t *memory) {
    hub_location place;
    if (!hub_locate(files, memory, regs[1], &place)) return HUB_FAILED;
    const char *name = place.leaf[0] ? place.leaf : ".";
    int folder = openat(place.folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(place.folder);
    if (folder < 0) return HUB_FAILED;
    DIR *stream = fdopendir(folder);
    if (!stream) {
        close(folder);
        return HUB_FAILED;
    }
    uint32_t room = hub_range_in_memory(regs[2], regs[3]);
    return hub_write_names(stream, room > 0 ? memory + regs[2] : memory, room);
}

static int hub_delete_file(hub_files *files, const uint32_t regs[16], const uint8_t *memory) {
    hub_location place;
    if (!hub_locate(files, memory, regs[1], &place)) return HUB_FAILED;
    int result = place.leaf[0] ? unlinkat(place.folder, place.leaf, 0) : -1;
    close(place.folder);
    return result == 0 ? 0 : HUB_FAILED;
}

static int hub_rename_file(hub_files *files, const uint32_t regs[16], const uint8_t *memory) {
    hub_location from, to;
    if (!hub_locate(files, memory, regs[1], &from)) return HUB_FAILED;
    if (!hub_locate(files, memory, regs[2], &to)) {
        close(from.folder);
        return HUB_FAILED;
    }
    int result = from.leaf[0] && to.leaf[0] ? renameat(from.folder, from.leaf, to.folder, to.leaf) : -1;
    close(from.folder);
    close(to.folder);
    return result == 0 ? 0 : HUB_FAILED;
}

static int hub_make_folder(hub_files *files, const uint32_t regs[16], const uint8_t *memory) {
    hub_location place;
    if (!hub_locate(files, memory, regs[1], &place)) return HUB_FAILED;
    int result = place.leaf[0] ? mkdirat(place.folder, place.leaf, 0755) : -1;
    close(place.folder);
    return result == 0 ? 0 : HUB_FAILED;
}

bool hub_files_service(hub_files *files, unsigned function, uint32_t regs[16], uint8_t *memory) {
    int result;
    switch (function) {
        case 0: result = hub_open_file(files, regs, memory); break;
        case 1: result = hub_read_file(files, regs, memory); break;
        case 2: result = hub_write_file(files, regs, memory); break;
        case 3: result = hub_close_file(files, regs[1]); break;
        case 10: result = hub_list_folder(files, regs, memory); break;
        case 11: result = hub_delete_file(files, regs, memory); break;
        case 12: result = hub_rename_file(files, regs, memory); break;
        case 13: result = hub_make_folder(files, regs, memory); break;
        default: return false;
    }
    regs[0] = (uint32_t)result;
    return true;
}

#else

struct hub_files {
    char unused;
};

hub_files *hub_files_create(const char *sandbox) { return sandbox ? NULL : calloc(1, sizeof(hub_files)); }
void hub_files_destroy(hub_files *files) { free(files); }

bool hub_files_service(hub_files *files, unsigned function, uint32_t regs[16], uint8_t *memory) {
    (void)files;
    (void)memory;
    if (function > 3 && (function < 10 || function > 13)) return false;
    regs[0] = (uint32_t)(function == 0 ? HUB_OPEN_REFUSED : HUB_FAILED);
    return true;
}

#endif
