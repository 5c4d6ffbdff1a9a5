"""How long hubc takes to build programs from images at -O2: the first time, and natively once more after a method of the
image has changed, when machine code of the first build is at hand (docs/architecture.md, the native back end).
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from .common import HUBC, output_of, table
from .smalltalk_programs import build

# It begins with `self < 2` and is in all programs of benchmark.image here.
CHANGED = "Integer>>benchFib"
PUSH_TWO, PUSH_ONE = 0x77, 0x76
GOALS = {"first": 60, "second": 5}


def measure_compiling(kit, hello, kernels):
    """Seconds of each build: {program: {target: {"first": seconds, "second": seconds}}}."""
    with tempfile.TemporaryDirectory() as folder:
        image, cases = kit / "images/benchmark.image", kit / "cases.image"
        changed = change_method(image, folder)
        names = [case["selector"] for case in json.loads((kit / "cases.json").read_text())["cases"]]
        # The images of the first and second build, and the entries. All class methods without arguments reach nearly
        # all methods of an image.
        programs = {
            "benchmark.image, the three kernels": (image, changed, kernels),
            "benchmark.image, everything": (image, changed, kernels + class_methods(image)),
            f"cases.image, all {len(names)} cases": (cases, None, [f"HubCases class>>{name}" for name in names]),
        }
        return {title: measure(f"{folder}/{number}", hello, *program)
                for number, (title, program) in enumerate(programs.items())}


def measure(base, hello, image, changed, entries):
    Path(f"{base}.entries").write_text("\n".join(entries) + "\n")
    options = ["--entries", f"{base}.entries", "--receiver", "1", "--print-result"]
    before = os.environ.get("HUBC_CACHE")
    os.environ["HUBC_CACHE"] = f"{base}.cache"
    # Whatever program is built first also compiles the runtime, which is the same for all.
    build(hello, "native", "-O2", f"{base}.hello")
    native = {"first": build(image, "native", "-O2", base, *options)}
    if changed:
        native["second"] = build(changed, "native", "-O2", base, *options)
    wasm = {"first": build(image, "wasm", "-O2", base, *options)}
    if before is None:
        del os.environ["HUBC_CACHE"]
    else:
        os.environ["HUBC_CACHE"] = before
    return {"native": native, "wasm": wasm}


def inspect(image, *options):
    return json.loads(output_of(str(HUBC), "inspect", str(image), *options, "--json"))


def class_methods(image):
    names = [each["name"] for each in inspect(image)["classes"] if each["class_methods"]]
    methods = [(name, method["selector"]) for name in names
               for method in inspect(image, "--class", f"{name} class")["methods"]]
    return [f"{name} class>>{selector}" for name, selector in methods if selector.isalnum()]


def change_method(image, folder):
    """A copy of the image with another constant in `CHANGED`, under the same name."""
    code = bytes.fromhex("".join(each["bytes"] for each in inspect(image, "--method", CHANGED)["instructions"]))
    content = image.read_bytes()
    if content.count(code) != 1 or code[1] != PUSH_TWO:
        sys.exit(f"bench: {CHANGED} of {image} is not as expected")
    copy = Path(folder) / image.name
    copy.write_bytes(content.replace(code, code[:1] + bytes([PUSH_ONE]) + code[2:]))
    return copy


def compile_table(programs):
    words = {"first": "", "second": ", after a method has changed"}
    rows = [[f"compile at -O2: {title}, {target}{words[turn]}", f"{seconds:.1f} s", f"{GOALS[turn]} s"]
            for title, targets in programs.items() for target, turns in targets.items()
            for turn, seconds in turns.items()]
    return table(["", "time", "goal"], rows)
