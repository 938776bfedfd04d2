// expect: exited 0 or memory_limit
// wall: rlimits, memory, seccomp
// x: creates timers until something says no, each of them costs kernel memory
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct sigevent silent = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    for (int count = 0; count < 200000; count++) {
        timer_t timer;
        if (timer_create(CLOCK_MONOTONIC, &silent, &timer) != 0) {
            int held = errno == EAGAIN || errno == ENOMEM || errno == EPERM || errno == ENOSYS;
            puts(held ? "held" : "breach: no wall answers so");
            return !held;
        }
    }
    puts("breach: 200000 timers");
    return 1;
}
