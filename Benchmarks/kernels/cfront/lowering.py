"""Translates a tree of the C subset to a module of the IR, as a front end would: variables become values, array elements
addresses and loads, loops test at their head. Nothing is optimised but constant expressions.

A module has the host's memory and pointers of 8 bytes; a file with the line `// hubc: memory of HSX` has 64 KiB of its
own and pointers of 4 bytes. Indices are scaled in integers as wide as pointers, as C does.
"""

from . import ssa, types
from .expressions import Expressions
from .syntax import Parser


def translate(name, text):
    """The text of the module for the C file `text`."""
    parser = Parser(text)
    is_hsx = "\n// hubc: memory of HSX\n" in text
    memory = "memory size 65536 stack 32768 pointer 4" if is_hsx else "memory size 0 stack 0 pointer 8"
    index = types.INT if is_hsx else types.LONG
    lines = [f'module "{name}"', memory, ""]
    lines += [global_line(*item) for item in parser.globals]
    signatures = {name: (result, [type for _, type in parameters])
                  for name, result, parameters, _, _ in parser.functions}
    globals = {name: type for name, type, _, _ in parser.globals}
    functions = [Lowering(globals, signatures, item, index).text() for item in parser.functions]
    return "\n".join(lines + [""]) + "\n".join(functions)


def global_line(name, type, values, is_constant):
    line = f"global @{name} size {type.size} align {type.alignment}"
    if is_constant:
        line += " constant"
    if values:
        scalar = type
        while isinstance(scalar, types.Array):
            scalar = scalar.element
        data = b"".join((value % (1 << scalar.bits)).to_bytes(scalar.size, "little") for value in values)
        line += f' = hex "{data.hex()}"'
    return line


class Lowering(Expressions):
    """One function."""

    def __init__(self, globals, signatures, item, index):
        name, self.result, parameters, self.body, is_static = item
        results = f"({self.result.ir})" if self.result.ir else "()"
        header = f"func @{name} ({', '.join(type.ir for _, type in parameters)}) -> {results}"
        self.function = ssa.Function(header + ("" if is_static else " export"))
        self.globals, self.signatures, self.index = globals, signatures, index
        """Blocks that `break` and `continue` go to, innermost last."""
        self.breaks, self.continues = [], []
        self.scopes = [{}]
        entry = self.block(is_sealed=True)
        self.function.start(entry)
        for name, type in parameters:
            value = ssa.Value(type.ir)
            entry.parameters.append(value)
            self.function.write(self.declare(name, type), value)

    def text(self):
        self.statement(self.body)
        if self.result is types.VOID:
            self.function.end("ret")
        else:
            self.function.end("unreachable")
        return self.function.text()

    def block(self, is_sealed=False):
        block = ssa.Block()
        block.is_sealed = is_sealed
        return block

    def go_on(self, block):
        """Goes to `block`, which nothing else jumps to later."""
        self.function.jump(block)
        self.function.seal(block)
        self.function.start(block)

    def declare(self, name, type):
        """A variable of the innermost scope: its own object, so that shadowing is no matter."""
        variable = (name, len(self.function.types))
        self.function.types[variable] = type.ir if not isinstance(type, (types.Array, types.Struct)) else None
        self.scopes[-1][name] = (variable, type)
        return variable

    # Statements.

    def statement(self, tree):
        getattr(self, tree[0] + "_statement")(*tree[1:])

    def block_statement(self, body):
        self.scopes.append({})
        for tree in body:
            self.statement(tree)
        self.scopes.pop()

    def declare_statement(self, name, type, value):
        if isinstance(type, (types.Array, types.Struct)):
            slot = f"ss{len(self.function.slots)}"
            self.function.slots.append(f"    slot {slot} size {type.size} align {type.alignment}")
            self.scopes[-1][name] = (slot, type)
            return
        initial = self.converted(self.value(value), type) if value else None
        variable = self.declare(name, type)
        if initial:
            self.function.write(variable, initial)

    def expression_statement(self, tree):
        self.value(tree)

    def if_statement(self, test, yes, no):
        then, otherwise, after = self.block(), self.block(), self.block()
        self.condition(test, then, otherwise if no else after)
        self.function.seal(then)
        self.function.start(then)
        self.statement(yes)
        if no:
            self.function.jump(after)
            self.function.seal(otherwise)
            self.function.start(otherwise)
            self.statement(no)
        self.go_on(after)

    def loop(self, test, body, step):
        head, inside, again, after = self.block(), self.block(), self.block(), self.block()
        self.function.jump(head)
        self.function.start(head)
        if test:
            self.condition(test, inside, after)
        else:
            self.function.jump(inside)
        self.function.seal(inside)
        self.function.start(inside)
        self.run_body(body, after, again)
        self.go_on(again)
        if step:
            self.value(step)
        self.function.jump(head)
        self.function.seal(head)
        self.function.seal(after)
        self.function.start(after)

    def run_body(self, body, after, again):
        self.breaks.append(after)
        self.continues.append(again)
        self.statement(body)
        self.breaks.pop()
        self.continues.pop()

    def while_statement(self, test, body):
        self.loop(test, body, None)

    def for_statement(self, first, test, step, body):
        self.scopes.append({})
        for tree in first:
            self.statement(tree)
        self.loop(test, body, step)
        self.scopes.pop()

    def do_statement(self, body, test):
        inside, again, after = self.block(), self.block(), self.block()
        self.function.jump(inside)
        self.function.start(inside)
        self.run_body(body, after, again)
        self.go_on(again)
        self.condition(test, inside, after)
        self.function.seal(inside)
        self.function.seal(after)
        self.function.start(after)

    def switch_statement(self, selector, items):
        value, type = self.rvalue(self.value(selector))
        after, blocks, cases, default = self.block(), [], [], None
        for tree in items:
            if tree[0] in ("case", "default"):
                blocks.append(self.block())
                if tree[0] == "default":
                    default = blocks[-1]
                else:
                    cases.append((tree[1], blocks[-1]))
        parts = [f"switch.{type.ir} ", value, " { "]
        for number, block in cases:
            parts += [f"{number}: ", ssa.Jump(self.function.current, block), ", "]
        self.function.end(*parts, "default: ", ssa.Jump(self.function.current, default or after), " }")
        self.breaks.append(after)
        following = iter(blocks)
        for tree in items:
            if tree[0] in ("case", "default"):
                self.go_on(next(following))
            else:
                self.statement(tree)
        self.breaks.pop()
        self.go_on(after)

    def break_statement(self):
        self.function.jump(self.breaks[-1])

    def continue_statement(self):
        self.function.jump(self.continues[-1])

    def return_statement(self, value):
        if value:
            self.function.end("ret ", self.converted(self.value(value), self.result))
        else:
            self.function.end("ret")
