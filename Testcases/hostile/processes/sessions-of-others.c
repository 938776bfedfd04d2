// expect: exited 0
// wall: pid
// without: pid
// limits: cpu=5s wall=15s
// stdout: held
// x: asks for the sessions and the scheduling of processes that are not its own, which the kernel tells anybody
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    for (pid_t process = 2; process < 32768; process++) {
        if (process == getpid() || process == getppid())
            continue;
        if (getsid(process) >= 0 || getpgid(process) >= 0 || sched_getscheduler(process) >= 0) {
            printf("breach: the session of process %d\n", process);
            return 1;
        }
    }
    puts("held");
    return 0;
}
