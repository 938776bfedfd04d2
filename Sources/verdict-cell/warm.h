// Between a cell and its warm process: an interpreter that has started, has read nothing of any submission, and waits in its
// last step before that. Each run is a copy of it. README.md says how.
#ifndef VERDICT_WARM_H
#define VERDICT_WARM_H

#include <linux/filter.h>
#include <stdint.h>

#include "run.h"

// The descriptors that the process begins with, beside its standard streams.
enum { WARM_SOCKET = 3, WARM_ROOT, WARM_CELL, WARM_PROC, WARM_PAGE, WARM_LIBRARY };

// Tells the library in the process' environment that it is wanted.
#define WARM_VARIABLE "VERDICT_WARM"

enum { WARM_MOST_INSTRUCTIONS = 4096, WARM_MOST_MODULES = 2048, WARM_MOST_PATH = 512 };

// Memory that both have. The copies let go of it before they go on.
struct warm_page {
    struct run_report report;

    // Written by the cell before the process begins.
    uint32_t layers, run_id;
    int32_t drops_groups;
    int32_t filter_count;
    char modules[WARM_MOST_MODULES]; // names, a NUL after each, and an empty one last

    // Written by the cell for each run.
    char working_directory[WARM_MOST_PATH];
    struct run_limit limits[RUN_MAX_LIMITS];
    int32_t limit_count, filter, proc, descriptors;

    int32_t lengths[CELL_MAX_FILTERS];
    struct sock_filter filters[CELL_MAX_FILTERS][WARM_MOST_INSTRUCTIONS];
};

// What the process answers: at first 0, and for each run the number of its init, or -errno.
typedef int32_t warm_answer;

#endif
