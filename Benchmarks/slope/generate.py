"""Writes a module of about a given number of instructions, for the benchmark of compile time.

Usage: generate.py INSTRUCTIONS BODIES OUT.hir

A body is a loop over a table with arithmetic, a diamond, loads and stores, in 40 instructions; a function is BODIES of
them, one behind the other, and a call of the function before. BODIES of 1 makes many small functions, 250 large ones.
"""

import sys

BODY = """\
    jump block{a}(v{start}, v{zero})
block{a}(v{n0}: i64, v{n1}: i32):
    v{n2} = iconst.i32 {table}
    v{n3} = icmp.i32 slt v{n1}, v{n2}
    br_if v{n3}, block{b}, block{f}
block{b}:
    v{n4} = global_addr.ptr @table
    v{n5} = sext.i64 v{n1}
    v{n6} = iconst.i64 8
    v{n7} = mul.i64 v{n5}, v{n6}
    v{n8} = ptr_add.ptr v{n4}, v{n7}
    v{n9} = load.i64 v{n8}
    v{n10} = iconst.i64 {odd}
    v{n11} = mul.i64 v{n0}, v{n10}
    v{n12} = xor.i64 v{n11}, v{n9}
    v{n13} = iconst.i64 {shift}
    v{n14} = lshr.i64 v{n12}, v{n13}
    v{n15} = add.i64 v{n14}, v{n12}
    v{n16} = iconst.i64 1
    v{n17} = and.i64 v{n15}, v{n16}
    v{n18} = iconst.i64 0
    v{n19} = icmp.i64 eq v{n17}, v{n18}
    br_if v{n19}, block{c}, block{d}
block{c}:
    v{n20} = sub.i64 v{n15}, v{start}
    v{n21} = trunc.i32 v{n20}
    v{n22} = zext.i64 v{n21}
    store.i64 v{n8} + 8, v{n22}
    jump block{e}(v{n20})
block{d}:
    v{n23} = sitofp.f64 v{n15}
    v{n24} = fconst.f64 0.5
    v{n25} = fmul.f64 v{n23}, v{n24}
    v{n26} = fptosi.i64 v{n25}
    v{n27} = or.i64 v{n26}, v{n16}
    jump block{e}(v{n27})
block{e}(v{n28}: i64):
    v{n29} = iconst.i32 1
    v{n30} = add.i32 v{n1}, v{n29}
    store.i64 v{n8}, v{n28}
    jump block{a}(v{n28}, v{n30})
block{f}:
"""
PER_BODY = 35
TABLE = 64


def function(number, bodies):
    lines = [f"func @f{number} (i64) -> (i64) export {{\nblock0(v0: i64):\n    v1 = iconst.i32 0\n"]
    value, block, start = 2, 1, 0
    for body in range(bodies):
        names = {f"n{i}": value + i for i in range(31)}
        blocks = {name: block + i for i, name in enumerate("abcdef")}
        odd = (number * 977 + body * 131) * 2 + 3
        lines.append(BODY.format(start=start, zero=1, table=TABLE, odd=odd, shift=7 + body % 50, **names, **blocks))
        start, value, block = value, value + 31, block + 6
    if number > 0:
        lines.append(f"    v{value} = call @f{number - 1}(v{start})\n")
        start = value
    lines.append(f"    ret v{start}\n}}\n\n")
    return "".join(lines)


def main():
    wanted, bodies = int(sys.argv[1]), int(sys.argv[2])
    count = max(1, round(wanted / (bodies * PER_BODY + 3)))
    with open(sys.argv[3], "w", encoding="ascii") as file:
        file.write('module "slope"\nmemory size 0 stack 0 pointer 8\n\n')
        file.write(f"global @table size {TABLE * 8 + 8} align 8\n\n")
        for number in range(count):
            file.write(function(number, bodies))


main()
