#include "CBench.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Opens `path` (/dev/null if NULL) as descriptor `target`. Called between vfork and exec.
static int open_as(int target, const char *path, int flags) {
    int fd = open(path == NULL ? "/dev/null" : path, flags, 0644);
    if (fd < 0)
        return -1;
    if (fd == target)
        return 0;
    int result = dup2(fd, target);
    close(fd);
    return result;
}

pid_t cbench_start(char *const *arguments, char *const *environment, const char *input, const char *output,
                   const char *error, int cpu) {
    volatile int failure = 0;
    pid_t child = vfork();
    if (child < 0)
        return -errno;
    if (child == 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        if (cpu >= 0)
            CPU_SET(cpu, &set);
        if (open_as(0, input, O_RDONLY) < 0 || open_as(1, output, O_WRONLY | O_CREAT | O_TRUNC) < 0 ||
            open_as(2, error, O_WRONLY | O_CREAT | O_TRUNC) < 0 || close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0 ||
            (cpu >= 0 && sched_setaffinity(0, sizeof set, &set) < 0)) {
            failure = errno;
            _exit(127);
        }
        execve(arguments[0], arguments, environment);
        failure = errno;
        _exit(127);
    }
    if (failure == 0)
        return child;
    waitpid(child, NULL, 0);
    return -failure;
}

static int64_t microseconds(struct timeval time) {
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

int cbench_wait(pid_t pid, struct cbench_ending *ending) {
    struct rusage usage;
    while (wait4(pid, &ending->status, 0, &usage) < 0)
        if (errno != EINTR)
            return -errno;
    ending->user_us = microseconds(usage.ru_utime);
    ending->system_us = microseconds(usage.ru_stime);
    return 0;
}

int cbench_has_zombie(void) {
    siginfo_t info = {0};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

int cbench_processor(int index) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return -1;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &set) && index-- == 0)
            return cpu;
    return -1;
}

int64_t cbench_allocated(void) {
    struct mallinfo2 info = mallinfo2();
    return (int64_t)(info.uordblks + info.hblkhd);
}
