// expect: exited 0
// wall: pid
// without: pid
// limits: cpu=5s wall=15s
// stdout: held
// x: holds on to processes of others by descriptor, to learn when they end
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    for (pid_t process = 2; process < 32768; process++) {
        if (process == getpid() || process == getppid())
            continue;
        if (syscall(SYS_pidfd_open, process, 0) >= 0) {
            printf("breach: process %d can be waited for\n", process);
            return 1;
        }
    }
    puts("held");
    return 0;
}
