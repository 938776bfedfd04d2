// expect: exited 0
// wall: seccomp
// without: strict-seccomp, seccomp
// needs: strict
// stdout: held
// x: lets a child make a forbidden system call where that is death, which must not be mistaken for its own
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        syscall(SYS_ptrace, 0x7fffffffL, 0, 0, 0);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return 2;
    int killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
    puts(killed ? "held" : "breach: the child lives on");
    return !killed;
}
