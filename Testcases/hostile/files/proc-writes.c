// expect: exited 0
// wall: proc
// needs: proc
// stdout: held
// x: writes into its files of /proc
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, ENOENT};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const char *const names[] = {"comm", "oom_score_adj", "clear_refs", "timerslack_ns", "coredump_filter", "sched",
        "autogroup", "uid_map", "gid_map", "setgroups", "loginuid", "attr/current", "mem", "make-it-fail"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/%s", names[i]);
        refused(names[i], open(path, O_WRONLY));
        refused(names[i], open(path, O_RDWR | O_TRUNC));
    }
    puts("held");
    return 0;
}
