// The declarations of values, commands and mailboxes reach the image; a handler that nothing calls is kept.
// needs: clang
// needs: llvm
// run: hubc build %s --target hxe -O2 -o app.hxe
// files: names
// run: hubc inspect app.hxe
#include <hsx.h>

#define GROUP 0x10

HSX_VALUE(GROUP, 1, "temperature", HSX_GROUP_NAME("climate"), HSX_UNIT("degC"), HSX_INIT(-20.5), HSX_EPSILON(0.25),
    HSX_RANGE(-40, 125), HSX_FLAGS(READONLY | PERSIST), HSX_AUTH(ADMIN), HSX_PERSIST_KEY(0x11));
HSX_VALUE(GROUP, 2, "bare");
HSX_COMMAND(GROUP, 3, "reset", on_reset, HSX_HELP("forgets everything"), HSX_FLAGS(PIN), HSX_AUTH(USER));
HSX_MAILBOX("app:telemetry", HSX_CAPACITY(96), HSX_MODE(RDWR | FANOUT));
HSX_MAILBOX("svc:log");

int on_reset(void) { return 7; }

int main(void) { return 0; }
