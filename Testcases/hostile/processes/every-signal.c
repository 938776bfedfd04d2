// expect: exited 0
// wall: pid, rlimits, proc
// stdout: held
// x: has a child die of every deadly signal, which must be that death and leave no core behind
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    for (int number = 1; number <= SIGRTMAX; number++) {
        int harmless = number == SIGCHLD || number == SIGCONT || number == SIGURG || number == SIGWINCH;
        int stops = number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
        if (harmless || stops || (number > 31 && number < SIGRTMIN))
            continue;
        pid_t child = fork();
        if (child == 0) {
            kill(getpid(), number);
            _exit(0);
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child)
            return 2;
        if (!WIFSIGNALED(status) || WTERMSIG(status) != number || WCOREDUMP(status)) {
            printf("breach: signal %d ended in status %#x\n", number, status);
            return 1;
        }
    }
    puts("held");
    return 0;
}
