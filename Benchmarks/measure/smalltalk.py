"""The benchmark of Smalltalk: tinyBenchmarks and Richards, the runs of cases.json, start-up and compile time.

hubc's programs take their own time (smalltalk_programs.py), and so do SqueakJS, C and JavaScript; squeak-vm's time is
the processor time of a large run beyond a small one. All run in turns, and the shortest time of each counts. Answers
are checked: a wrong one ends the benchmark.
"""

import json
import os
import sys
from pathlib import Path

from .common import ROOT, geometric_mean, table, write_section
from .smalltalk_compile import compile_table, measure_compiling
from .smalltalk_peers import FOLDER, c, javascript, missing_peers, squeak_images, squeak_seconds, squeakjs
from .smalltalk_programs import Group, Program, build, first_line_seconds

KIT = Path(os.environ.get("HUBC_CONFORMANCE", ROOT.parent / "shared/conformance")) / "smalltalk"
RUNS = 5
FIB, SIEVE, RICHARDS = "benchFib", "benchmark", "benchRich"
FIB_ANSWERS = {32: 7049155, 34: 18454929, 36: 48315633}
SIEVE_ROUNDS, RICHARDS_ROUNDS = 1000, 10
RICHARDS_ANSWER = 2324609297
# Sends of one `benchRich` and bytecodes of one `benchmark`, counted by SqueakJS.
RICHARDS_SENDS, SIEVE_BYTECODES = 1_670_429, 499_267
OURS = ["hubc -O2", "hubc -O3", "hubc wasm"]
SIMPLE = ["fib:", "tak:", "sieve:", "queens:", "matmul:", "sortN:", "mandel:"]


def smalltalk(folder, runs=None):
    if not (KIT / "cases.json").exists():
        print(f"skipped: {KIT} is not here\n")
        return {}
    missing = missing_peers()
    for name, lacks in missing.items():
        print(f"skipped: {name} ({', '.join(lacks)} is not here)")
    kernels = measure_kernels(folder, runs or RUNS, missing)
    cases = measure_cases(folder, runs or RUNS, missing)
    lines = measure_first_lines(folder, runs or RUNS)
    compiles = measure_compiling(KIT, FOLDER / "hello.st", [f"SmallInteger>>{key}" for key in (FIB, SIEVE, RICHARDS)])
    tables = [kernel_tables(kernels), case_table(cases), first_line_table(lines), compile_table(compiles)]
    text = "\n".join(tables)
    print("\n" + text)
    write_section("smalltalk", text)
    return {"kernels": kernels, "runs": cases, "first_line_seconds": lines, "compile_seconds": compiles,
            "skipped": sorted(missing)}


def keep_best(best, name, key, value):
    times = best.setdefault(key, {})
    times[name] = min(times.get(name, value), value)


# MARK: Kernels


