"""The kernels of Benchmarks/kernels, compiled by hubc and as C by clang and gcc: compile time, size, run time.

Every program runs the same work in turns with the others, and the best of the runs counts. A program whose checksum is
not that of clang's ends the benchmark.
"""

import os
import re
import subprocess
import sys

from .binaryen import optimize
from .common import HUBC, ROOT, best_times, geometric_mean, output_of, table, write_section

FOLDER = ROOT / "Benchmarks/kernels"
CLANG = os.environ.get("CLANG", "clang-22")
GCC = os.environ.get("GCC", "gcc")
NODE = os.environ.get("NODE", "node")
ROUNDS, REPEATS = 5, 3
# The work of a run: some tenths of a second.
SIZES = {
    "matmul": 240, "sieve": 4000000, "nbody": 400000, "mandelbrot": 700, "sha256": 200000, "crc32": 8000,
    "quicksort": 1000000, "dispatch": 1500000, "strsearch": 3000, "hashtable": 400000, "fft": 1500, "bintree": 150000,
    "hsx_crc32": 8000, "hsx_primes": 2000, "hsx_sort": 150,
}
# What a C compiler is told that corresponds to the IR: sqrt is the instruction, not the function that may set errno.
C_FLAGS = ["-std=c11", "-O2", "-fno-math-errno"]
WASM_FLAGS = ["--target=wasm32", "-nostdlib", "-Wl,--no-entry,--export=run,--strip-all,--no-stack-first,--global-base=1024"]


class Kernel:
    """The programs made of one kernel, in `folder`."""

    def __init__(self, name, folder):
        self.name, self.size = name, SIZES[name]
        self.source, self.ir = str(FOLDER / f"{name}.c"), str(FOLDER / f"{name}.hir")
        self.base = f"{folder}/{name}"
        self.native = self.base + ".o"
        self.commands = {
            "clang": [CLANG, *C_FLAGS, "-c", self.source, "-o", self.base + ".clang.o"],
            "native": self.build("native", self.native),
            "c": self.build("c", self.base + ".hub.c"),
            "gcc": [GCC, *C_FLAGS, "-c", self.source, "-o", self.base + ".peer.o"],
            "gcc of c": [GCC, *C_FLAGS, "-c", self.base + ".hub.c", "-o", self.base + ".gcc.o"],
            "clang wasm": [CLANG, *C_FLAGS, *WASM_FLAGS, self.source, "-o", self.base + ".clang.raw.wasm"],
            "wasm": self.build("wasm", self.base + ".wasm"),
        }
        for command in self.commands.values():
            output_of(*command)
        optimize(self.base + ".clang.raw.wasm", self.base + ".clang.wasm")
        for program in ("clang", "gcc", "peer"):
            self.link(f"{self.base}.{program}.o", f"{self.base}.{program}")
        self.link(self.native, self.base + ".native")
        host = [NODE, str(FOLDER / "run.mjs")]
        self.programs = {
            "clang": [self.base + ".clang"], "native": [self.base + ".native"], "gcc": [self.base + ".peer"],
            "c": [self.base + ".gcc"],
            "clang wasm": [*host, self.base + ".clang.wasm"], "wasm": [*host, self.base + ".wasm"],
        }

    def build(self, target, output):
        return [str(HUBC), "build", self.ir, "--target", target, "-O2", "-o", output]

    def link(self, object, output):
        output_of(GCC, "-O2", object, str(FOLDER / "main.c"), "-o", output, "-lm")

    def phases(self, target):
        best = {}
        for _ in range(5):
            phases_of(self.commands[target], best)
        return best

    def run(self, program):
        """The checksum and the shortest nanoseconds of a run."""
        command = [*self.programs[program], str(self.size), str(REPEATS)]
        words = subprocess.run(command, capture_output=True, text=True).stdout.split()
        if len(words) != 2:
            sys.exit(f"bench: '{' '.join(command)}' failed")
        return words[0], int(words[1])

    def measure(self):
        """The shortest run of each program in nanoseconds."""
        best, sums = {}, {}
        for _ in range(ROUNDS):
            for program in self.programs:
                sums[program], time = self.run(program)
                best[program] = min(best.get(program, time), time)
        for program, sum in sums.items():
            if sum != sums["clang"]:
                sys.exit(f"bench: {self.name}: {program} gives {sum}, clang {sums['clang']}")
        return best

    def sizes(self):
        """Bytes of code and constants in the objects, and of the whole modules."""
        def text(object):
            return int(output_of("size", object).splitlines()[1].split()[0])

        def file(path):
            return os.path.getsize(path)

        return {
            "clang": text(self.base + ".clang.o"), "native": text(self.native), "c": text(self.base + ".gcc.o"),
            "clang wasm": file(self.base + ".clang.wasm"), "wasm": file(self.base + ".wasm"),
        }


