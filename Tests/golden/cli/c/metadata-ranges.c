// Numbers and names out of range are found where the declaration stands.
// needs: clang
// needs: llvm
// run: hubc build %s --target hxe
// status: 1
#include <hsx_mailbox.h>
#include <hsx_value.h>

HSX_VALUE(1, 256, "last");
HSX_MAILBOX("app:a-name-that-is-longer-than-32-bytes");

int main(void) { return 0; }
