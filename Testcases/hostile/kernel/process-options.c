// expect: exited 0
// wall: seccomp, capabilities
// without: seccomp
// stdout: held
// x: asks for options of a process that reach beyond it
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const struct { int option; long value; } options[] = {
        {26, 1 /* PR_SET_TSC */}, {53, 0 /* PR_SET_SPECULATION_CTRL */}, {57, 1 /* PR_SET_IO_FLUSHER */},
        {33, 1 /* PR_MCE_KILL */}, {59, 0 /* PR_SET_SYSCALL_USER_DISPATCH */}, {62, 1 /* PR_SCHED_CORE */},
        {65, 1 /* PR_SET_MDWE */}, {67, 1 /* PR_SET_MEMORY_MERGE */}, {68, 0 /* PR_GET_MEMORY_MERGE */}, {35, 1 /* PR_SET_MM */},
        {72, 0}, {74, 0}, {76, 0}, {78, 1 /* PR_FUTEX_HASH */}, {1000, 0}, {0x53564d41, 0 /* PR_SET_VMA */},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        refused("an option", prctl(options[i].option, options[i].value, 0, 0, 0));
    puts("held");
    return 0;
}
