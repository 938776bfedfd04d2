#ifndef CLINUX_RESULT_H
#define CLINUX_RESULT_H

#include <errno.h>

// What a function of the C library returned, or -errno.
static inline int result_of(int value) {
    return value < 0 ? -errno : value;
}

#endif
