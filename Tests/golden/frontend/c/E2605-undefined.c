// Names that nothing defines: a function, an object, and one in an initial value. A weak one is no error.
// run: hubc check %s -O0
// status: 1
// needs: clang
// needs: llvm
extern int missing(int);
extern int absent;
extern int gone(void);
int (*table[])(void) = {gone};
__attribute__((weak)) extern int optional(void);
int main(void) {
    int x = missing(3) + absent + table[0]();
    return optional ? optional() : x;
}
