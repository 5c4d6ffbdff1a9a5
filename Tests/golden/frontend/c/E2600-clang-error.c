// What clang finds wrong is reported as a diagnostic of hubc's, with its notes.
// run: hubc check %s
// status: 1
// needs: clang
// needs: llvm
int twice(int x);
int main(void) {
    int y = twice(1, 2);
    return y
}
