// Where the library gets hold of the interpreter: as it is loaded, and as the interpreter, which has started, opens the program.
// That is its last step before it reads something of it, and what follows is its own way of running a file, to the end.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "warm.h"

struct begun begun;

static int is_wanted;

// Takes what asked for this library out of the environment, and wipes it: what the interpreter and its children see of it is
// what they would see without.
static int forget(const char *name) {
    char *value = getenv(name);
    if (value == NULL)
        return 0;
    size_t size = strlen(value);
    unsetenv(name);
    memset(value - strlen(name) - 1, 0, strlen(name) + 1 + size);
    return 1;
}

__attribute__((constructor)) static void begin(int count, char **arguments, char **environment) {
    forget("LD_PRELOAD");
    if (!forget(WARM_VARIABLE) || count < 2)
        return;
    size_t most = sizeof begun.environment / sizeof begun.environment[0];
    size_t length = 0;
    while (environment[length] != NULL && length < most - 1) {
        begun.environment[length] = environment[length];
        length++;
    }
    begun.arguments = arguments;
    begun.program = arguments[count - 1];
    is_wanted = environment[length] == NULL;
}

// The interpreter's own way to open files leads here; all but the program's first opening goes on.
__attribute__((visibility("default"))) FILE *fopen64(const char *path, const char *mode) {
    static FILE *(*next)(const char *, const char *);
    if (is_wanted && strcmp(path, begun.program) == 0) {
        is_wanted = 0;
        serve();
    }
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "fopen64");
    return next(path, mode);
}

// What Swift's driver tells the linker before it names Swift's own library: that a library of which nothing is used is not one that
// this needs. No interpreter's cell has that one.
__attribute__((section(".swift1_autolink_entries"), used)) static const char linking[] = "-Wl,--as-needed";
