// expect: exited 0
// wall: seccomp, user, capabilities
// stdout: held
// x: starts a child in new namespaces, each kind alone and with a user namespace that would make it root there
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
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
    static const int reasons[] = {EPERM, ENOSYS, EACCES, ENOSPC, EUSERS, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const unsigned long kinds[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC,
        CLONE_NEWUTS, CLONE_NEWCGROUP, CLONE_NEWTIME};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (int with_user = 0; with_user < 2; with_user++) {
            unsigned long flags = kinds[i] | (with_user ? CLONE_NEWUSER : 0);
            long child = kinds[i] == CLONE_NEWTIME ? -1 : syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
            if (child == 0)
                _exit(0);
            if (kinds[i] != CLONE_NEWTIME)
                refused("clone with a new namespace", child);
            struct clone_args arguments = {.flags = flags, .exit_signal = SIGCHLD};
            child = syscall(SYS_clone3, &arguments, sizeof arguments);
            if (child == 0)
                _exit(0);
            refused("clone3 with a new namespace", child);
        }
    puts("held");
    return 0;
}
