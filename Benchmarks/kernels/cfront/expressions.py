"""Expressions of the C subset. `value` gives a place or a computed value:

    ("variable", variable, type)     a local variable that is a value
    ("memory", base, offset, type)   bytes at an address plus a constant
    ("computed", value, type)
    ("constant", number, type)
"""

from . import ssa, types

INTEGER = {"+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor", "<<": "shl"}
FLOAT = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
CONDITIONS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


class Expressions:
    """Needs `function`, `globals`, `signatures`, `scopes`, and `index`, the integer type as wide as a pointer."""

    def value(self, tree):
        return getattr(self, tree[0] + "_value")(*tree[1:])

    # Values and conversions.

    def rvalue(self, place):
        """The value at a place, and its type; an array is its address."""
        kind = place[0]
        if kind == "computed":
            return place[1], place[2]
        if kind == "constant":
            return self.number(place[1], place[2]), place[2]
        if kind == "variable":
            return self.function.read(place[1]), place[2]
        _, base, offset, type = place
        if isinstance(type, types.Array):
            return self.address(place), types.Pointer(type.element)
        return self.function.emit(type.ir, f"load.{type.ir} ", base, suffix(offset)), type

    def address(self, place):
        _, base, offset, _ = place
        if offset == 0:
            return base
        return self.function.emit("ptr", "ptr_add.ptr ", base, ", ", self.number(offset, self.index))

    def number(self, number, type):
        if type is types.DOUBLE:
            return self.function.emit("f64", f"fconst.f64 {float(number)!r}")
        bits = number % (1 << type.bits)
        if type.signed and bits >> (type.bits - 1):
            bits -= 1 << type.bits
        return self.function.emit(type.ir, f"iconst.{type.ir} {bits}")

    def converted(self, place, wanted):
        if place[0] == "constant" and not isinstance(wanted, types.Pointer):
            return self.number(place[1], wanted)
        value, type = self.rvalue(place)
        if type is wanted or isinstance(wanted, types.Pointer):
            return value
        return self.convert(value, type, wanted)

    def convert(self, value, type, wanted):
        if wanted is types.DOUBLE:
            op = "sitofp" if type.signed else "uitofp"
        elif type is types.DOUBLE:
            op = "fptosi" if wanted.signed else "fptoui"
        elif wanted is types.BOOL:
            return self.function.emit("i1", f"icmp.{type.ir} ne ", value, ", ", self.number(0, type))
        elif wanted.bits == type.bits:
            return value
        else:
            op = "trunc" if wanted.bits < type.bits else "sext" if type.signed else "zext"
        return self.function.emit(wanted.ir, f"{op}.{wanted.ir} ", value)

    def assign(self, place, value):
        """Stores a value of the place's type."""
        if place[0] == "variable":
            self.function.write(place[1], value)
        else:
            _, base, offset, type = place
            self.function.emit(None, f"store.{type.ir} ", base, f"{suffix(offset)}, ", value)

    def condition(self, tree, yes, no):
        """Branches on a truth value."""
        if tree[0] == "binary" and tree[1] in ("&&", "||"):
            middle = ssa.Block()
            both = tree[1] == "&&"
            self.condition(tree[2], middle if both else yes, no if both else middle)
            self.function.seal(middle)
            self.function.start(middle)
            return self.condition(tree[3], yes, no)
        if tree[0] == "unary" and tree[1] == "!":
            return self.condition(tree[2], no, yes)
        value = self.converted(self.value(tree), types.BOOL)
        current = self.function.current
        self.function.end("br_if ", value, ", ", ssa.Jump(current, yes), ", ", ssa.Jump(current, no))

    # Nodes.

    def number_value(self, number, type):
        return ("constant", number, type)

    def name_value(self, name):
        for scope in reversed(self.scopes):
            if name in scope:
                variable, type = scope[name]
                if isinstance(variable, str):
                    return ("memory", self.function.emit("ptr", f"slot_addr.ptr {variable}"), 0, type)
                return ("variable", variable, type)
        return ("memory", self.function.emit("ptr", f"global_addr.ptr @{name}"), 0, self.globals[name])

    def unary_value(self, op, tree):
        if op == "!":
            return self.logical_value(("unary", op, tree))
        place = self.value(tree)
        if op == "&":
            return ("computed", self.address(place), types.Pointer(place[3]))
        if op == "*":
            base, type = self.rvalue(place)
            return ("memory", base, 0, type.target)
        if place[0] == "constant":
            return ("constant", -place[1] if op == "-" else ~place[1], types.promoted(place[2]))
        type = types.promoted(place[2] if place[0] != "memory" else place[3])
        value = self.converted(place, type)
        name = "fneg" if type is types.DOUBLE else "neg" if op == "-" else "not"
        return ("computed", self.function.emit(type.ir, f"{name}.{type.ir} ", value), type)

    def binary_value(self, op, left, right):
        if op in ("&&", "||"):
            return self.logical_value(("binary", op, left, right))
        return self.operation(op, self.value(left), lambda: self.value(right))

    def operation(self, op, a, right):
        """Applies `op`; `right` computes the right side, after the left one has been read."""
        a = a if a[0] == "constant" else ("computed", *self.rvalue(a))
        b = right()
        b = b if b[0] == "constant" else ("computed", *self.rvalue(b))
        if isinstance(a[2], types.Pointer):
            return self.pointer_operation(op, a, b)
        if a[0] == b[0] == "constant" and op in "+-*":
            type = types.common(a[2], b[2])
            return ("constant", {"+": a[1] + b[1], "-": a[1] - b[1], "*": a[1] * b[1]}[op], type)
        type = types.promoted(a[2]) if op in ("<<", ">>") else types.common(a[2], b[2])
        x, y = self.converted(a, type), self.converted(b, type)
        if op in CONDITIONS:
            return ("computed", self.comparison(op, type, x, y), types.BOOL)
        name = self.name_of(op, type)
        return ("computed", self.function.emit(type.ir, f"{name}.{type.ir} ", x, ", ", y), type)

    def name_of(self, op, type):
        if type is types.DOUBLE:
            return FLOAT[op]
        if op == ">>":
            return "ashr" if type.signed else "lshr"
        if op in "/%":
            return ("s" if type.signed else "u") + ("div" if op == "/" else "rem")
        return INTEGER[op]

    def comparison(self, op, type, x, y):
        word = CONDITIONS[op]
        if type is types.DOUBLE:
            return self.function.emit("i1", f"fcmp.f64 {'u' if op == '!=' else 'o'}{word} ", x, ", ", y)
        if op not in ("==", "!="):
            word = ("s" if isinstance(type, types.Integer) and type.signed else "u") + word
        return self.function.emit("i1", f"icmp.{type.ir} {word} ", x, ", ", y)

    def pointer_operation(self, op, a, b):
        value, type = a[1], a[2]
        if op in CONDITIONS:
            return ("computed", self.comparison(op, type, value, b[1]), types.BOOL)
        if b[0] == "constant":
            b = ("constant", -b[1] if op == "-" else b[1], b[2])
            return ("computed", self.address(("memory", value, b[1] * type.target.size, None)), type)
        assert op == "+", "only sums of pointers and variables"
        return ("computed", self.element(value, b, type.target), type)

    def element(self, base, index, type):
        """The address of element `index` of size `type.size`: scaled in integers as wide as pointers."""
        scaled = self.converted(index, self.index)
        if type.size > 1:
            scaled = self.function.emit(
                self.index.ir, f"mul.{self.index.ir} ", scaled, ", ", self.number(type.size, self.index))
        return self.function.emit("ptr", "ptr_add.ptr ", base, ", ", scaled)

    def index_value(self, array, index):
        place = self.value(array)
        if place[0] == "memory" and isinstance(place[3], types.Array):
            base, offset, type = place[1], place[2], place[3].element
        else:
            base, pointer = self.rvalue(place)
            offset, type = 0, pointer.target
        subscript = self.value(index)
        if subscript[0] == "constant":
            return ("memory", base, offset + subscript[1] * type.size, type)
        return ("memory", self.element(base, subscript, type), offset, type)

    def member_value(self, tree, name):
        _, base, offset, type = self.value(tree)
        start, type = type.offsets[name]
        return ("memory", base, offset + start, type)

    def assign_value(self, op, target, tree):
        place = self.value(target)
        type = place[2] if place[0] == "variable" else place[3]
        result = self.operation(op, place, lambda: self.value(tree)) if op else self.value(tree)
        value = self.converted(result, type)
        self.assign(place, value)
        return ("computed", value, type)

    def step_value(self, op, target, is_prefix):
        place = self.value(target)
        type = place[2] if place[0] == "variable" else place[3]
        before = self.rvalue(place)[0]
        after = self.operation(op[0], ("computed", before, type), lambda: ("constant", 1, types.INT))
        after = self.converted(after, type)
        self.assign(place, after)
        return ("computed", after if is_prefix else before, type)

    def comma_value(self, first, second):
        self.value(first)
        return self.value(second)

    def cast_value(self, type, tree):
        return ("computed", self.converted(self.value(tree), type), type)

    def call_value(self, name, arguments):
        if name == "sqrt":
            value = self.converted(self.value(arguments[0]), types.DOUBLE)
            return ("computed", self.function.emit("f64", "fsqrt.f64 ", value), types.DOUBLE)
        result, parameters = self.signatures[name]
        values = [self.converted(self.value(tree), type) for tree, type in zip(arguments, parameters)]
        parts = [f"call @{name}("]
        for place, value in enumerate(values):
            parts += [", "] * (place > 0) + [value]
        return ("computed", self.function.emit(result.ir, *parts, ")"), result)

    def logical_value(self, tree):
        return self.choose_value(tree, ("number", 1, types.INT), ("number", 0, types.INT))

    def choose_value(self, test, yes, no):
        """One of two values: a variable that both ways set."""
        then, otherwise, after = ssa.Block(), ssa.Block(), ssa.Block()
        self.condition(test, then, otherwise)
        ends = []
        for block, tree in ((then, yes), (otherwise, no)):
            self.function.seal(block)
            self.function.start(block)
            place = self.value(tree)
            place = place if place[0] == "constant" else ("computed", *self.rvalue(place))
            ends.append((self.function.current, place))
        types_of = [place[2] for _, place in ends]
        type = types_of[0] if isinstance(types_of[0], types.Pointer) else types.common(*types_of)
        variable = ("choice", len(self.function.types))
        self.function.types[variable] = type.ir
        for block, place in ends:
            self.function.current = block
            self.function.write(variable, self.converted(place, type))
            self.function.jump(after)
        self.function.seal(after)
        self.function.start(after)
        return ("computed", self.function.read(variable), type)


def suffix(offset):
    return f" + {offset}" if offset > 0 else f" - {-offset}" if offset < 0 else ""
