// expect: exited 7
// wall: pid, accounting
// limits: processes=16
// stdout: held
// at-most: wall=2s
// x: leaves orphans to process 1 that ask for SIGKILL, SIGSTOP or a real-time signal to be sent to their parent when they end
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static const unsigned long deaths[] = {SIGKILL, SIGSTOP, SIGSEGV, SIGTERM, 64, 0};
    int status;
    for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++) {
        pid_t middle = fork();
        if (middle == 0) {
            if (syscall(SYS_clone, deaths[i], 0, 0, 0, 0) == 0)
                usleep(20000);
            _exit(0);
        }
        if (middle < 0 || waitpid(middle, &status, 0) != middle)
            return 2;
    }
    usleep(100000);
    puts("held");
    return 7;
}
