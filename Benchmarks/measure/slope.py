"""How compile time and memory grow with the module: generated modules of 1,000 to 1,000,000 instructions, as many small
functions and as one function, and which share is hubc's own."""

import re
import shutil
import subprocess
import sys

from .common import HUBC, ROOT, run, table, write_section

SIZES = [1_000, 10_000, 100_000, 1_000_000]
TARGETS = ("native", "wasm", "c")
# Instructions of a body of the generator.
BODY = 35
SHAPES = {"small functions": lambda wanted: 1, "one function": lambda wanted: wanted // BODY}
# What LLVM and Binaryen are given at -O2, where they take minutes for more; the time that they take for one function
# grows faster than the function.
LARGEST_OPTIMIZED = {"small functions": 100_000, "one function": 10_000}


def slope(folder):
    results = []
    for shape, bodies in SHAPES.items():
        for wanted in SIZES:
            source = f"{folder}/slope.hir"
            generator = str(ROOT / "Benchmarks/slope/generate.py")
            subprocess.run([sys.executable, generator, str(wanted), str(bodies(wanted)), source], check=True)
            count = sum(line.startswith("    ") for line in open(source, encoding="ascii"))
            for level in ("-O0", "-O2"):
                for target in TARGETS:
                    if is_measured(shape, level, target, wanted):
                        results.append(measure(source, target, level, shape, count, f"{folder}/slope.out"))
                        print("{shape}, {target} {level}, {instructions:,}: {seconds:.2f} s, {bytes:,} bytes".format(
                            **results[-1]), flush=True)
    text = report(results)
    print("\n" + text)
    write_section("slope", text)
    return results


def is_measured(shape, level, target, wanted):
    return level == "-O0" or target == "c" or wanted <= LARGEST_OPTIMIZED[shape]


def measure(source, target, level, shape, count, output):
    command = [HUBC, "build", source, "--target", target, level, "-q", "-o", output]
    # Of short runs the best of three counts: the machine's other work only ever adds time.
    seconds, memory = float("inf"), 0
    for _ in range(3 if count < 50_000 else 1):
        _, processor, peak = run(command)
        if processor < seconds:
            seconds, memory = processor, peak
    return {
        "shape": shape, "target": target, "level": level, "instructions": count, "seconds": seconds, "bytes": memory,
        "own_share": own_share(command, output + ".perf") if count > 50_000 and level == "-O0" else None,
    }


OURS, THEIRS = re.compile(r"hubc|libswift"), re.compile(r"libLLVM|libbinaryen")


def own_share(command, file):
    """Which part of the time in hubc's code and the libraries' is hubc's; None without perf."""
    if not shutil.which("perf"):
        return None
    record = ["perf", "record", "-q", "-F", "499", "-o", file, "--", *map(str, command)]
    if subprocess.run(record, capture_output=True).returncode != 0:
        return None
    report = subprocess.run(
        ["perf", "report", "-i", file, "--sort", "dso", "--stdio"], capture_output=True, text=True).stdout
    shares = re.findall(r"^\s*([\d.]+)%\s+(\S+)", report, re.MULTILINE)
    ours = sum(float(share) for share, name in shares if OURS.match(name))
    theirs = sum(float(share) for share, name in shares if THEIRS.match(name))
    return ours / (ours + theirs) if ours + theirs else None


def report(results):
    """A line for each way of building, with the microseconds of an instruction at each size."""
    lines = {}
    for result in results:
        lines.setdefault((result["shape"], result["level"], result["target"]), []).append(result)
    rows = []
    for (shape, level, target), points in lines.items():
        times = {size: "" for size in SIZES}
        for point in points:
            nearest = min(SIZES, key=lambda size: abs(size - point["instructions"]))
            times[nearest] = f"{point['seconds'] / point['instructions'] * 1e6:.2f}"
        largest = points[-1]
        share = largest["own_share"]
        rows.append([
            f"{target} {level}, {shape}", *times.values(), f"{largest['seconds']:.1f}",
            f"{largest['bytes'] / 1e6:.0f}", f"{largest['bytes'] / largest['instructions']:.0f}",
            "" if share is None else f"{share * 100:.0f} %",
        ])
    sizes = [f"{size:,}" for size in SIZES]
    return table(["µs an instruction at", *sizes, "seconds", "memory, MB", "bytes each", "hubc's share"], rows)
