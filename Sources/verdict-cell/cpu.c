#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "raw.h"
#include "run.h"

uint64_t clock_ns(int clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int field_ns(const char *text, const char *name, uint64_t *value) {
    const char *line = strstr(text, name);
    if (line == NULL)
        return -1;
    *value = strtoull(line + strlen(name), NULL, 10) * 1000;
    return 0;
}

// cpu.stat begins with usage_usec, user_usec, system_usec (Documentation/admin-guide/cgroup-v2.rst).
int cpu_read(int cpu_stat, struct cpu_usage *usage) {
    char text[1024];
    ssize_t size = pread(cpu_stat, text, sizeof text - 1, 0);
    if (size < 0)
        return -1;
    text[size] = '\0';
    errno = EPROTO;
    if (field_ns(text, "usage_usec ", &usage->total_ns) < 0 || field_ns(text, "user_usec ", &usage->user_ns) < 0
        || field_ns(text, "system_usec ", &usage->system_ns) < 0)
        return -1;
    return 0;
}

int run_pin(struct cell *cell, const Verdict__Cell__V1__Run *request) {
    if (request->n_cores == 0 && !cell->is_pinned)
        return 0;
    cpu_set_t wanted;
    CPU_ZERO(&wanted);
    for (size_t i = 0; i < request->n_cores; i++)
        if (request->cores[i] < CPU_SETSIZE)
            CPU_SET(request->cores[i], &wanted);
    if (request->n_cores == 0)
        memset(&wanted, 0xff, sizeof wanted); // the kernel takes what there is
    if (!cell->is_pinned || !CPU_EQUAL(&wanted, &cell->pinned)) {
        cell->is_pinned = 0;
        if (start_call(SYS_sched_setaffinity, 0, sizeof wanted, &wanted, 0, 0) < 0)
            return 0;
        // Whose children some runs are.
        if (cell->warm.pid > 0 && start_call(SYS_sched_setaffinity, cell->warm.pid, sizeof wanted, &wanted, 0, 0) < 0)
            return 0;
        cell->is_pinned = request->n_cores > 0;
        cell->pinned = wanted;
    }
    return cell->is_pinned;
}
