// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: opens performance counters on itself, on everybody and on process 1: a wide attack surface and a side channel
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    struct perf_event_attr clock = {.type = PERF_TYPE_SOFTWARE, .size = sizeof clock, .config = PERF_COUNT_SW_CPU_CLOCK,
        .exclude_kernel = 1, .exclude_hv = 1};
    refused("a counter on itself", syscall(SYS_perf_event_open, &clock, 0, -1, -1, 0));
    refused("a counter on processor 0", syscall(SYS_perf_event_open, &clock, -1, 0, -1, 0));
    refused("a counter on process 1", syscall(SYS_perf_event_open, &clock, 1, -1, -1, 0));
    puts("held");
    return 0;
}
