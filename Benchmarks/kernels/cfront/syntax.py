"""Reads the C subset: tokens, then a tree of tuples whose first item is the kind of node.

Expressions: (number, value, type) (name, text) (unary, op, a) (binary, op, a, b) (assign, op, place, value)
             (step, op, place, is_prefix) (choose, a, b, c) (call, name, arguments) (index, a, i) (member, a, name)
             (cast, type, a)
Statements:  (block, [...]) (declare, name, type, value) (expression, e) (if, a, yes, no) (while, a, body)
             (do, body, a) (for, init, test, step, body) (switch, a, [items]) (case, value) (default,) (break,)
             (continue,) (return, value)
"""

import operator
import re

from . import types

TOKEN = re.compile(
    r"\s+|//[^\n]*|#include[^\n]*|"
    r"(?P<float>\d+\.\d*(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)|(?P<int>(?:0[xX][\da-fA-F]+|\d+)[uUlL]*)|"
    r"(?P<char>'.')|(?P<string>\"[^\"\\]*\")|(?P<word>[A-Za-z_]\w*)|"
    r"(?P<op><<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^~!<>=?:;,.(){}\[\]])")
LEVELS = [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"],
          ["*", "/", "%"]]


OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.floordiv, "<<": operator.lshift,
              "|": operator.or_}


def tokens(text):
    place = 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise SyntaxError(f"cannot read: {text[place:place + 30]!r}")
        if match.lastgroup:
            yield match.lastgroup, match.group()
        place = match.end()
    yield "end", ""


