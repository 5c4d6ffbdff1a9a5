"""How compile time and memory grow with the module: generated modules of 1,000 to 1,000,000 instructions at -O0, and
which share is hubc's own."""

import re
import shutil
import subprocess
import sys

from .common import HUBC, ROOT, run, table, write_section

SIZES = [1_000, 10_000, 100_000, 1_000_000]
# Bodies of 36 instructions in a function.
SHAPES = {"small functions": 1, "large functions": 250}
OURS, THEIRS = re.compile(r"hubc|libswift"), re.compile(r"libLLVM|libbinaryen")


def slope(folder):
    results = []
    for shape, bodies in SHAPES.items():
        for wanted in (size for size in SIZES if size > bodies * 36):
            source = f"{folder}/slope.hir"
            generator = str(ROOT / "Benchmarks/slope/generate.py")
            subprocess.run([sys.executable, generator, str(wanted), str(bodies), source], check=True)
            count = sum(line.startswith("    ") for line in open(source, encoding="ascii"))
            for target in ("native", "wasm", "c"):
                results.append(measure(source, target, shape, count, f"{folder}/slope.out"))
                print("{shape}, {target}, {instructions:,}: {seconds:.2f} s, {bytes:,} bytes".format(**results[-1]))
    text = report(results)
    print("\n" + text)
    write_section("slope", text)
    return results


def measure(source, target, shape, count, output):
    command = [HUBC, "build", source, "--target", target, "-O0", "-q", "-o", output]
    # Of short runs the best of three counts: the machine's other work only ever adds time.
    seconds, memory = float("inf"), 0
    for _ in range(3 if count < 50_000 else 1):
        _, processor, peak = run(command)
        if processor < seconds:
            seconds, memory = processor, peak
    return {
        "shape": shape, "target": target, "instructions": count, "seconds": seconds, "bytes": memory,
        "own_share": own_share(command, output + ".perf") if count > 50_000 else None,
    }


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
    rows = []
    for result in results:
        count = result["instructions"]
        rows.append([
            f"{result['target']}, {result['shape']}", f"{count:,}", f"{result['seconds']:.2f}",
            f"{result['seconds'] / count * 1e6:.2f}", f"{result['bytes'] / 1e6:.0f}",
            f"{result['bytes'] / count:.0f}", "" if result["own_share"] is None else f"{result['own_share'] * 100:.0f} %",
        ])
    header = ["target", "instructions", "seconds", "microseconds each", "memory, MB", "bytes each", "hubc's share"]
    return table(header, rows)
