// Assembly outside of functions.
// run: hubc check %s
// status: 1
// needs: clang
// needs: llvm
__asm__(".globl x\nx: ret");
int main(void) { return 0; }
