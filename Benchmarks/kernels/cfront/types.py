"""The types of the C subset and how they look in the IR."""


class Integer:
    """An integer type; `bool` has one bit and is what comparisons give."""

    def __init__(self, bits, signed):
        self.bits, self.signed = bits, signed
        self.size = self.alignment = max(bits // 8, 1)
        self.ir = f"i{bits}"


class Double:
    size = alignment = 8
    ir = "f64"


class Void:
    size = alignment = 1
    ir = None


class Pointer:
    size = alignment = 8
    ir = "ptr"

    def __init__(self, target):
        self.target = target


class Array:
    """`count` is None until an initial value says it."""

    def __init__(self, element, count):
        self.element, self.count = element, count
        self.size, self.alignment = element.size * (count or 0), element.alignment


class Struct:
    """Members in order: name, type; each at the next multiple of its alignment."""

    def __init__(self, members):
        self.offsets, end = {}, 0
        for name, type in members:
            end = round_up(end, type.alignment)
            self.offsets[name] = (end, type)
            end += type.size
        self.alignment = max(type.alignment for _, type in members)
        self.size = round_up(end, self.alignment)


def round_up(number, alignment):
    return (number + alignment - 1) // alignment * alignment


BOOL = Integer(1, False)
INT, UNSIGNED = Integer(32, True), Integer(32, False)
LONG, UNSIGNED_LONG = Integer(64, True), Integer(64, False)
DOUBLE, VOID = Double(), Void()
NAMED = {
    "int8_t": Integer(8, True), "uint8_t": Integer(8, False), "int16_t": Integer(16, True),
    "uint16_t": Integer(16, False), "int32_t": INT, "int": INT, "uint32_t": UNSIGNED, "unsigned": UNSIGNED,
    "int64_t": LONG, "uint64_t": UNSIGNED_LONG, "double": DOUBLE, "void": VOID,
}


def promoted(type):
    """The integer promotions."""
    return INT if isinstance(type, Integer) and type.bits < 32 else type


def common(a, b):
    """The usual arithmetic conversions."""
    if a is DOUBLE or b is DOUBLE:
        return DOUBLE
    a, b = promoted(a), promoted(b)
    if a.bits != b.bits:
        return a if a.bits > b.bits else b
    return a if not a.signed else b
