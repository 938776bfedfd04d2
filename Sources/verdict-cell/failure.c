#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int failure_set(struct failure *failure, const char *format, ...) {
    failure->error = errno;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->stage, sizeof failure->stage, format, arguments);
    va_end(arguments);
    return -1;
}
