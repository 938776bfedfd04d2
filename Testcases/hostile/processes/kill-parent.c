// expect: exited 0
// wall: pid, user
// stdout: held
// x: sends every signal to its parent and to process 1, which must neither die nor stop nor report anything else
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    pid_t parent = getppid();
    for (int number = 1; number < 65; number++) {
        kill(1, number);
        syscall(SYS_tgkill, 1, 1, number);
        if (parent > 1) {
            kill(parent, number);
            syscall(SYS_tgkill, parent, parent, number);
        }
    }
    usleep(50000);
    if (getppid() != parent) {
        puts("breach: the parent is gone");
        return 1;
    }
    puts("held");
    return 0;
}
