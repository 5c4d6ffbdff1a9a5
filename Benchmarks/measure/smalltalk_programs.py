"""Programs in Smalltalk by hubc that take their own time: `Time class>>millisecondClockValue` stands before and after
each group of repeated entries, and what every entry answers is compared with what is recorded.

Requires: the image's clock, which has milliseconds; groups are long enough for that.
"""

import subprocess
import sys
import time
from pathlib import Path

from .common import HUBC, output_of
from .lisp_systems import NODE

CLOCK = "Time class>>millisecondClockValue"
# How often each group runs in one process. The best counts: short groups find quiet moments of the machine.
TURNS = 3


class Group:
    """An entry, what it has to answer, and how often it runs between two looks at the clock."""

    def __init__(self, entry, answer, rounds):
        self.entry, self.answer, self.rounds = entry, answer, rounds


class Program:
    """Groups of entries of an image as one program. `compile_seconds` is what building it took, wall time."""

    def __init__(self, image, groups, target, level, base, receiver=None):
        self.groups = groups
        # Once each before the clock runs: engines compile then, and pages come in.
        lines = [group.entry for group in groups]
        for group in groups * TURNS:
            lines += [CLOCK, *[group.entry] * group.rounds, CLOCK]
        Path(f"{base}.entries").write_text("\n".join(lines) + "\n")
        self.compile_seconds = build(image, target, level, base, "--entries", f"{base}.entries", "--print-result",
                                     *(["--receiver", str(receiver)] if receiver is not None else []))
        self.command = [NODE, f"{base}.mjs"] if target == "wasm" else [base]

    def milliseconds(self):
        """The time of one round of each group; ends the benchmark when an answer is wrong."""
        result = subprocess.run(self.command, capture_output=True, timeout=600)
        lines = result.stdout.decode(errors="replace").splitlines()
        if result.returncode != 0:
            sys.exit(f"bench: {self.command} ends with {result.returncode}: {result.stderr.decode()[-500:]}")
        rest = iter(lines)
        for group in self.groups:
            self.check(group, next(rest, ""))
        times = [self.group(group, rest) for group in self.groups * TURNS]
        return [min(times[place::len(self.groups)]) for place in range(len(self.groups))]

    def group(self, group, lines):
        """Milliseconds of one round, from the lines between two looks at the clock."""
        start = self.clock(next(lines, ""))
        for _ in range(group.rounds):
            self.check(group, next(lines, ""))
        return (self.clock(next(lines, "")) - start) / group.rounds

    def check(self, group, line):
        if line != f"{group.entry}\t{group.answer}":
            sys.exit(f"bench: {self.command} prints '{line}' for {group.entry}, not '{group.answer}'")

    def clock(self, line):
        name, _, value = line.partition("\t")
        if name != CLOCK:
            sys.exit(f"bench: {self.command} prints '{line}' for the clock")
        return int(value)


def build(source, target, level, base, *options):
    """Builds `source` and answers how many seconds that took."""
    output = base + {"native": "", "wasm": ".wasm"}[target]
    start = time.perf_counter()
    try:
        output_of(str(HUBC), "build", str(source), "--target", target, level, "-o", output, *options)
    except subprocess.CalledProcessError as error:
        sys.exit(f"bench: hubc does not build {source} for {target} {level}:\n{error.stderr[-2000:]}")
    return time.perf_counter() - start


def first_line_seconds(command):
    """From the start of the process to its first line of output."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE)
    line = process.stdout.readline()
    seconds = time.perf_counter() - start
    process.stdout.read()
    if process.wait() != 0 or not line:
        sys.exit(f"bench: {command} does not print a line")
    return seconds
