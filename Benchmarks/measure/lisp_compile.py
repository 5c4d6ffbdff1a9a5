"""Compile time of large Lisp programs: whole runs of hubc over programs that Benchmarks/lisp-compile/generate.py writes.

The object of the runtime is kept from build to build, so a first build is left out. The best of the runs counts; wall time
and processor time are about the same on an idle machine.
"""

from .common import HUBC, ROOT, best_times, output_of, run, table, write_section

SIZES = [5_000, 10_000, 20_000]
LEVELS = ["-O0", "-O2"]
RUNS = 3


def lisp_compile(folder, runs=None):
    commands = []
    for lines in SIZES:
        source = f"{folder}/{lines}.valk"
        output_of("python3", str(ROOT / "Benchmarks/lisp-compile/generate.py"), str(lines), source)
        for level in LEVELS:
            commands.append([str(HUBC), "build", source, "--target", "native", level, "-o", f"{folder}/{lines}{level}"])
    run(commands[0])
    times = best_times(commands, runs or RUNS)
    results = []
    for place, lines in enumerate(SIZES):
        for offset, level in enumerate(LEVELS):
            wall, work = times[place * len(LEVELS) + offset]
            results.append({"lines": lines, "level": level, "seconds": wall, "processor_seconds": work})
        check(folder, lines)
    text = report(results)
    print(text)
    write_section("lisp-compile", text)
    return results


def check(folder, lines):
    """Both levels must make programs that print the same."""
    first, *others = [output_of(f"{folder}/{lines}{level}") for level in LEVELS]
    if not first or any(other != first for other in others):
        raise SystemExit(f"bench: the program of {lines} lines does not print the same at all levels")


def report(results):
    rows = []
    for lines in SIZES:
        row = [f"{lines:,}"]
        for level in LEVELS:
            result = next(result for result in results if result["lines"] == lines and result["level"] == level)
            row += [f"{result['seconds']:.2f}", f"{result['processor_seconds']:.2f}",
                    f"{1e6 * result['processor_seconds'] / lines:.0f}"]
        rows.append(row)
    header = ["lines"]
    for level in LEVELS:
        header += [f"{level}, wall s", "processor s", "µs a line"]
    return table(header, rows)
