// The methods that a program was in when it ended, innermost first, for programs that ask for it. Names are in the
// executable's own table of symbols, lines in its DWARF, so that neither costs anything before. Calls that were inlined
// have no frames, and calls in tail position have left theirs.

#include "process.h"

// Of small compilers the programs have no traces.
#if defined(__GNUC__) && !defined(__TINYC__) && defined(__ELF__) && defined(__LP64__)                                 \
    && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unwind.h>

enum {
    HUB_TRACE_SHOWN = 50,
    /// So many frames are looked at.
    HUB_TRACE_FRAMES = 200000,
    HUB_TRACE_CACHE = 256,
    HUB_TRACE_NAME = 200,
    HUB_LINE_FORMATS = 8,
};

/// Bytes that are read in order; reads behind the end give zero and empty it.
typedef struct hub_bytes {
    const uint8_t *at, *end;
} hub_bytes;

/// A function in the table of symbols; `name` is NULL for one that traces do not show.
typedef struct hub_frame_name {
    uintptr_t address;
    const char *name;
    size_t length;
    /// Whether it is another way into the function of that name.
    int is_entry;
} hub_frame_name;

static struct {
    const uint8_t *bytes;
    size_t size;
    /// What addresses in the file are less than those in memory.
    uintptr_t bias;
    hub_bytes symbols, names, lines, texts, line_texts;
    hub_frame_name cache[HUB_TRACE_CACHE];
} hub_executable;

typedef struct hub_walk {
    size_t shown, hidden, frames;
    /// The frame before, when it is the one of a method.
    const char *name;
    size_t length;
} hub_walk;

/// Where the executable begins in memory, as the linker says.
extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));

// MARK: Bytes

static uint64_t hub_take(hub_bytes *bytes, size_t size) {
    uint64_t value = 0;
    if ((size_t)(bytes->end - bytes->at) < size) {
        bytes->at = bytes->end;
        return 0;
    }
    memcpy(&value, bytes->at, size);
    bytes->at += size;
    return value;
}

static void hub_skip(hub_bytes *bytes, uint64_t size) {
    bytes->at = size < (uint64_t)(bytes->end - bytes->at) ? bytes->at + size : bytes->end;
}

static uint64_t hub_take_leb(hub_bytes *bytes, int is_signed) {
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte;
    do {
        byte = (uint8_t)hub_take(bytes, 1);
        if (shift < 64) value |= (uint64_t)(byte & 0x7F) << shift;
        shift += 7;
    } while (byte & 0x80 && bytes->at < bytes->end);
    if (is_signed && shift < 64 && byte & 0x40) value |= ~(uint64_t)0 << shift;
    return value;
}

/// The text at an offset; empty when there is none that ends.
static const char *hub_text_at(hub_bytes section, uint64_t offset) {
    if (offset >= (uint64_t)(section.end - section.at)) return "";
    const uint8_t *start = section.at + offset;
    return memchr(start, 0, (size_t)(section.end - start)) ? (const char *)start : "";
}

/// Joins texts; what is too long is cut.
static void hub_join(char result[HUB_TRACE_NAME], const char *const *parts, size_t count) {
    size_t length = 0;
    for (size_t index = 0; index < count; index++) {
        for (const char *part = parts[index]; *part && length < HUB_TRACE_NAME - 1; part++) result[length++] = *part;
    }
    result[length] = 0;
}

// MARK: The executable

static hub_bytes hub_section(const Elf64_Shdr *header) {
    hub_bytes none = {hub_executable.bytes, hub_executable.bytes};
    int is_inside = header->sh_type != SHT_NOBITS && !(header->sh_flags & SHF_COMPRESSED)
        && header->sh_offset <= hub_executable.size && header->sh_size <= hub_executable.size - header->sh_offset;
    if (!is_inside) return none;
    const uint8_t *start = hub_executable.bytes + header->sh_offset;
    return (hub_bytes){start, start + header->sh_size};
}

