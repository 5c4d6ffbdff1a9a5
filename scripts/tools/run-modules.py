"""Runs many WASI modules in one process: starting Python takes longer than most of them.

Usage: run-modules.py COMMAND JOBS    COMMAND: the script `wasmtime` of .tools/bin

JOBS is a JSON list of {"module", "arguments", "output", "errors"}: a file to run, its arguments, and the files that its
streams go to. The statuses are printed as a JSON list.
"""

import importlib.machinery
import json
import sys

command = importlib.machinery.SourceFileLoader("wasmtime_command", sys.argv[1]).load_module()

import wasmtime  # noqa: E402  the command knows where it lies

config = wasmtime.Config()
config.wasm_tail_call = True
config.wasm_gc = True
config.wasm_function_references = True
command.set_stack(wasmtime, config, 1 << 28)
engine = wasmtime.Engine(config)
with open(sys.argv[2]) as file:
    jobs = json.load(file)


def run(job):
    wasi = wasmtime.WasiConfig()
    wasi.stdout_file = job["output"]
    wasi.stderr_file = job["errors"]
    status, message = command.execute(wasmtime, engine, wasi, [job["module"]] + job["arguments"])
    del wasi
    if message:
        with open(job["errors"], "a") as errors:
            errors.write(message + "\n")
    return status


print(json.dumps(command.with_stack(1 << 28, lambda: [run(job) for job in jobs])))