class Parser:
    """A file: enumeration constants, structures, globals and functions, in `constants`, `globals`, `functions`."""

    def __init__(self, text):
        self.tokens, self.at = list(tokens(text)), 0
        self.named, self.constants = dict(types.NAMED), {}
        self.globals, self.functions = [], []
        while self.kind != "end":
            self.declaration()

    # Tokens.

    @property
    def kind(self):
        return self.tokens[self.at][0]

    @property
    def text(self):
        return self.tokens[self.at][1]

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1][1]

    def accept(self, text):
        if self.text == text and self.kind in ("op", "word"):
            self.at += 1
            return True
        return False

    def expect(self, text):
        if not self.accept(text):
            raise SyntaxError(f"expected {text!r} at {' '.join(t for _, t in self.tokens[self.at:self.at + 8])}")

    # Declarations.

    def starts_type(self):
        return self.kind == "word" and (self.text in self.named or self.text in ("const", "struct"))

    def base_type(self):
        self.accept("const")
        name = self.take()
        if name == "struct":
            name = "struct " + self.take()
        self.accept("const")
        return self.named[name]

    def pointers(self, type):
        while self.accept("*"):
            self.accept("const")
            type = types.Pointer(type)
        return type

    def dimensions(self, type):
        counts = []
        while self.accept("["):
            counts.append(None if self.text == "]" else self.constant())
            self.expect("]")
        for count in reversed(counts):
            type = types.Array(type, count)
        return type

    def constant(self):
        return evaluate(self.conditional(), self.constants)

    def declaration(self):
        if self.accept("enum"):
            return self.enumeration()
        if self.text == "struct" and self.tokens[self.at + 2][1] == "{":
            return self.structure()
        is_static = self.accept("static")
        is_constant = self.text == "const"
        base = self.base_type()
        while True:
            type = self.pointers(base)
            name = self.take()
            if self.accept("("):
                return self.function(name, type, is_static)
            type = self.dimensions(type)
            value = self.initializer() if self.accept("=") else None
            if isinstance(type, types.Array) and type.count is None:
                type = types.Array(type.element, len(value))
            self.globals.append((name, type, value, is_constant))
            if not self.accept(","):
                return self.expect(";")

    def enumeration(self):
        self.expect("{")
        value = 0
        while not self.accept("}"):
            name = self.take()
            if self.accept("="):
                value = self.constant()
            self.constants[name] = value
            value += 1
            self.accept(",")
        self.expect(";")

    def structure(self):
        self.expect("struct")
        name, members = self.take(), []
        self.expect("{")
        while not self.accept("}"):
            base = self.base_type()
            while True:
                type = self.pointers(base)
                member = self.take()
                members.append((member, self.dimensions(type)))
                if not self.accept(","):
                    break
            self.expect(";")
        self.expect(";")
        self.named["struct " + name] = types.Struct(members)

    def initializer(self):
        """A flat list of numbers."""
        if self.kind == "string":
            return [ord(character) for character in self.take()[1:-1]] + [0]
        if not self.accept("{"):
            return [self.constant()]
        values = []
        while not self.accept("}"):
            values += self.initializer()
            self.accept(",")
        return values

    def function(self, name, result, is_static):
        parameters = []
        while not self.accept(")"):
            type = self.pointers(self.base_type())
            if type is not types.VOID:
                parameters.append((self.take(), type))
            self.accept(",")
        if self.accept(";"):
            return
        self.functions.append((name, result, parameters, self.block(), is_static))

    # Statements.

    def block(self):
        self.expect("{")
        body = []
        while not self.accept("}"):
            body += self.statement()
        return ("block", body)

    def statement(self):
        """One statement; a declaration of several variables is several."""
        if self.text == "{":
            return [self.block()]
        if self.starts_type():
            return self.variables()
        handler = {
            "if": self.if_statement, "while": self.while_statement, "for": self.for_statement,
            "switch": self.switch_statement, "do": self.do_statement, "return": self.return_statement,
        }.get(self.text)
        if handler:
            self.take()
            return [handler()]
        if self.accept("case"):
            value = self.constant()
            self.expect(":")
            return [("case", value)]
        for word in ("default", "break", "continue"):
            if self.accept(word):
                self.expect(":" if word == "default" else ";")
                return [(word,)]
        if self.accept(";"):
            return []
        value = self.expression()
        self.expect(";")
        return [("expression", value)]

    def variables(self):
        base, declared = self.base_type(), []
        while True:
            type = self.pointers(base)
            name = self.take()
            type = self.dimensions(type)
            declared.append(("declare", name, type, self.assignment() if self.accept("=") else None))
            if not self.accept(","):
                self.expect(";")
                return declared

    def body(self):
        return ("block", self.statement())

    def condition(self):
        self.expect("(")
        value = self.expression()
        self.expect(")")
        return value

    def if_statement(self):
        test, yes = self.condition(), self.body()
        return ("if", test, yes, self.body() if self.accept("else") else None)

    def while_statement(self):
        return ("while", self.condition(), self.body())

    def do_statement(self):
        body = self.body()
        self.expect("while")
        test = self.condition()
        self.expect(";")
        return ("do", body, test)

    def for_statement(self):
        self.expect("(")
        first = self.statement()
        test = None if self.text == ";" else self.expression()
        self.expect(";")
        step = None if self.text == ")" else self.expression()
        self.expect(")")
        return ("for", first, test, step, self.body())

    def switch_statement(self):
        return ("switch", self.condition(), self.block()[1])

    def return_statement(self):
        value = None if self.text == ";" else self.expression()
        self.expect(";")
        return ("return", value)

    # Expressions.

    def expression(self):
        value = self.assignment()
        while self.accept(","):
            value = ("comma", value, self.assignment())
        return value

    def assignment(self):
        place = self.conditional()
        if self.kind == "op" and self.text.endswith("=") and self.text not in ("==", "!=", "<=", ">="):
            op = self.take()[:-1]
            return ("assign", op, place, self.assignment())
        return place

    def conditional(self):
        test = self.binary(0)
        if not self.accept("?"):
            return test
        yes = self.expression()
        self.expect(":")
        return ("choose", test, yes, self.conditional())

    def binary(self, level):
        if level == len(LEVELS):
            return self.unary()
        value = self.binary(level + 1)
        while self.kind == "op" and self.text in LEVELS[level]:
            op = self.take()
            value = ("binary", op, value, self.binary(level + 1))
        return value

    def unary(self):
        if self.kind == "op" and self.text in ("-", "~", "!", "*", "&"):
            return ("unary", self.take(), self.unary())
        for op in ("++", "--"):
            if self.accept(op):
                return ("step", op, self.unary(), True)
        if self.text == "(" and self.next_is_type():
            self.take()
            type = self.pointers(self.base_type())
            self.expect(")")
            return ("cast", type, self.unary())
        return self.postfix(self.primary())

    def next_is_type(self):
        kind, text = self.tokens[self.at + 1]
        return kind == "word" and (text in self.named or text in ("const", "struct"))

    def postfix(self, value):
        while self.kind == "op":
            if self.accept("["):
                value = ("index", value, self.expression())
                self.expect("]")
            elif self.accept("."):
                value = ("member", value, self.take())
            elif self.accept("->"):
                value = ("member", ("unary", "*", value), self.take())
            elif self.text in ("++", "--"):
                value = ("step", self.take(), value, False)
            else:
                break
        return value

    def primary(self):
        kind, text = self.kind, self.take()
        if kind == "float":
            return ("number", float(text), types.DOUBLE)
        if kind == "char":
            return ("number", ord(text[1]), types.INT)
        if kind == "int":
            return number(text)
        if kind == "word" and self.accept("("):
            arguments = []
            while not self.accept(")"):
                arguments.append(self.assignment())
                self.accept(",")
            return ("call", text, arguments)
        if kind == "word":
            return ("number", self.constants[text], types.INT) if text in self.constants else ("name", text)
        if text == "(":
            value = self.expression()
            self.expect(")")
            return value
        raise SyntaxError(f"no expression starts with {text!r}")


def number(text):
    digits = text.rstrip("uUlL")
    suffix, value = text[len(digits):].lower(), int(digits, 0)
    is_unsigned = "u" in suffix
    if "l" in suffix or value >= 1 << 32 or value >= 1 << 31 and not is_unsigned and not digits.startswith("0x"):
        return ("number", value, types.UNSIGNED_LONG if is_unsigned or value >= 1 << 63 else types.LONG)
    return ("number", value, types.UNSIGNED if is_unsigned or value >= 1 << 31 else types.INT)


def evaluate(tree, constants):
    """The value of a constant expression."""
    if tree[0] == "number":
        return tree[1]
    if tree[0] == "unary":
        value = evaluate(tree[2], constants)
        return -value if tree[1] == "-" else ~value
    if tree[0] == "binary":
        a, b = evaluate(tree[2], constants), evaluate(tree[3], constants)
        return OPERATIONS[tree[1]](a, b)
    raise SyntaxError(f"no constant: {tree}")
