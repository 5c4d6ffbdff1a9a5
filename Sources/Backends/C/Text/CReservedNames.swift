// Names that a function or global of a program cannot have in C: those of the language, of the C library that the
// runtime uses, and the forms that this back end gives to its own.

enum CReservedNames {
    static func contains(_ name: String) -> Bool {
        if words.contains(name) || isLocal(name) || isErrorCode(name) { return true }
        return prefixes.contains { name.hasPrefix($0) } || suffixes.contains { name.hasSuffix($0) }
    }

    private static let prefixes = [
        "_", "f_", "g_", "hub_", "HUB_", "results_", "str", "mem", "wcs", "SIG", "pthread_", "PTHREAD_",
        "sched_", "SCHED_", "clock_", "CLOCK_", "timer_", "MAP_", "PROT_",
    ]
    private static let suffixes = ["_t", "_MAX", "_MIN", "_old"]

    /// Whether a variable of a function may be called so.
    private static func isLocal(_ name: String) -> Bool {
        let letters = name.prefix { !$0.isNumber }
        return letters.count < name.count && ["v", "r", "a", "t", "ss", "regs", "state"].contains(letters)
    }

    /// Whether it looks like a macro of errno.h.
    private static func isErrorCode(_ name: String) -> Bool {
        name.hasPrefix("E") && (name.dropFirst().first.map { $0.isUppercase || $0.isNumber } ?? false)
    }

    private static let words = Set((language + library).split(separator: " ").map(String.init))

    private static let language = """
        auto break case char const continue default do double else enum extern float for goto if inline int long \
        register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while \
        alignas alignof bool constexpr false nullptr static_assert thread_local true typeof typeof_unqual asm fortran \
        main arguments tail regs offsetof NULL NAN INFINITY FLT_EVAL_METHOD linux unix i386
        """

    private static let library = """
        abort abs access acos acosh alarm asctime asin asinh atan atan2 atanh atexit atof atoi atol atoll bcmp \
        bcopy brk bsearch bzero cabs calloc cbrt ceil chdir chmod chown clearerr clock clone close closedir confstr \
        copysign cos cosh creat ctime daylight difftime div dprintf dup environ erf erfc errno execl execv execve \
        exit exp expm1 fabs fchmod fchown fclose fcntl fdim fdopen feof ferror fflush ffs fgetc fgetpos fgets \
        fileno floor fma fmax fmemopen fmin fmod fopen fork fprintf fputc fputs fread free freopen frexp fscanf \
        fseek fseeko fsetpos fstat fstatat fsync ftell ftello ftruncate futimens fwrite gamma getc getchar getcwd \
        getdelim getegid getenv geteuid getgid getgroups gethostname getitimer getline getlogin getopt getpgid \
        getpgrp getpid getppid gets getsid getuid getw gmtime hypot ilogb index ioctl isalnum isalpha isatty \
        isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit jn kill killpg labs ldexp \
        ldiv lgamma link linkat llabs lldiv llrint llround localtime lockf log logb longjmp lrint lround lseek \
        lstat madvise malloc mblen mbstowcs mbtowc mkdir mkdirat mkdtemp mincore mkfifo mknod mkstemp mktemp mlock \
        mlockall mmap mktime modf mprotect mremap msync munlock munlockall munmap nan nanosleep nearbyint nextafter \
        nexttoward nice open openat opendir openlog optarg opterr optind optopt pathconf pause pclose perror pipe \
        poll popen pow pread printf ptrace putc putchar putenv puts putw pwrite qsort raise rand random read \
        readdir readlink realloc realpath remainder remove remquo rename renameat rewind rewinddir rindex rint \
        rmdir round sbrk scalbn scanf seekdir select setbuf setenv setgid setitimer setjmp setlocale setpgid setsid \
        setuid setvbuf sigaction sigaltstack siginterrupt siglongjmp signal signbit sigsetjmp sin sinh sleep \
        snprintf sprintf sqrt srand srandom sscanf stat stdin stdout stderr swab symlink sync sysconf system tan \
        tanh telldir tempnam tgamma time times timespec_get timezone tmpfile tmpnam toascii tolower toupper trunc \
        truncate ttyname tzname tzset ualarm umask uname ungetc unlink unlinkat unsetenv usleep utime utimensat \
        utimes vdprintf vfork vfprintf vfscanf vprintf vscanf vsnprintf vsprintf vsscanf wait waitpid write y0 y1 \
        yn
        """
}
