// expect: security_violation
// wall: seccomp
// needs: strict
// x: makes a user namespace by clone under the filter that kills
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    puts("breach: it lives");
    return 1;
}
