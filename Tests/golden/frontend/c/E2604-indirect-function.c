// A function that is chosen when the program is loaded.
// run: hubc check %s
// status: 1
// needs: clang
// needs: llvm
static int one(void) { return 1; }
static int (*choose(void))(void) { return one; }
int chosen(void) __attribute__((ifunc("choose")));
int main(void) { return chosen(); }