def measure_kernels(folder, runs, missing):
    """Milliseconds of `34 benchFib`, of a round of the sieve and of one Richards, by kernel and system."""
    groups = {
        FIB: (34, Group("SmallInteger>>benchFib", FIB_ANSWERS[34], 2)),
        SIEVE: (SIEVE_ROUNDS, Group("SmallInteger>>benchmark", 1028, 1)),
        RICHARDS: (RICHARDS_ROUNDS, Group("SmallInteger>>benchRich", RICHARDS_ROUNDS, 2)),
    }
    units = {FIB: 1, SIEVE: SIEVE_ROUNDS, RICHARDS: RICHARDS_ROUNDS}
    image = KIT / "images/benchmark.image"
    programs = {
        (system, key): Program(image, [group], target, level, f"{folder}/{key}{level}{target}", receiver)
        for system, target, level in zip(OURS, ["native", "native", "wasm"], ["-O2", "-O3", "-O2"])
        for key, (receiver, group) in groups.items()
    }
    squeak = {} if "squeak-vm" in missing else squeak_images(folder, {FIB: [32, 36], SIEVE: [500, 3500]})
    best = {}
    for _ in range(runs):
        for (system, key), program in programs.items():
            keep_best(best, system, key, program.milliseconds()[0] / units[key])
        for key, commands in squeak.items():
            keep_best(best, "squeak-vm large", key, squeak_seconds(commands[1]))
            keep_best(best, "squeak-vm small", key, squeak_seconds(commands[0]))
        others = [f"{FIB} 34 1", f"{SIEVE} {SIEVE_ROUNDS} 2", f"{RICHARDS} {RICHARDS_ROUNDS} 2"]
        answers = [FIB_ANSWERS[34], 1028, RICHARDS_ANSWER]
        for name, call in [("C", lambda: c(others, folder)), ("JavaScript", lambda: javascript(others))]:
            for key, answer, (time, seen) in zip(groups, answers, [] if name in missing else call()):
                check(name, key, seen, answer)
                keep_best(best, name, key, time / units[key])
        if "SqueakJS" not in missing:
            sends = ["Integer>>benchFib 30 1", "Integer>>benchmark 20 3", "SmallInteger>>benchRich 1 2"]
            times = squeakjs(image, sends)
            for key, answer, unit, (time, seen) in zip(groups, [2692537, 1028, 1], [1, 20, 1], times):
                check("SqueakJS", key, seen, answer)
                keep_best(best, "SqueakJS", key, time * (FIB_ANSWERS[34] / 2692537 if key == FIB else 1) / unit)
    for key, scale in {FIB: FIB_ANSWERS[34] / (FIB_ANSWERS[36] - FIB_ANSWERS[32]), SIEVE: 1 / 3000}.items():
        if squeak:
            large, small = best[key].pop("squeak-vm large"), best[key].pop("squeak-vm small")
            best[key]["squeak-vm"] = 1000 * (large - small) * scale
    print("kernels: " + json.dumps(best), flush=True)
    return best


def check(system, key, seen, answer):
    if seen != str(answer):
        sys.exit(f"bench: {system} answers {seen} for {key}, not {answer}")


def kernel_tables(best):
    systems = [*OURS, "squeak-vm", "SqueakJS", "C", "JavaScript"]
    titles = {FIB: "34 benchFib", SIEVE: "1 benchmark", RICHARDS: "1 benchRich"}
    rows = [[titles[key], *(cell(times.get(name), 3) for name in systems)] for key, times in best.items()]
    works = {
        FIB: ("benchFib", FIB_ANSWERS[34]), SIEVE: ("sieve", SIEVE_BYTECODES), RICHARDS: ("Richards", RICHARDS_SENDS),
    }
    rates = []
    for key, (title, work) in works.items():
        times = best[key]
        unit = "bytecodes" if key == SIEVE else "sends"
        rates.append([f"{title}, million {unit}/s",
                      *(cell(times.get(name) and work / times[name] / 1000, 1) for name in systems)])
    goals = {FIB: 8, SIEVE: 5, RICHARDS: None}
    ratios = [[titles[key], *(factor(best[key], "squeak-vm", name) for name in OURS), goals[key] or "",
               *(factor(best[key], "SqueakJS", name) for name in OURS),
               factor(best[key], "C", "hubc -O2"), factor(best[key], "JavaScript", "hubc wasm")] for key in works]
    header = ["times as fast as", "squeak-vm: -O2", "-O3", "wasm", "goal, native", "SqueakJS: -O2", "-O3", "wasm",
              "C: -O2", "JavaScript: wasm"]
    return "\n".join([
        table(["ms", *systems], rows), table(["rate", *systems], rates), table(header, ratios),
    ])


def cell(value, digits):
    return f"{value:.{digits}f}" if value else ""


def factor(times, peer, ours):
    """How many times as fast as the peer."""
    return f"{times[peer] / times[ours]:.2f}" if peer in times and ours in times else ""


# MARK: The runs of cases.json


