"""How compile time and memory grow with the module: generated modules of 1,000 to 1,000,000 instructions at -O0, and
which share is hubc's own."""

import subprocess
import sys

from .common import HUBC, ROOT, run, table, write_section
from .kernels import phases_of

SIZES = [1_000, 10_000, 100_000, 1_000_000]
# Bodies of 36 instructions in a function.
SHAPES = {"small functions": 1, "large functions": 250}
# The phases that are not hubc's own work.
LIBRARIES = {"LLVM", "Binaryen"}


def slope(folder):
    results = []
    for shape, bodies in SHAPES.items():
        for wanted in SIZES:
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
    # Of short runs the best counts: the machine's other work only ever adds time.
    seconds, memory, phases = float("inf"), 0, {}
    for _ in range(5 if count < 200_000 else 2):
        _, processor, peak = run(command)
        if processor < seconds:
            seconds, memory = processor, peak
        phases_of(command, phases)
    library = sum(time for name, time in phases.items() if name in LIBRARIES)
    return {
        "shape": shape, "target": target, "instructions": count, "seconds": seconds, "bytes": memory,
        "phases_ms": phases, "own_share": 1 - library / sum(phases.values()),
    }


def report(results):
    rows = []
    for result in results:
        count = result["instructions"]
        rows.append([
            f"{result['target']}, {result['shape']}", f"{count:,}", f"{result['seconds']:.2f}",
            f"{result['seconds'] / count * 1e6:.2f}", f"{result['bytes'] / 1e6:.0f}",
            f"{result['bytes'] / count:.0f}", f"{result['own_share'] * 100:.0f} %",
        ])
    header = ["target", "instructions", "seconds", "microseconds each", "memory, MB", "bytes each", "hubc's share"]
    return table(header, rows)
