// expect: exited 0
// wall: pid, accounting
// limits: processes=8
// stdout: held
// at-most: cpu=0.5s wall=1.5s
// x: makes its children its own siblings, so that process 1 may take the wrong exit for the program's
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0)
        _exit(7);
    if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0)
        for (;;)
            ;
    usleep(100000);
    puts("held");
    return 0;
}
