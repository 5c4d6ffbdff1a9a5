// Assembly that jumps to labels of C.
// run: hubc check %s
// status: 1
// needs: clang
// needs: llvm
int main(void) {
    __asm__ goto("j %l0" : : : : out);
    return 1;
out:
    return 0;
}
