// For a cell that is built with the sanitizers and started by the real worker: its environment is empty, and its root has
// no place for a report, so a finding ends it by a signal, which the tests see. Looking for leaks takes ptrace.
#include <sanitizer/asan_interface.h>

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void) {
    return "abort_on_error=1:detect_leaks=0";
}

const char *__ubsan_default_options(void) {
    return "abort_on_error=1";
}
