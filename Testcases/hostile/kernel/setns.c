// expect: exited 0
// wall: seccomp, capabilities, proc
// needs: proc
// stdout: held
// x: joins the namespaces of process 1 and enters its own anew
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const char *const kinds[] = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"};
    static const char *const processes[] = {"1", "self", "thread-self"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t k = 0; k < sizeof processes / sizeof *processes; k++) {
            char path[64];
            snprintf(path, sizeof path, "/proc/%s/ns/%s", processes[k], kinds[i]);
            int namespace = open(path, O_RDONLY);
            if (namespace >= 0)
                refused(path, setns(namespace, 0));
        }
    puts("held");
    return 0;
}