def measure_cases(folder, runs, missing):
    """Milliseconds of each timed run of `HubBench`, by run and system."""
    timed = [run for run in json.loads((KIT / "cases.json").read_text())["bench"]["runs"] if "squeakjsJitMs" in run]
    groups = []
    for run in timed:
        # 30 ms or more between two looks at the clock, which is cut off to milliseconds.
        rounds = round(4000 / run["squeakjsJitMs"]["best"])
        groups.append(Group(f"HubBench class>>{run['selector']} {run['argument']}", run["expected"],
                            min(max(rounds, 10), 400)))
    image = KIT / "cases.image"
    programs = {
        "hubc -O2": Program(image, groups, "native", "-O2", f"{folder}/cases"),
        "hubc wasm": Program(image, groups, "wasm", "-O2", f"{folder}/cases-wasm"),
    }
    keys = [f"{run['selector']} {run['argument']}" for run in timed]
    simple = [run for run in timed if run["selector"] in SIMPLE]
    best = {key: {} for key in keys}
    for _ in range(runs):
        for name, program in programs.items():
            for key, time in zip(keys, program.milliseconds()):
                keep_best(best, name, key, time)
        words = [f"{run['selector']} {run['argument']} 20" for run in simple]
        for name, call in [("C", lambda: c(words, folder)), ("JavaScript", lambda: javascript(words))]:
            for run, (time, seen) in zip(simple, [] if name in missing else call()):
                # The sort answers three elements, the programs of others its middle.
                wanted = run["expected"].split("->")
                check(name, run["selector"], seen, wanted[len(wanted) // 2])
                keep_best(best, name, f"{run['selector']} {run['argument']}", time)
        if "SqueakJS" not in missing:
            sends = [f"HubBench class>>{run['selector']} - 5 {run['argument']}" for run in timed]
            for run, (time, seen) in zip(timed, squeakjs(image, sends)):
                check("SqueakJS", run["selector"], seen, run["expected"])
                keep_best(best, "SqueakJS", f"{run['selector']} {run['argument']}", time)
    print("runs: " + json.dumps(best), flush=True)
    return best


def case_table(best):
    systems = ["hubc -O2", "hubc wasm", "SqueakJS", "C", "JavaScript"]
    rows = []
    for key, times in best.items():
        rows.append([key, *(cell(times.get(name), 3) for name in systems), factor(times, "SqueakJS", "hubc -O2"),
                     factor(times, "SqueakJS", "hubc wasm"), factor(times, "C", "hubc -O2"),
                     factor(times, "JavaScript", "hubc wasm")])
    means = [mean(best, *pair) for pair in [("SqueakJS", "hubc -O2"), ("SqueakJS", "hubc wasm"), ("C", "hubc -O2"),
                                            ("JavaScript", "hubc wasm")]]
    rows.append(["geometric mean", *[""] * len(systems), *means])
    rows.append(["goal, each", *[""] * len(systems), 30, 15, "", ""])
    header = ["ms", *systems, "native / SqueakJS", "wasm / SqueakJS", "native / C", "wasm / JavaScript"]
    return table(header, rows)


def mean(best, peer, ours):
    ratios = [times[peer] / times[ours] for times in best.values() if peer in times and times.get(ours)]
    return f"{geometric_mean(ratios):.2f}" if ratios else ""


# MARK: Start-up


def measure_first_lines(folder, runs):
    """Seconds to the first line of output."""
    build(KIT / "images/headless.image", "native", "-O2", f"{folder}/headless", "--entry", "System class>>start")
    build(FOLDER / "hello.st", "native", "-O2", f"{folder}/hello")
    lines = {}
    for _ in range(4 * runs):
        for name in ["headless", "hello"]:
            seconds = first_line_seconds([f"{folder}/{name}"])
            lines[name] = min(lines.get(name, seconds), seconds)
    return lines


def first_line_table(lines):
    titles = {"headless": "headless.image, `System class>>start`", "hello": "a hello in source"}
    rows = [[f"first line: {titles[name]}", f"{1000 * seconds:.1f} ms", "20 ms"] for name, seconds in lines.items()]
    return table(["", "time", "goal"], rows)
