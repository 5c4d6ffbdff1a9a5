#include "RuntimeBundle.h"

static const uint8_t hosted_hub_runtime_h[] = {
#embed "../hosted/hub_runtime.h"
};

static const hub_bundled_file files[] = {
    {"hosted/hub_runtime.h", hosted_hub_runtime_h, sizeof hosted_hub_runtime_h},
};

const hub_bundled_file *hub_bundled_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
