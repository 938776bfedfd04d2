// expect: wall_limit
// wall: wall-clock
// limits: cpu=1s wall=1s processes=8
// at-most: cpu=0.1s wall=1.5s
// x: a vfork child sleeps, so the parent hangs in the kernel where only SIGKILL reaches it
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <unistd.h>

static char stack[65536] __attribute__((aligned(16)));

static int sleeper(void *unused)
{
    for (;;)
        pause();
    return unused != 0;
}

int main(void)
{
    clone(sleeper, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, 0);
    return 0;
}
