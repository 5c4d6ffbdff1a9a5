"""Writes an MVASM file and a comparable x86-64 file of the same number of lines, for the benchmark of the assembler.

Usage: generate.py LINES OUT.mvasm OUT.s

The files are made of the same blocks. Each line of a block has a partner in the other language that does about the same
with the same number of operands: labels, comments, all instruction formats, references to labels before and behind, data
items of every size, strings. {n} is the number of the block, {p} that of the one before.
"""

import sys

BLOCK = [
    ("; block {n}: a routine and its data", "# block {n}: a routine and its data"),
    ("routine_{n}:", "routine_{n}:"),
    ("    PUSH R4", "    pushq %rbx"),
    ("    PUSH R5                 ; saved for the caller", "    pushq %r12              # saved for the caller"),
    ("    LDI32 R1, table_{n}", "    movl $table_{n}, %edi"),
    ("    LDI R2, {small}", "    movl ${small}, %esi"),
    ("    LDI R3, -1", "    movl $-1, %edx"),
    ("    MOV R4, R1", "    movq %rdi, %rbx"),
    ("    ; the loop over the table", "    # the loop over the table"),
    ("loop_{n}:", "loop_{n}:"),
    ("    LD R5, [R4]", "    movl (%rbx), %r12d"),
    ("    LD R8, [R4+4]", "    movl 4(%rbx), %r8d"),
    ("    ADD R5, R5, R8", "    addl %r8d, %r12d"),
    ("    SUB R8, R8, R3", "    subl %edx, %r8d"),
    ("    XOR R9, R5, R8", "    xorl %r12d, %r9d"),
    ("    AND R9, R9, R2", "    andl %esi, %r9d"),
    ("    LSL R10, R9, R3         ; times two", "    shll $1, %r10d          # times two"),
    ("    MUL R10, R10, R5", "    imull %r12d, %r10d"),
    ("    OR R10, R10, R8", "    orl %r8d, %r10d"),
    ("    ASR R11, R10, R2", "    sarl $3, %r11d"),
    ("    ST [R4+8], R10", "    movl %r10d, 8(%rbx)"),
    ("    STB [R4+12], R11", "    movb %r11b, 12(%rbx)"),
    ("    LDB R12, [R4+13]", "    movzbl 13(%rbx), %r13d"),
    ("    LDH R13, [R4+14]", "    movzwl 14(%rbx), %r14d"),
    ("    STH [R4-2], R13", "    movw %r14w, -2(%rbx)"),
    ("    CMP R12, R13", "    cmpl %r14d, %r13d"),
    ("    JZ done_{n}", "    je done_{n}"),
    ("", ""),
    ("    LDI R6, 'x'", "    movl $'x', %r15d"),
    ("    ADD R4, R4, R6", "    addq %r15, %rbx"),
    ("    SUB R2, R2, R6", "    subl %r15d, %esi"),
    ("    JNZ loop_{n}", "    jne loop_{n}"),
    ("    CALL routine_{p}", "    call routine_{p}"),
    ("    SVC 0x101", "    int $0x80"),
    ("    JMP done_{n}", "    jmp done_{n}"),
    ("done_{n}:", "done_{n}:"),
    ("    POP R5", "    popq %r12"),
    ("    POP R4", "    popq %rbx"),
    ("    RET", "    ret"),
    ("", ""),
    (".data", ".data"),
    ("; what routine_{n} works on", "# what routine_{n} works on"),
    ("table_{n}:", "table_{n}:"),
    ("    .word 1, 0x{n:x}, {small}", "    .long 1, 0x{n:x}, {small}"),
    ("    .half 17, 18, 19, 20", "    .short 17, 18, 19, 20"),
    ("    .byte 1, 2, 3, 4", "    .byte 1, 2, 3, 4"),
    ("    .word table_{p}", "    .long table_{p}"),
    ("    .ascii \"block {n}\\n\"", "    .ascii \"block {n}\\n\""),
    ("    .byte 0, 0              ; the end", "    .byte 0, 0              # the end"),
    (".text", ".text"),
]


def main():
    lines = int(sys.argv[1])
    mvasm, x86 = [], []
    block = 0
    while len(mvasm) < lines:
        values = {"n": block, "p": max(block - 1, 0), "small": block % 1000}
        for left, right in BLOCK[: lines - len(mvasm)]:
            mvasm.append(left.format(**values))
            x86.append(right.format(**values))
        block += 1
    for path, text in ((sys.argv[2], mvasm), (sys.argv[3], x86)):
        with open(path, "w", encoding="ascii") as file:
            file.write("\n".join(text) + "\n")


main()