static int hub_open_executable(void) {
    struct stat facts;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    if (fstat(file, &facts) != 0 || (size_t)facts.st_size < sizeof(Elf64_Ehdr)) return 0;
    void *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (bytes == MAP_FAILED) return 0;
    hub_executable.bytes = bytes;
    hub_executable.size = (size_t)facts.st_size;
    const Elf64_Ehdr *header = bytes;
    size_t sections = (size_t)header->e_shnum * sizeof(Elf64_Shdr);
    if (header->e_shoff % 8 != 0 || header->e_shoff > hub_executable.size) return 0;
    if (sections > hub_executable.size - header->e_shoff || header->e_shstrndx >= header->e_shnum) return 0;
    const Elf64_Shdr *table = (const Elf64_Shdr *)(hub_executable.bytes + header->e_shoff);
    hub_bytes names = hub_section(&table[header->e_shstrndx]);
    for (size_t index = 0; index < header->e_shnum; index++) {
        const char *name = hub_text_at(names, table[index].sh_name);
        if (table[index].sh_type == SHT_SYMTAB) hub_executable.symbols = hub_section(&table[index]);
        if (strcmp(name, ".strtab") == 0) hub_executable.names = hub_section(&table[index]);
        if (strcmp(name, ".debug_line") == 0) hub_executable.lines = hub_section(&table[index]);
        if (strcmp(name, ".debug_str") == 0) hub_executable.texts = hub_section(&table[index]);
        if (strcmp(name, ".debug_line_str") == 0) hub_executable.line_texts = hub_section(&table[index]);
    }
    // The segment that holds the start of the file says where it was to lie.
    const Elf64_Phdr *segments = (const Elf64_Phdr *)((const uint8_t *)&__ehdr_start + __ehdr_start.e_phoff);
    for (size_t index = 0; index < __ehdr_start.e_phnum; index++) {
        if (segments[index].p_type != PT_LOAD || segments[index].p_offset != 0) continue;
        hub_executable.bias = (uintptr_t)&__ehdr_start - segments[index].p_vaddr;
    }
    return hub_executable.symbols.at != NULL;
}

// MARK: Names

/// The length of a name without what tells it from others of the same name.
static size_t hub_without_quotes(const char *name, size_t length) {
    while (length > 0 && name[length - 1] == '\'') length--;
    return length;
}

/// Cuts a symbol to the name of a method or block; 0 when it is none.
static size_t hub_method_name(const char *symbol, int *is_entry) {
    static const char *const helpers[] = {"send ", "smalltalk."};
    static const char mark[] = ".local";
    if (!strstr(symbol, ">>")) return 0;
    for (size_t index = 0; index < sizeof helpers / sizeof helpers[0]; index++) {
        if (strncmp(symbol, helpers[index], strlen(helpers[index])) == 0) return 0;
    }
    const char *end = strstr(symbol, mark);
    if (!end) return 0;
    *is_entry = end[strlen(mark)] != 0;
    size_t length = hub_without_quotes(symbol, (size_t)(end - symbol));
    // The function that goes on behind a call which was left.
    size_t second = sizeof " (resumed)" - 1;
    if (length > second && strncmp(symbol + length - second, " (resumed)", second) == 0) {
        length = hub_without_quotes(symbol, length - second);
    }
    return length;
}

/// The method or block that an address lies in.
static const hub_frame_name *hub_find_name(uintptr_t address) {
    hub_frame_name *known = &hub_executable.cache[address % HUB_TRACE_CACHE];
    if (known->address == address) return known;
    *known = (hub_frame_name){address, NULL, 0, 0};
    size_t count = (size_t)(hub_executable.symbols.end - hub_executable.symbols.at) / sizeof(Elf64_Sym);
    for (size_t index = 0; index < count; index++) {
        Elf64_Sym symbol;
        memcpy(&symbol, hub_executable.symbols.at + index * sizeof symbol, sizeof symbol);
        if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC) continue;
        if (address - hub_executable.bias - symbol.st_value >= symbol.st_size) continue;
        const char *name = hub_text_at(hub_executable.names, symbol.st_name);
        int is_entry = 0;
        size_t length = hub_method_name(name, &is_entry);
        if (length > 0) *known = (hub_frame_name){address, name, length, is_entry};
        break;
    }
    return known;
}

// MARK: Lines

/// How entries of a table of files are written: DWARF 5, 6.2.4.1.
typedef struct hub_line_formats {
    size_t count;
    struct {
        uint64_t content, form;
    } items[HUB_LINE_FORMATS];
} hub_line_formats;

static void hub_take_formats(hub_bytes *unit, hub_line_formats *formats) {
    size_t count = hub_take(unit, 1);
    formats->count = 0;
    for (size_t index = 0; index < count; index++) {
        uint64_t content = hub_take_leb(unit, 0), form = hub_take_leb(unit, 0);
        if (formats->count == HUB_LINE_FORMATS) continue;
        formats->items[formats->count].content = content;
        formats->items[formats->count++].form = form;
    }
}

