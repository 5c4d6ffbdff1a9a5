// Assembly of another machine; empty assembly, which only orders memory, is fine.
// run: hubc build %s --target hxe
// status: 1
// needs: clang
// needs: llvm
int main(void) {
    int x = 1;
    __asm__ volatile("" ::: "memory");
    __asm__ volatile("nop");
    return x;
}
