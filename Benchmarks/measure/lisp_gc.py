"""Collectors under load: Benchmarks/lisp/gcbench in Lisp by hubc, and in Scheme by Chez and Gambit.

Each system says how long its collections took: hubc with HUB_GC_STATS, Chez by a collect-request-handler that takes the
time around `collect`, Gambit by the growth of the time of collections in its process statistics, looked at behind each.
The shortest time of the runs counts, and the shortest of their longest pauses: other work only adds to both.
"""

import os
import re
import subprocess
import sys
import tempfile

from .common import HUBC, output_of, table, write_section
from .lisp_systems import FOLDER, around, hubc

RUNS = 5
# What is alive all the time: 2^21 nodes of two pairs, and a list; sixteen bytes a pair.
LIVE_BYTES = (2 ** 22 + 2 ** 19) * 16

CHEZ = """(import (chezscheme))
(define longest 0)
(define all 0)
(define (nanoseconds) (let ((t (current-time 'time-monotonic))) (+ (* (time-second t) 1000000000) (time-nanosecond t))))
(collect-request-handler
  (lambda ()
    (let ((start (nanoseconds)))
      (collect)
      (let ((pause (- (nanoseconds) start)))
        (set! longest (max longest pause))
        (set! all (+ all pause))))))
(let ()"""
CHEZ_END = """(newline))
(fprintf (current-error-port) "longest pause ~a us, all pauses ~a us\\n" (quotient longest 1000) (quotient all 1000))"""
GAMBIT = """(declare (block) (standard-bindings) (extended-bindings))
(define longest 0.)
(define all 0.)
(##add-gc-interrupt-job!
  (lambda ()
    (let ((now (f64vector-ref (##process-statistics) 5)))
      (set! longest (max longest (- now all)))
      (set! all now))))
(let ()"""
GAMBIT_END = """(newline))
(define (microseconds time) (inexact->exact (round (* time 1e6))))
(for-each (lambda (part) (display part (current-error-port)))
  (list "longest pause " (microseconds longest) " us, all pauses " (microseconds all) " us\\n"))"""


def build_hubc(base):
    return hubc("native", "-O2")(str(FOLDER / "gcbench.valk"), base)


def build_chez(base):
    text = around(CHEZ, FOLDER / "gcbench.scm", CHEZ_END, base + ".ss")
    commands = f'(optimize-level 2) (compile-program "{text}" "{base}.so")'
    subprocess.run(["scheme", "-q"], input=commands, text=True, check=True, capture_output=True)
    return ["scheme", "--program", base + ".so"]


def build_gambit(base):
    output_of("gsc", "-exe", "-o", base, around(GAMBIT, FOLDER / "gcbench.scm", GAMBIT_END, base + ".scm"))
    return [base]


SYSTEMS = {"hubc": (HUBC, build_hubc), "Chez 2": ("scheme", build_chez), "Gambit": ("gsc", build_gambit)}


def lisp_gc(folder, runs=None):
    commands = {}
    for name, (tool, build) in SYSTEMS.items():
        if subprocess.run(["which", str(tool)], capture_output=True).returncode != 0:
            print(f"skipped: {name} ({tool} is not here)")
            continue
        commands[name] = build(f"{folder}/{name.replace(' ', '-')}")
    results, outputs = {}, {}
    for _ in range(runs or RUNS):
        for name, command in commands.items():
            outputs[name], measured = measure(command)
            best = results.setdefault(name, measured)
            for key, value in measured.items():
                best[key] = min(best[key], value)
    if len(set(outputs.values())) != 1:
        sys.exit(f"bench: gcbench: the systems print {outputs}")
    text = report(results)
    print(text)
    if len(results) == len(SYSTEMS):
        write_section("lisp-gc", text)
    return {"live_bytes": LIVE_BYTES, "systems": results}


def measure(command):
    """What a run prints, and its figures: seconds and bytes."""
    with tempfile.TemporaryFile("w+") as errors, tempfile.TemporaryFile("w+") as output:
        environment = dict(os.environ, HUB_GC_STATS="1")
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)
        _, _, usage = os.wait4(process.pid, 0)
        for file in (errors, output):
            file.seek(0)
        said = errors.read()
        pauses = re.search(r"longest pause (\d+) us, all pauses (\d+) us", said)
        if not pauses:
            sys.exit(f"bench: '{' '.join(command)}' says nothing of its collections: {said[:200]}")
        return output.read().strip(), {
            "processor_seconds": usage.ru_utime + usage.ru_stime, "memory_bytes": usage.ru_maxrss * 1024,
            "longest_pause_seconds": int(pauses.group(1)) / 1e6, "all_pauses_seconds": int(pauses.group(2)) / 1e6,
        }


def report(results):
    rows = [[
        name, f"{1000 * result['processor_seconds']:.0f}", f"{1000 * result['all_pauses_seconds']:.0f}",
        f"{1000 * result['longest_pause_seconds']:.1f}", f"{result['memory_bytes'] / 2 ** 20:.0f}",
        f"{result['memory_bytes'] / LIVE_BYTES:.2f}",
    ] for name, result in results.items()]
    header = ["", "processor time, ms", "collections, ms", "longest pause, ms", "peak memory, MiB", "memory / live data"]
    return table(header, rows)