/// A file, or a folder, whose number of a folder is 0.
typedef struct hub_line_file {
    const char *path;
    uint64_t folder;
} hub_line_file;

/// An entry; the reader is empty behind one that is written in an unknown form.
static hub_line_file hub_take_entry(hub_bytes *unit, const hub_line_formats *formats) {
    enum { PATH = 1, FOLDER = 2 };
    hub_line_file file = {"", 0};
    for (size_t index = 0; index < formats->count; index++) {
        const char *text = "";
        uint64_t number = 0;
        switch (formats->items[index].form) {
            case 0x08:  // string
                text = hub_text_at(*unit, 0);
                hub_skip(unit, strlen(text) + 1);
                break;
            case 0x0B: number = hub_take(unit, 1); break;  // data1
            case 0x05: number = hub_take(unit, 2); break;  // data2
            case 0x0E: text = hub_text_at(hub_executable.texts, hub_take(unit, 4)); break;       // strp
            case 0x1F: text = hub_text_at(hub_executable.line_texts, hub_take(unit, 4)); break;  // line_strp
            case 0x0F: number = hub_take_leb(unit, 0); break;  // udata
            case 0x1E: hub_skip(unit, 16); break;              // data16
            default: unit->at = unit->end; break;
        }
        if (formats->items[index].content == PATH) file.path = text;
        if (formats->items[index].content == FOLDER) file.folder = number;
    }
    return file;
}

/// Entry `number` of a table; the reader stands behind the table then.
static hub_line_file hub_take_table(hub_bytes *unit, uint64_t number) {
    hub_line_formats formats;
    hub_line_file found = {"", 0};
    hub_take_formats(unit, &formats);
    uint64_t count = hub_take_leb(unit, 0);
    for (uint64_t index = 0; index < count && unit->at < unit->end; index++) {
        hub_line_file entry = hub_take_entry(unit, &formats);
        if (index == number) found = entry;
    }
    return found;
}

/// Runs the line program of a unit; answers the line at `address`, 0 when the unit has none, and its file's number.
static uint64_t hub_run_lines(
    hub_bytes program, const uint8_t *header, hub_bytes lengths, uint64_t address, uint64_t *file) {
    uint64_t step = header[0], base = header[4] == 0 ? 1 : header[4], first = header[5];
    int64_t least = (int8_t)header[3];
    uint64_t at = 0, line = 1, number = 1, last_at = 0, last_line = 0, last_number = 0;
    int has_last = 0;
    while (program.at < program.end) {
        uint64_t code = hub_take(&program, 1);
        int is_row = 0, is_end = 0;
        if (code >= first) {
            at += (code - first) / base * step;
            line += (uint64_t)(least + (int64_t)((code - first) % base));
            is_row = 1;
        } else if (code == 0) {
            uint64_t size = hub_take_leb(&program, 0);
            hub_bytes operand = program;
            hub_skip(&program, size);
            code = hub_take(&operand, 1);
            if (code == 1) is_row = is_end = 1;
            if (code == 2) at = hub_take(&operand, 8);
        } else if (code == 1) {
            is_row = 1;
        } else if (code == 2) {
            at += hub_take_leb(&program, 0) * step;
        } else if (code == 3) {
            line += hub_take_leb(&program, 1);
        } else if (code == 4) {
            number = hub_take_leb(&program, 0);
        } else if (code == 8) {
            at += (255 - first) / base * step;
        } else if (code == 9) {
            at += hub_take(&program, 2);
        } else {
            size_t count = code - 1 < (uint64_t)(lengths.end - lengths.at) ? lengths.at[code - 1] : 0;
            while (count-- > 0) hub_take_leb(&program, 0);
        }
        if (!is_row) continue;
        if (has_last && last_at <= address && address < at) {
            *file = last_number;
            return last_line;
        }
        last_at = at;
        last_line = line;
        last_number = number;
        has_last = !is_end;
        if (is_end) {
            at = 0;
            line = number = 1;
        }
    }
    return 0;
}

