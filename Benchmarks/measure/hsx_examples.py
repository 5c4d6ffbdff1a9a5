"""The C examples of the reference project, compiled by hubc, against what its own toolchain makes of them.

They are not part of this tree: HSX_REFERENCE names a checkout of the project. The figures are those of its toolchain
with clang 15, measured at the commit that the specification names (section 6.3), where the result is right.
"""

import json
import os
import shutil
from pathlib import Path

from .common import geometric_mean, table, write_section
from .hsx_image import build

# Sources below examples/, R0, and (code bytes, instructions) at -O0 and -O2; None where the result is wrong or missing.
EXAMPLES = {
    "extern_pair": (["c/extern_pair.c"], 1, (40, 9), (40, 4)),
    "hello": (["c/hello.c"], 42, (216, 53), (52, 4)),
    "icmp": (["c/icmp.c"], 2, None, (20, 4)),
    "link_main": (["c/link_main.c", "c/link_lib.c"], 42, (40, 9), None),
    "loadstore": (["c/loadstore.c"], 99, (124, 30), None),
    "test_ir_fptosi_half": (["tests/test_ir_fptosi_half/main.c"], -3, (112, 26), (20, 4)),
    "test_ir_globals": (["tests/test_ir_globals/main.c"], 79, (152, 35), (64, 13)),
    "test_ir_half_main": (["tests/test_ir_half_main/main.c"], 17152, (152, 34), None),
    "test_ir_icmp": (["tests/test_ir_icmp/main.c"], -1, (288, 49), (140, 4)),
    "test_linker": (["tests/test_linker/main.c", "tests/test_linker/lib.c"], 60, (248, 61), None),
    "test_vm_exit": (["tests/test_vm_exit/main.c"], 42, (20, 4), (20, 4)),
    "test_mailbox_producer_c": (["tests/test_mailbox_producer_c/main.c"], 0, (1140, 126), None),
    "test_mailbox_consumer_c": (["tests/test_mailbox_consumer_c/main.c"], 3, (2180, 2070), None),
    "test_stdio_mailbox_c": (["tests/test_stdio_mailbox_c/main.c"], 3, (2592, 520), None),
    "custom-build-dirs": (["hsx-cc-build/custom-build-dirs/main.c"], 25, (164, 40), (64, 4)),
    "makefile-project": (
        [f"hsx-cc-build/makefile-project/{name}.c" for name in ("main", "module1", "module2")], 30, (144, 35), None),
    "multi-file-project": (
        [f"hsx-cc-build/multi-file-project/{name}.c" for name in ("main", "math", "utils")], 0, (636, 405), None),
    "simple-direct-build": (["hsx-cc-build/simple-direct-build/main.c"], 42, (52, 12), (20, 4)),
}


def tree(name, sources, checkout, folder):
    """A folder with the sources, the headers beside them, and a manifest."""
    place = Path(folder, name)
    place.mkdir(exist_ok=True)
    for source in sources:
        path = checkout / "examples" / source
        shutil.copy(path, place)
        for header in path.parent.glob("*.h"):
            shutil.copy(header, place)
    names = [Path(source).name for source in sources]
    (place / "hubc.json").write_text(json.dumps({"name": name, "sources": names, "targets": ["hxe"]}))
    return place


def examples(counter, folder):
    """The table of all examples; without a checkout the one in the documents stays."""
    checkout = os.environ.get("HSX_REFERENCE")
    if not checkout:
        print("the examples of the reference are left out: HSX_REFERENCE names no checkout of them")
        return []
    rows, results = [], []
    for name, (sources, expected, *figures) in EXAMPLES.items():
        place = tree(name, sources, Path(checkout), folder)
        for level, figure in zip(("-O0", "-O2"), figures):
            if figure is None:
                continue
            status, value, steps, code, *_ = counter.run(build(place, f"{folder}/{name}{level}.hxe", level))
            if status != "RETURNED" or value != expected % 2**32:
                raise SystemExit(f"bench: {name} gives {status} {value} at {level}, not {expected}")
            size, reference = figure
            results.append({
                "program": name, "level": level, "reference_instructions": reference, "instructions": steps,
                "reference_bytes": size, "code_bytes": code,
            })
            ratios = f"{steps / reference:.2f}", f"{code / size:.2f}"
            rows.append([f"{name} {level}", reference, steps, ratios[0], size, code, ratios[1]])
    for level in ("-O0", "-O2"):
        chosen = [row for row in results if row["level"] == level]
        steps = geometric_mean(row["instructions"] / row["reference_instructions"] for row in chosen)
        sizes = geometric_mean(row["code_bytes"] / row["reference_bytes"] for row in chosen)
        rows.append([f"geometric mean {level}", "", "", f"{steps:.2f}", "", "", f"{sizes:.2f}"])
    text = table(["program", "reference", "hubc", "ratio", "bytes, reference", "hubc", "ratio"], rows)
    print(text)
    write_section("hsx-examples", text)
    return results
