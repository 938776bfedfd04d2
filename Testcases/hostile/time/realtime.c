// expect: exited 0
// wall: capabilities, rlimits, seccomp
// stdout: held
// x: asks for the real-time schedulers, which nothing else on the machine could interrupt
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EBUSY};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    struct sched_param highest = {.sched_priority = 99}, lowest = {.sched_priority = 1};
    refused("SCHED_FIFO 99", sched_setscheduler(0, SCHED_FIFO, &highest));
    refused("SCHED_FIFO 1", sched_setscheduler(0, SCHED_FIFO, &lowest));
    refused("SCHED_RR 1", sched_setscheduler(0, SCHED_RR, &lowest));
    /* struct sched_attr of sched_setattr(2) */
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } deadline = {48, 6 /* SCHED_DEADLINE */, 0, 0, 0, 9000000, 10000000, 10000000};
    refused("SCHED_DEADLINE", syscall(SYS_sched_setattr, 0, &deadline, 0));
    puts("held");
    return 0;
}
