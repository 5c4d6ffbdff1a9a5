"""What the benchmark of Smalltalk compares with: squeak-vm, SqueakJS with its JIT, the same in C and JavaScript.

SqueakJS is a checkout that HUBC_SQUEAKJS names; squeak-vm runs the image of Debian's `scratch`. What is not here is
skipped, and the output says so. Every peer answers pairs of milliseconds and what was printed.
"""

import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

from .common import HUBC, ROOT, output_of, run
from .lisp_systems import CLANG, NODE

FOLDER = ROOT / "Benchmarks/smalltalk"
SQUEAKJS = os.environ.get("HUBC_SQUEAKJS", "")
SCRATCH = Path("/usr/share/scratch/Scratch.image")
SQUEAK_VM = next(iter(sorted(Path("/usr/lib/squeak").glob("*/squeakvm"))), Path("/usr/lib/squeak/squeakvm"))


def missing_peers():
    """The names of peers that are not here, each with what it lacks."""
    needs = {
        "squeak-vm": [SQUEAK_VM, SCRATCH], "SqueakJS": [Path(SQUEAKJS or "HUBC_SQUEAKJS", "jit.js")],
        "C": [CLANG], "JavaScript": [NODE],
    }
    lacks = {name: [str(need) for need in each if not here(need)] for name, each in needs.items()}
    return {name: each for name, each in lacks.items() if each}


def here(tool):
    return tool.exists() if isinstance(tool, Path) else bool(shutil.which(str(tool)))


def pairs(command):
    """Runs a program that prints lines of milliseconds, a tab and an answer."""
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600)
    if result.returncode != 0:
        sys.exit(f"bench: '{' '.join(map(str, command))}' failed:\n{result.stdout[-500:]}{result.stderr[-500:]}")
    lines = [line.split("\t", 1) for line in result.stdout.splitlines() if "\t" in line]
    return [(float(time), answer) for time, answer in lines]


def squeakjs(image, sends):
    """`sends`: the words of squeakjs.cjs."""
    return pairs([NODE, FOLDER / "squeakjs.cjs", SQUEAKJS, image, *sends])


def javascript(programs):
    """`programs`: names, arguments and rounds, as kernels.mjs takes them."""
    return pairs([NODE, FOLDER / "kernels.mjs", *programs])


def c(programs, folder):
    binary = Path(folder, "kernels")
    if not binary.exists():
        output_of(CLANG, "-std=c11", "-O2", str(FOLDER / "kernels.c"), "-o", str(binary))
    return pairs([binary, *programs])


# MARK: squeak-vm


class ScratchImage:
    """Scratch.image with another method in place of `Delay class>>startUp`, which every start sends.

    Format 6502: a header of 64 bytes, words of 32 bits, little-endian; a method is its header, its literals, its code.
    """

    def __init__(self):
        self.bytes = bytearray(SCRATCH.read_bytes())
        self.start, literals, _ = self.method("Delay class>>startUp")
        assert literals >= 4, "startUp has room for four literals"
        timer = self.literals("Integer>>tinyBenchmarks")
        quits = self.literals("DisplayScreen>>findAnyDisplayDepth")
        self.selectors = {"benchmark": timer[2], "benchFib": timer[5]}
        self.smalltalk, self.quit = quits[2], quits[5]

    def method(self, name):
        """The place of the method's first literal, their number, and the bytes of its code."""
        text = output_of(str(HUBC), "inspect", str(SCRATCH), "--json", "--method", name)
        about = json.loads(text)
        code = bytes.fromhex("".join(each["bytes"] for each in about["instructions"]))
        count = len(about["literals"])
        header = struct.pack("<I", about["header"] << 1 | 1)
        places = []
        place = self.bytes.find(code)
        while place >= 0:
            first = place - 4 * count
            if self.bytes[first - 4:first] == header:
                places.append(first)
            place = self.bytes.find(code, place + 1)
        if len(places) != 1:
            sys.exit(f"bench: '{name}' is in Scratch.image {len(places)} times")
        return places[0], count, code

    def literals(self, name):
        place, count, _ = self.method(name)
        return struct.unpack_from(f"<{count}I", self.bytes, place)

    def write(self, path, receiver, selector):
        """An image that sends `selector` to `receiver` at its start, and quits."""
        image = bytearray(self.bytes)
        _, count, code = self.method("Delay class>>startUp")
        words = [receiver << 1 | 1, self.selectors[selector], self.smalltalk, self.quit]
        struct.pack_into("<4I", image, self.start, *words)
        # pushLiteral 0, send 1, pop, pushLiteralVariable 2, send 3, pop, returnReceiver
        new = bytes([0x20, 0xD1, 0x87, 0x42, 0xD3, 0x87, 0x78])
        assert len(new) <= len(code), "the new code fits"
        place = self.start + 4 * count
        image[place:place + len(new)] = new
        Path(path).write_bytes(image)


def squeak_images(folder, kernels):
    """`kernels`: for each selector its receivers. Answers for each the commands of all."""
    scratch = ScratchImage()
    commands = {}
    for selector, receivers in kernels.items():
        for receiver in receivers:
            path = f"{folder}/{selector}-{receiver}.image"
            scratch.write(path, receiver, selector)
            command = [SQUEAK_VM, "-vm-display-null", "-vm-sound-null", path]
            commands.setdefault(selector, []).append(command)
    return commands


def squeak_seconds(command):
    """Processor seconds of a run: the machine has other work, and a run of a virtual machine does not wait."""
    return run(command)[1]
