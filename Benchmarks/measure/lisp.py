"""The programs of Benchmarks/lisp in Valkyria Lisp by hubc, in Scheme, Common Lisp and C by their compilers.

Every program runs in turns with its peers, and the shortest processor time of its runs counts, process start and
collections included. All of them must print the same; the start of each system is measured with an empty program.
"""

import os
import subprocess
import sys
from pathlib import Path

from .common import geometric_mean, run, table, write_section
from .lisp_systems import EMPTY, FOLDER, SYSTEMS

PROGRAMS = [
    "fib", "tak", "ack", "queens", "loop", "closures", "mapfold", "lists", "sort", "strings", "plist", "cps", "deriv", "primes",
    "mutual", "states",
]
# The programs whose C does not take memory: those are compared with it.
WITHOUT_ALLOCATION = ["fib", "tak", "ack", "loop", "mutual", "states"]
RUNS = 5
# Seconds after which a program is slow enough to be measured once.
SLOW = 3


def lisp(folder, runs=None, programs=None):
    systems = []
    for system in SYSTEMS:
        missing = system.missing()
        if missing:
            print(f"skipped: {system.name} ({', '.join(map(str, missing))} is not here)")
        else:
            systems.append(system)
    results = [measure(name, systems, folder, runs or RUNS) for name in programs or PROGRAMS]
    start = empty(systems, folder, runs or RUNS)
    sizes = module_sizes(folder)
    text = report(results, start, systems, sizes)
    print("\n" + text)
    if not programs:
        write_section("lisp", text)
    versions = {system.name: system.version_text() for system in systems}
    return {"programs": results, "start": start, "module_bytes": sizes, "versions": versions}


def build_all(sources, systems, folder, name):
    """The commands that run the program, by the name of the system."""
    commands = {}
    for place, system in enumerate(systems):
        try:
            commands[system.name] = system.build(sources(system.kind), f"{folder}/{name}-{place}")
        except subprocess.CalledProcessError as error:
            sys.exit(f"bench: {system.name} does not build {name}:\n{error.stdout}{error.stderr}")
    return commands


def measure(name, systems, folder, runs):
    """The shortest processor time of each system in seconds."""
    commands = build_all(lambda kind: str(FOLDER / f"{name}.{kind}"), systems, folder, name)
    check(name, commands)
    best = best_of(commands, runs)
    print(f"{name}: " + ", ".join(f"{key} {1000 * value:.0f} ms" for key, value in best.items()), flush=True)
    return {"program": name, "seconds": best}


def check(name, commands):
    outputs = {system: output(command) for system, command in commands.items()}
    for system, text in outputs.items():
        if text != outputs["hubc"]:
            sys.exit(f"bench: {name}: {system} prints '{text}', hubc '{outputs['hubc']}'")


def output(command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return result.stdout.strip() or f"status {result.returncode}: {result.stderr[:200]}"


def best_of(commands, runs):
    """The shortest processor time of each command; those that take seconds run once only."""
    best = {}
    for _ in range(runs):
        for system, command in commands.items():
            if best.get(system, 0) > SLOW:
                continue
            work = run(command)[1]
            best[system] = min(best.get(system, work), work)
    return best


def empty(systems, folder, runs):
    """Processor seconds of an empty program in each system."""
    for kind, text in EMPTY.items():
        Path(f"{folder}/empty.{kind}").write_text(text)
    return best_of(build_all(lambda kind: f"{folder}/empty.{kind}", systems, folder, "empty"), runs)


def module_sizes(folder):
    """Bytes of the WebAssembly modules that have a limit."""
    hello = f"{folder}/hello.valk"
    Path(hello).write_text('(load "src/prelude.valk")\n(print "Hello, world!")\n')
    wasm = next(system for system in SYSTEMS if system.name == "hubc wasm")
    if wasm.missing():
        return {}
    sizes = {}
    for name, source in {"hello": hello, "queens": str(FOLDER / "queens.valk")}.items():
        wasm.build(source, f"{folder}/{name}-size")
        sizes[name] = os.path.getsize(f"{folder}/{name}-size.wasm")
    return sizes


def report(results, start, systems, sizes):
    names = [system.name for system in systems]
    rows = [[result["program"], *(f"{1000 * result['seconds'][name]:.0f}" for name in names)] for result in results]
    rows.append(["(an empty program)", *(f"{1000 * start[name]:.0f}" for name in names)])
    text = table(["processor time, ms", *names], rows) + "\n" + ratios(results, names)
    if "hubc wasm" in names:
        text += "\n" + wasm_ratios(results, start)
        text += "\n" + "; ".join(f"{name}.wasm {size:,} bytes" for name, size in sizes.items()) + ".\n"
    return text


def ratios(results, names):
    """Our time by theirs: below 1 is faster."""
    peers = [name for name in names if name not in ("hubc", "hubc wasm")]
    rows = []
    for result in results:
        times = result["seconds"]
        rows.append([result["program"], *(f"{times['hubc'] / times[peer]:.2f}" for peer in peers)])
    rows.append(["geometric mean", *(f"{mean(results, peer):.2f}" for peer in peers)])
    calls = [result for result in results if result["program"] in WITHOUT_ALLOCATION]
    if calls:
        rows.append(["without allocation", *(f"{mean(calls, peer):.2f}" for peer in peers)])
    return table(["hubc's time by that of", *peers], rows)


def mean(results, peer):
    return geometric_mean(result["seconds"]["hubc"] / result["seconds"][peer] for result in results)


def wasm_ratios(results, start):
    """WebAssembly in Node.js by our native code, each without its start."""
    def net(result, system):
        return max(result["seconds"][system] - start[system], 0.001)

    pairs = [(result["program"], net(result, "hubc wasm") / net(result, "hubc")) for result in results]
    pairs.append(("geometric mean", geometric_mean(ratio for _, ratio in pairs)))
    return table(["WebAssembly by native, without start", *(name for name, _ in pairs)],
                 [["ratio", *(f"{ratio:.2f}" for _, ratio in pairs)]])
