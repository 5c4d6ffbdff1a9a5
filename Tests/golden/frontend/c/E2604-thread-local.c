// There are no threads, so there is nothing for a variable to be local to.
// run: hubc check %s
// status: 1
// needs: clang
// needs: llvm
_Thread_local int counter;
int main(void) { return ++counter; }
