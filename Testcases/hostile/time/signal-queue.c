// expect: exited 0 or memory_limit
// wall: rlimits, memory, seccomp
// x: queues real-time signals to itself until the kernel refuses to remember more
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &blocked, 0);
    for (int count = 0; count < 1000000; count++)
        if (sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = count}) != 0) {
            int held = errno == EAGAIN || errno == EPERM || errno == ENOSYS;
            puts(held ? "held" : "breach: no wall answers so");
            return !held;
        }
    puts("breach: a million queued signals");
    return 1;
}
