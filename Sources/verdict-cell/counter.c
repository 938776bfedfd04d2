// What the processor counts of the programs: one event, opened by the cell before it gives up its rights and inherited
// from there, so that a run costs two reads and no system call of its own.
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run.h"

static int open_event(struct perf_event_attr *attributes) {
    attributes->size = sizeof *attributes;
    attributes->disabled = 1;
    attributes->exclude_kernel = 1;
    attributes->exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

int counter_open(const Verdict__Cell__V1__Counter *kind) {
    // A task and its child whose events are all the same may swap them when one takes turns with the other, and then it
    // is this process's own event that an execve has used up. One that is not inherited, and counts nothing, makes the
    // two differ. It stays open as long as this process is there.
    struct perf_event_attr anchor = {.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_DUMMY};
    int anchored = open_event(&anchor);
    if (anchored < 0)
        return -1;
    struct perf_event_attr attributes = {
        .type = kind->type,
        .config = kind->config,
        .enable_on_exec = 1, // neither this process nor the init of a run ever calls it
        .inherit = 1,
        .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
    };
    int counter = open_event(&attributes);
    if (counter < 0)
        close(anchored);
    return counter;
}

int counter_read(int counter, uint64_t *value) {
    struct {
        uint64_t value, enabled, running;
    } counted;
    if (counter < 0 || read(counter, &counted, sizeof counted) != sizeof counted)
        return -1;
    *value = counted.value;
    // Where others need the same register the kernel takes turns; an estimate is not a count.
    return counted.running == counted.enabled ? 0 : -1;
}
