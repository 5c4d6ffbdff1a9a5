"""The kernels of Benchmarks/hsx: C through hubc against assembly by hand, in instructions executed and bytes of code.

Each pair must give the same R0. Then programs that the reference toolchain compiles rightly, and what the 4 KiB that
branches reach cost programs that are larger.
"""

import json
import os
import sys
from pathlib import Path

from .common import ROOT, geometric_mean, output_of, table, write_section
from .hsx_examples import examples
from .hsx_image import FOLDER, Counter, build

KERNELS = [
    "bubble_sort", "crc_bits", "crc_table", "dispatch", "f16_poly", "fib", "fir", "list", "matmul", "strings", "sum64",
]
# How many functions make a program of at least so many KiB of code.
SIZES = {8: 41, 16: 64, 48: 166}
CLANG = os.environ.get("CLANG", "clang-22")


def compare(name, counter, folder, level):
    """Instructions and code bytes of the assembly and of the C program."""
    hand = counter.run(build(FOLDER / f"{name}.mvasm", f"{folder}/{name}.hand.hxe", "-O0"))
    ours = counter.run(build(FOLDER / f"{name}.c", f"{folder}/{name}.hxe", level))
    if hand[:2] != ours[:2]:
        sys.exit(f"bench: {name} gives {ours[:2]} at {level}, by hand {hand[:2]}")
    return hand[2:4], ours[2:4]


def ratios(counter, folder):
    rows, results = [], []
    for name in KERNELS:
        hand, ours = compare(name, counter, folder, "-O2")
        plain = compare(name, counter, folder, "-O0")[1]
        small = compare(name, counter, folder, "-Os")[1]
        results.append({
            "kernel": name, "hand_instructions": hand[0], "hand_bytes": hand[1],
            "instructions": {"O0": plain[0], "O2": ours[0], "Os": small[0]},
            "code_bytes": {"O0": plain[1], "O2": ours[1], "Os": small[1]},
            "instruction_ratio": ours[0] / hand[0], "byte_ratio": ours[1] / hand[1],
        })
        rows.append([
            name, f"{hand[0]:,}", f"{ours[0]:,}", f"{ours[0] / hand[0]:.2f}", hand[1], ours[1],
            f"{ours[1] / hand[1]:.2f}", f"{plain[0]:,}", f"{small[0]:,}", small[1],
        ])
    means = [geometric_mean([row[key] for row in results]) for key in ("instruction_ratio", "byte_ratio")]
    rows.append(["geometric mean", "", "", f"{means[0]:.2f}", "", "", f"{means[1]:.2f}", "", "", ""])
    heads = ["kernel", "by hand", "-O2", "ratio", "bytes by hand", "bytes -O2", "ratio", "-O0", "-Os", "bytes -Os"]
    text = table(heads, rows)
    print(text)
    write_section("hsx-kernels", text)
    return {"kernels": results, "instruction_mean": means[0], "byte_mean": means[1]}


def reference(counter, folder):
    """The conformance programs that the reference toolchain gets right, each at the levels at which it does."""
    kit = Path(os.environ.get("HUBC_CONFORMANCE", ROOT.parent / "shared/conformance")) / "c"
    rows, results = [], []
    for name, levels in json.loads((kit / "baseline.json").read_text())["programs"].items():
        for level, figures in levels.items():
            ours = counter.run(build(kit / f"{name}.c", f"{folder}/{name}.hxe", level))
            results.append({
                "program": name, "level": level, "reference_instructions": figures["steps"], "instructions": ours[2],
                "reference_bytes": figures["code_bytes"], "code_bytes": ours[3],
            })
            rows.append([
                f"{name} {level}", figures["steps"], ours[2], f"{ours[2] / figures['steps']:.2f}",
                figures["code_bytes"], ours[3], f"{ours[3] / figures['code_bytes']:.2f}",
            ])
    for group, levels in [("-O0", {"-O0"}), ("-O1, -O2, -Os", {"-O1", "-O2", "-Os"})]:
        chosen = [row for row in results if row["level"] in levels]
        steps = geometric_mean([row["instructions"] / row["reference_instructions"] for row in chosen])
        sizes = geometric_mean([row["code_bytes"] / row["reference_bytes"] for row in chosen])
        rows.append([f"geometric mean {group}", "", "", f"{steps:.2f}", "", "", f"{sizes:.2f}"])
    text = table(["program", "reference", "hubc", "ratio", "bytes, reference", "hubc", "ratio"], rows)
    print(text)
    write_section("hsx-reference", text)
    return results


def large_program(count):
    """C source of so many functions with loops and branches, which call each other."""
    lines = ["volatile unsigned input = 7;", "static unsigned state;"]
    for number in range(count):
        a, b, c = number * 7 % 31 + 1, number * 5 % 13 + 2, number * 3 % 17
        lines.append(
            f"__attribute__((noinline)) static unsigned work{number}(unsigned x) {{\n"
            f"    unsigned sum = x * {a * 2 + 1};\n"
            f"    for (unsigned i = 0; i < {b}; i++) {{\n"
            f"        if ((sum >> i) & 1) sum = sum * 3 + state;\n"
            f"        else if (sum > {c * 1000 + 77}) sum ^= {c * 4099 + 1};\n"
            f"        else state += sum >> {number % 5 + 1};\n"
            f"    }}\n"
            f"    return sum + {f'work{number - 1}(sum & 15)' if number % 4 else 'state'};\n"
            f"}}")
    calls = "\n".join(f"    sum = sum * 31 + work{number}(sum & 255);" for number in range(0, count, 3))
    lines.append(f"int main(void) {{\n    unsigned sum = input;\n{calls}\n    return (int)sum;\n}}")
    return "\n".join(lines) + "\n"


def wall(counter, folder):
    """Programs of 8, 16 and 48 KiB: the result of clang's native code, and the share of far jumps."""
    rows, results = [], []
    for size, count in SIZES.items():
        source = Path(folder, f"large{size}.c")
        source.write_text(large_program(count))
        image = counter.run(build(source, f"{folder}/large{size}.hxe", "-O2"))
        program = f"{folder}/large{size}"
        show = Path(folder, "show.c")
        show.write_text('#include <stdio.h>\nint program(void);\nint main(void) { printf("%u", (unsigned)program()); }\n')
        output_of(CLANG, "-O1", "-fwrapv", "-Dmain=program", "-c", str(source), "-o", program + ".o")
        output_of(CLANG, program + ".o", str(show), "-o", program)
        native = int(output_of(program))
        if image[0] != "RETURNED" or image[1] != native:
            sys.exit(f"bench: the program of {size} KiB gives {image[:2]}, natively {native}")
        _, _, steps, code, far, branches = image
        if code < size << 10:
            sys.exit(f"bench: the program of {size} KiB has only {code} bytes; give it more functions")
        results.append({
            "code_bytes": code, "instructions": steps, "far_jumps": far, "branches": branches,
            "share_of_far_jumps": far / max(1, far + branches),
        })
        rows.append([f"{code:,}", f"{steps:,}", f"{branches:,}", f"{far:,}", f"{far / max(1, far + branches):.3f}"])
    text = table(["code bytes", "instructions", "near jumps and branches", "far jumps", "share of far jumps"], rows)
    print(text)
    write_section("hsx-wall", text)
    return results


def hsx(folder):
    counter = Counter(folder)
    return {
        "by_hand": ratios(counter, folder), "reference": reference(counter, folder),
        "examples": examples(counter, folder), "wall": wall(counter, folder),
    }