/// The line that the code at an address comes from, with the name of its file; 0 when there is none.
static uint64_t hub_find_line(uintptr_t place, char name[HUB_TRACE_NAME]) {
    hub_bytes lines = hub_executable.lines;
    uint64_t address = place - hub_executable.bias;
    while (lines.at < lines.end) {
        uint64_t length = hub_take(&lines, 4);
        // Units of 64 bits are nobody's here.
        if (length >= 0xFFFFFFF0u || length > (uint64_t)(lines.end - lines.at)) return 0;
        hub_bytes unit = {lines.at, lines.at + length};
        lines.at = unit.end;
        if (hub_take(&unit, 2) != 5) continue;
        hub_take(&unit, 2);
        uint64_t header_length = hub_take(&unit, 4);
        if (header_length > (uint64_t)(unit.end - unit.at) || header_length < 6) continue;
        hub_bytes program = {unit.at + header_length, unit.end};
        uint8_t header[6];
        for (size_t index = 0; index < sizeof header; index++) header[index] = (uint8_t)hub_take(&unit, 1);
        hub_bytes lengths = {unit.at, unit.at};
        hub_skip(&unit, header[5] > 0 ? header[5] - 1u : 0);
        lengths.end = unit.at;
        uint64_t file = 0, line = hub_run_lines(program, header, lengths, address, &file);
        if (line == 0) continue;
        // Folder 0 is where the compiler ran; LLVM cuts all names at their last slash.
        hub_bytes folders = unit;
        hub_take_table(&unit, 0);
        hub_line_file entry = hub_take_table(&unit, file);
        const char *folder = entry.folder == 0 ? "" : hub_take_table(&folders, entry.folder).path;
        const char *parts[] = {folder, *folder ? "/" : "", entry.path};
        hub_join(name, parts, sizeof parts / sizeof parts[0]);
        return line;
    }
    return 0;
}

// MARK: The trace

/// The line of a frame. Methods of images have files of their own, whose lines are their bytes.
static void hub_print_frame(const hub_frame_name *frame) {
    static const char block[] = "[] in ";
    char method[HUB_TRACE_NAME], file[HUB_TRACE_NAME], digits[21];
    size_t length = frame->length < HUB_TRACE_NAME - 1 ? frame->length : HUB_TRACE_NAME - 1;
    memcpy(method, frame->name, length);
    method[length] = 0;
    uint64_t line = hub_find_line(frame->address, file);
    const char *name = method;
    while (strncmp(name, block, strlen(block)) == 0) name += strlen(block);
    const char *plain[] = {"  ", method, NULL};
    if (line == 0) {
        hub_complain(plain);
    } else if (!strstr(file, ">>")) {
        const char *texts[] = {"  ", method, " (", file, ":", hub_decimal(line, digits), ")", NULL};
        hub_complain(texts);
    } else {
        // Code of another method has been inlined here.
        int is_inlined = strcmp(file, name) != 0 && strcmp(file, method) != 0;
        const char *texts[] = {"  ", is_inlined ? file : method, " pc ", hub_decimal(line - 1, digits), NULL};
        hub_complain(texts);
        if (is_inlined) hub_complain(plain);
    }
}

static _Unwind_Reason_Code hub_visit_frame(struct _Unwind_Context *context, void *data) {
    hub_walk *walk = data;
    int is_exact = 0;
    uintptr_t address = _Unwind_GetIPInfo(context, &is_exact);
    // Calls return behind themselves, which may be another line's place.
    if (!is_exact) address--;
    const hub_frame_name *frame = hub_find_name(address);
    // Other ways into a function call it, unless it has become a part of them.
    int is_called = frame->name && frame->is_entry && walk->name && walk->length == frame->length
        && memcmp(walk->name, frame->name, frame->length) == 0;
    walk->name = frame->name;
    walk->length = frame->length;
    if (is_called) return _URC_NO_REASON;
    if (frame->name && walk->shown < HUB_TRACE_SHOWN) {
        walk->shown++;
        hub_print_frame(frame);
    } else if (frame->name) {
        walk->hidden++;
    }
    return ++walk->frames < HUB_TRACE_FRAMES ? _URC_NO_REASON : _URC_END_OF_STACK;
}

void hub_print_trace(void) {
    hub_walk walk = {0, 0, 0, NULL, 0};
    if (!hub_open_executable()) return;
    _Unwind_Backtrace(hub_visit_frame, &walk);
    if (walk.hidden == 0) return;
    char digits[21];
    int is_cut = walk.frames >= HUB_TRACE_FRAMES;
    const char *texts[] = {"  and ", is_cut ? "more than " : "", hub_decimal(walk.hidden, digits), " more", NULL};
    hub_complain(texts);
}

#else

void hub_print_trace(void) {}

#endif
