// A warning of clang's does not stop the build.
// run: hubc check %s
// needs: clang
// needs: llvm
int main(void) {
    int x = 3;
    if (x = 4) return 1;
    return 0;
}
