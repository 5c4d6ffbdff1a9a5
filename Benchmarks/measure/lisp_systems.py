"""The systems that Benchmarks/lisp compares: what they need, how they build a program and how they run it.

Each program is one file for all Schemes; what stands around it is the prologue of the system. All of them see a whole
program in one scope, as hubc does, and none gets declarations of types. Safe means that wrong arguments are errors.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .common import HUBC, ROOT, output_of

FOLDER = ROOT / "Benchmarks/lisp"
CLANG = os.environ.get("CLANG", "clang-22")
NODE = os.environ.get("NODE") or (str(ROOT / ".tools/bin/node") if (ROOT / ".tools/bin/node").exists() else "node")


class System:
    """`build` takes the program's source and a base path for what it makes, and answers the command that runs it."""

    def __init__(self, name, tools, kind, build, version=None):
        self.name, self.tools, self.kind, self.build, self.version = name, tools, kind, build, version

    def missing(self):
        return [tool for tool in self.tools if not shutil.which(str(tool))]

    def version_text(self):
        """The first number in what the version command prints."""
        if not self.version:
            return ""
        result = subprocess.run(self.version, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        found = re.search(r"\d+(\.\d+)+", result.stdout + result.stderr)
        return found.group(0) if found else ""


def hubc(target, level):
    def build(source, base):
        output = base + {"native": "", "c": ".c", "wasm": ".wasm"}[target]
        output_of(str(HUBC), "build", source, "--target", target, level, "-o", output)
        if target == "wasm":
            return [NODE, base + ".mjs"]
        return [base]
    return build


def clang(source, base):
    output_of(CLANG, "-std=c11", "-O2", source, "-o", base)
    return [base]


def around(before, source, after, path):
    """Writes the program with its prologue."""
    Path(path).write_text(f"{before}\n{Path(source).read_text()}\n{after}\n")
    return path


def chez(level):
    def build(source, base):
        text = around("(import (chezscheme))\n(let ()", source, "(newline))", base + ".ss")
        commands = f'(optimize-level {level}) (compile-program "{text}" "{base}.so")'
        subprocess.run(["scheme", "-q"], input=commands, text=True, check=True, capture_output=True)
        return ["scheme", "--program", base + ".so"]
    return build


def gambit(source, base):
    declarations = "(declare (block) (standard-bindings) (extended-bindings))"
    text = around(declarations + "\n(let ()", source, "(newline))", base + ".scm")
    output_of("gsc", "-exe", "-o", base, text)
    return [base]


def chicken(source, base):
    output_of("csc", "-O3", "-o", base, around("(let ()", source, "(newline))", base + ".scm"))
    return [base]


def guile(source, base):
    text = around("(let ()", source, "(newline))", base + ".scm")
    compile = f'(compile-file "{text}" #:output-file "{base}.go" #:optimization-level 3)'
    output_of("guile", "--no-auto-compile", "-c", f"(use-modules (system base compile)) {compile}")
    return ["guile", "--no-auto-compile", "-c", f'(load-compiled "{base}.go")']


def sbcl(source, base):
    text = around("(declaim (optimize (speed 3) (safety 1) (debug 0)))", source, "", base + ".lisp")
    compile = f'(handler-bind ((warning #\'muffle-warning)) (compile-file "{text}" :block-compile t))'
    output_of("sbcl", "--noinform", "--non-interactive", "--eval", compile)
    space = ["--dynamic-space-size", "4GB", "--control-stack-size", "1GB"]
    script = ["--no-sysinit", "--no-userinit", "--load", base + ".fasl", "--eval", "(progn (main) (terpri))"]
    return ["sbcl", *space, "--noinform", "--non-interactive", *script]


SYSTEMS = [
    System("hubc", [HUBC], "valk", hubc("native", "-O2")),
    System("C", [CLANG], "c", clang, [CLANG, "--version"]),
    System("Chez 3", ["scheme"], "scm", chez(3), ["scheme", "--version"]),
    System("Chez 2", ["scheme"], "scm", chez(2), ["scheme", "--version"]),
    System("Gambit", ["gsc"], "scm", gambit, ["gsc", "-v"]),
    System("SBCL", ["sbcl"], "lisp", sbcl, ["sbcl", "--version"]),
    System("Chicken", ["csc"], "scm", chicken, ["csc", "-version"]),
    System("Guile", ["guile"], "scm", guile, ["guile", "--version"]),
    System("hubc wasm", [HUBC, NODE], "valk", hubc("wasm", "-O2"), [NODE, "--version"]),
]
EMPTY = {
    "valk": '(load "src/prelude.valk")\n', "c": "int main(void) { return 0; }\n", "scm": '(display "")\n',
    "lisp": "(defun main () nil)\n",
}
