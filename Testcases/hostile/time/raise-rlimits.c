// expect: exited 0
// wall: rlimits, seccomp, capabilities
// stdout: held
// x: raises every hard limit that it has, and changes those of its parent and of process 1
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, ESRCH};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        struct rlimit limit;
        if (getrlimit(resource, &limit) != 0)
            return 2;
        if (limit.rlim_max == RLIM_INFINITY)
            continue;
        limit.rlim_cur = limit.rlim_max = limit.rlim_max + 1;
        refused("one more than the hard limit", setrlimit(resource, &limit));
        limit.rlim_cur = limit.rlim_max = RLIM_INFINITY;
        refused("no limit at all", setrlimit(resource, &limit));
    }
    struct rlimit one = {1, 1};
    refused("a limit for process 1", prlimit(1, RLIMIT_CPU, &one, NULL));
    if (getppid() > 0)
        refused("a limit for the parent", prlimit(getppid(), RLIMIT_CPU, &one, NULL));
    puts("held");
    return 0;
}
