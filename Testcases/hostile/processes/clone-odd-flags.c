// expect: exited 0
// wall: seccomp, pid
// limits: processes=8
// stdout: held
// at-most: wall=2s
// x: children with odd flags: no exit signal, no thread group, a cgroup or a process number of their own choice
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EINVAL, EBADF, EEXIST, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    pid_t wanted[] = {4000};
    struct clone_args chosen = {.exit_signal = SIGCHLD, .set_tid = (uintptr_t)wanted, .set_tid_size = 1};
    long child = syscall(SYS_clone3, &chosen, sizeof chosen);
    if (child == 0)
        _exit(0);
    refused("a process number of its own choice", child);

    int folder = open("/", O_RDONLY | O_DIRECTORY);
    struct clone_args elsewhere = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = folder};
    child = syscall(SYS_clone3, &elsewhere, sizeof elsewhere);
    if (child == 0)
        _exit(0);
    refused("birth in another cgroup", child);

    /* These may work, but what they start must die with the run. */
    static const unsigned long odd[] = {0, SIGHUP, SIGKILL, CLONE_PTRACE | SIGCHLD, CLONE_UNTRACED | SIGCHLD, CLONE_IO};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (syscall(SYS_clone, odd[i], 0, 0, 0, 0) == 0)
            for (;;)
                pause();
    puts("held");
    return 0;
}
