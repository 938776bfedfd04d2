// Errors with the stage at which they happened, for the worker to tell.
#ifndef VERDICT_FAILURE_H
#define VERDICT_FAILURE_H

#include <stdint.h>

// The stage is empty while all is well.
struct failure {
    char stage[256];
    int error;
    uint32_t layer; // the layer being made; 0: none in particular
};

// Notes what failed, and errno, and returns -1.
int failure_set(struct failure *failure, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
