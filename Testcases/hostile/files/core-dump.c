// expect: exited 0
// wall: rlimits
// limits: processes=8
// stdout: held
// x: asks for core files of any size and crashes; a core may go to a file or to a program of the host
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
    if (setrlimit(RLIMIT_CORE, &unlimited) == 0) {
        puts("breach: core files of any size");
        return 1;
    }
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit;
        getrlimit(RLIMIT_CORE, &limit);
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_CORE, &limit);
        prctl(PR_SET_DUMPABLE, 1);
        (void)!chdir("/tmp");
        abort();
    }
    int status = 0;
    waitpid(child, &status, 0);
    puts(WCOREDUMP(status) ? "breach: a core was dumped" : "held");
    return WCOREDUMP(status) != 0;
}
