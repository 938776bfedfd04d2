// expect: exited 0
// wall: seccomp, pid, user
// stdout: held
// x: traces its parent, process 1 and a child of its own
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, ESRCH};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    refused("PTRACE_ATTACH to process 1", ptrace(PTRACE_ATTACH, 1, 0, 0));
    refused("PTRACE_SEIZE of process 1", ptrace(PTRACE_SEIZE, 1, 0, 0));
    refused("PTRACE_ATTACH to the parent", ptrace(PTRACE_ATTACH, getppid(), 0, 0));
    refused("PTRACE_SEIZE of the parent", ptrace(PTRACE_SEIZE, getppid(), 0, 0));
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    long result = ptrace(PTRACE_SEIZE, child, 0, 0);
    int reason = errno;
    kill(child, SIGKILL);
    errno = reason;
    refused("PTRACE_SEIZE of a child", result);
    refused("PTRACE_TRACEME", ptrace(PTRACE_TRACEME, 0, 0, 0));
    puts("held");
    return 0;
}
