// A program without a main, and one without the entry that was asked for.
// run: hubc check %s
// status: 1
// run: hubc check %s --entry begin
// status: 1
// run: hubc check %s --entry start
// needs: clang
// needs: llvm
int start(void) { return 3; }
