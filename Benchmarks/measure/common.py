"""What the benchmarks share: where things are, running and timing commands, tables."""

import math
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / ".build/release/hubc-bench"
HUBC = ROOT / ".build/release/hubc"
RUNS = 15


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def run(command):
    """Runs a command to its end: wall seconds, processor seconds, peak memory in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench: '{' '.join(map(str, command))}' failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def best_times(commands, runs=RUNS):
    """For each command the shortest wall time and the shortest processor time, in seconds, process start included.

    The commands take turns, so that a slow moment of the machine meets all of them.
    """
    best = [(math.inf, math.inf)] * len(commands)
    for _ in range(runs):
        for place, command in enumerate(commands):
            best[place] = tuple(map(min, best[place], run(command)[:2]))
    return best


def geometric_mean(numbers):
    numbers = list(numbers)
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


def table(header, rows):
    """A table in Markdown: the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def write_section(name, text):
    """Puts generated text into docs/performance.md, between its marks."""
    page = ROOT / "docs/performance.md"
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = page.read_text().split(start)
    page.write_text(before + start + "\n" + text.strip() + "\n\n" + end + rest.split(end, 1)[1])
