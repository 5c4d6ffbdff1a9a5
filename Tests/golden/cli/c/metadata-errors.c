// A command whose handler does not exist.
// needs: clang
// needs: llvm
// run: hubc build %s --target hxe
// status: 1
#include <hsx_command.h>

HSX_COMMAND(1, 2, "reset", on_reset);

int main(void) { return 0; }
