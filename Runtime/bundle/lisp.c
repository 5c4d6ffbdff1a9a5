// The library of Lisp as bytes: an array for each file, and one table. Whoever adds a file adds both.

#include "RuntimeBundle.h"

static const uint8_t lisp_library_async_valk[] = {
#embed "../lisp/library/async.valk"
};
static const uint8_t lisp_library_calls_valk[] = {
#embed "../lisp/library/calls.valk"
};
static const uint8_t lisp_library_context_valk[] = {
#embed "../lisp/library/context.valk"
};
static const uint8_t lisp_library_diagnostics_valk[] = {
#embed "../lisp/library/diagnostics.valk"
};
static const uint8_t lisp_library_eval_valk[] = {
#embed "../lisp/library/eval.valk"
};
static const uint8_t lisp_library_files_valk[] = {
#embed "../lisp/library/files.valk"
};
static const uint8_t lisp_library_groups_valk[] = {
#embed "../lisp/library/groups.valk"
};
static const uint8_t lisp_library_handles_valk[] = {
#embed "../lisp/library/handles.valk"
};
static const uint8_t lisp_library_lists_valk[] = {
#embed "../lisp/library/lists.valk"
};
static const uint8_t lisp_library_loop_valk[] = {
#embed "../lisp/library/loop.valk"
};
static const uint8_t lisp_library_memory_valk[] = {
#embed "../lisp/library/memory.valk"
};
static const uint8_t lisp_library_metrics_valk[] = {
#embed "../lisp/library/metrics.valk"
};
static const uint8_t lisp_library_numbers_valk[] = {
#embed "../lisp/library/numbers.valk"
};
static const uint8_t lisp_library_output_valk[] = {
#embed "../lisp/library/output.valk"
};
static const uint8_t lisp_library_read_valk[] = {
#embed "../lisp/library/read.valk"
};
static const uint8_t lisp_library_strings_valk[] = {
#embed "../lisp/library/strings.valk"
};
static const uint8_t lisp_library_text_valk[] = {
#embed "../lisp/library/text.valk"
};
static const uint8_t lisp_library_types_valk[] = {
#embed "../lisp/library/types.valk"
};
static const uint8_t lisp_async_handles_valk[] = {
#embed "../lisp/async_handles.valk"
};
static const uint8_t lisp_async_monadic_valk[] = {
#embed "../lisp/async_monadic.valk"
};
static const uint8_t lisp_modules_test_valk[] = {
#embed "../lisp/modules/test.valk"
};
static const uint8_t lisp_prelude_valk[] = {
#embed "../lisp/prelude.valk"
};
static const uint8_t lisp_session_valk[] = {
#embed "../lisp/session.valk"
};

#define FILE(path, name) {path, name, sizeof name}

static const hub_bundled_file files[] = {
    FILE("library/async.valk", lisp_library_async_valk),
    FILE("library/calls.valk", lisp_library_calls_valk),
    FILE("library/context.valk", lisp_library_context_valk),
    FILE("library/diagnostics.valk", lisp_library_diagnostics_valk),
    FILE("library/eval.valk", lisp_library_eval_valk),
    FILE("library/files.valk", lisp_library_files_valk),
    FILE("library/groups.valk", lisp_library_groups_valk),
    FILE("library/handles.valk", lisp_library_handles_valk),
    FILE("library/lists.valk", lisp_library_lists_valk),
    FILE("library/loop.valk", lisp_library_loop_valk),
    FILE("library/memory.valk", lisp_library_memory_valk),
    FILE("library/metrics.valk", lisp_library_metrics_valk),
    FILE("library/numbers.valk", lisp_library_numbers_valk),
    FILE("library/output.valk", lisp_library_output_valk),
    FILE("library/read.valk", lisp_library_read_valk),
    FILE("library/strings.valk", lisp_library_strings_valk),
    FILE("library/text.valk", lisp_library_text_valk),
    FILE("library/types.valk", lisp_library_types_valk),
    FILE("async_handles.valk", lisp_async_handles_valk),
    FILE("async_monadic.valk", lisp_async_monadic_valk),
    FILE("modules/test.valk", lisp_modules_test_valk),
    FILE("prelude.valk", lisp_prelude_valk),
    FILE("session.valk", lisp_session_valk),
};

const hub_bundled_file *hub_bundled_lisp_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
