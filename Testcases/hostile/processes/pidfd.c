// expect: exited 0
// wall: seccomp, pid, user
// stdout: held
// x: takes descriptors out of process 1, signals it, and joins its namespaces through a process descriptor
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, ESRCH, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    int process = syscall(SYS_pidfd_open, 1, 0);
    if (process >= 0) {
        for (int wanted = 0; wanted < 64; wanted++) {
            long stolen = syscall(SYS_pidfd_getfd, process, wanted, 0);
            if (stolen < 0 && errno == EBADF)
                puts("breach: pidfd_getfd looked into process 1");
            refused("pidfd_getfd", stolen);
        }
        refused("setns by process", setns(process, CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUSER));
        struct iovec range = {(void *)0x400000, 4096};
        refused("process_madvise", syscall(SYS_process_madvise, process, &range, 1, 21 /* MADV_PAGEOUT */, 0));
        refused("process_mrelease", syscall(SYS_process_mrelease, process, 0));
    }
    puts("held");
    return 0;
}