def phases_of(command, best):
    """Runs hubc and lowers the milliseconds of each phase in `best` to those of this run."""
    report = subprocess.run([*map(str, command), "--time-report"], check=True, capture_output=True, text=True)
    for line in (report.stdout + report.stderr).splitlines():
        match = re.match(r"\s*([\d.]+)\s+[\d.]+%\s+\d+\s+(\S.*)", line)
        if match:
            name, time = match.group(2), float(match.group(1))
            best[name] = min(best.get(name, time), time)


def kernels(folder, names=None):
    results = []
    for name in names or SIZES:
        kernel = Kernel(name, folder)
        compile_times = best_times(list(kernel.commands.values()), runs=5)
        results.append({
            "kernel": name, "size": kernel.size, "nanoseconds": kernel.measure(), "bytes": kernel.sizes(),
            "compile_seconds": {key: wall for key, (wall, _) in zip(kernel.commands, compile_times)},
            "phases_ms": {target: kernel.phases(target) for target in ("native", "c", "wasm")},
        })
        print(f"{name}: " + ", ".join(f"{key} {value / 1e6:.1f} ms" for key, value in results[-1]["nanoseconds"].items()))
    text = report(results)
    print("\n" + text)
    if names is None:
        write_section("kernels", text)
    return results


PAIRS = [("native", "clang"), ("wasm", "clang wasm"), ("c", "native"), ("c", "gcc")]


def report(results):
    """The tables of run time, size and compile time."""
    rows = []
    programs = ("clang", "native", "gcc", "c", "clang wasm", "wasm")
    ratios = {pair: [] for pair in PAIRS}
    for result in results:
        times = result["nanoseconds"]
        row = [result["kernel"]] + [f"{times[key] / 1e6:.1f}" for key in programs]
        for pair in PAIRS:
            ratios[pair].append(times[pair[0]] / times[pair[1]])
            row.append(f"{ratios[pair][-1]:.2f}")
        rows.append(row)
    means = [f"{geometric_mean(ratios[pair]):.3f}" for pair in PAIRS]
    rows.append(["geometric mean"] + [""] * len(programs) + means)
    header = ["run time, ms", "clang", "native", "gcc", "C, gcc", "clang, wasm", "wasm",
              "native / clang", "wasm / clang", "C / native", "C / gcc"]
    return table(header, rows) + "\n" + sizes(results) + "\n" + compile_times(results)


def sizes(results):
    keys = ("clang", "native", "c", "clang wasm", "wasm")
    rows = [[result["kernel"], *(result["bytes"][key] for key in keys),
             f"{result['bytes']['native'] / result['bytes']['clang']:.2f}",
             f"{result['bytes']['wasm'] / result['bytes']['clang wasm']:.2f}"] for result in results]
    native = geometric_mean(result["bytes"]["native"] / result["bytes"]["clang"] for result in results)
    wasm = geometric_mean(result["bytes"]["wasm"] / result["bytes"]["clang wasm"] for result in results)
    rows.append(["geometric mean", "", "", "", "", "", f"{native:.3f}", f"{wasm:.3f}"])
    return table(["bytes", "clang", "native", "C, gcc", "clang, wasm", "wasm", "native / clang", "wasm / clang"], rows)


def compile_times(results):
    """Milliseconds of whole compilations, and the parts of hubc's."""
    rows = []
    libraries = {"LLVM": "library", "Binaryen": "library"}
    for target in ("native", "wasm", "c"):
        parts = {"front end": 0.0, "verify": 0.0, "passes": 0.0, "back end": 0.0, "library": 0.0}
        for result in results:
            for phase, time in result["phases_ms"][target].items():
                part = libraries.get(phase, phase)
                parts[part if part in parts else "passes"] += time / len(results)
        peer = {"native": "clang", "wasm": "clang wasm", "c": "gcc of c"}[target]
        whole = [1000 * geometric_mean(result["compile_seconds"][key] for result in results) for key in (target, peer)]
        rows.append([target, *(f"{time:.1f}" for time in parts.values()), *(f"{time:.1f}" for time in whole)])
    header = ["compile time, ms", "front end", "verify", "passes", "back end", "LLVM, Binaryen", "hubc, whole",
              "C compiler, whole"]
    return table(header, rows)
