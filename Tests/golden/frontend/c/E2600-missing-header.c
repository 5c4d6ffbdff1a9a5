// A header that is not there. The headers of the host are not searched.
// run: hubc check %s
// status: 1
// needs: clang
// needs: llvm
#include <unistd.h>
int main(void) { return 0; }
