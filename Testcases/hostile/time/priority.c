// expect: exited 0
// wall: capabilities, rlimits, seccomp
// stdout: held
// x: asks for more of the processor and of the disk than others get
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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
    int now = getpriority(PRIO_PROCESS, 0);
    refused("nice -20", setpriority(PRIO_PROCESS, 0, -20));
    refused("one nicer", setpriority(PRIO_PROCESS, 0, now - 1));
    refused("nice -1 for the group", setpriority(PRIO_PGRP, 0, now - 1));
    refused("real-time disk class", syscall(SYS_ioprio_set, 1, 0, 1 << 13));
    puts("held");
    return 0;
}
