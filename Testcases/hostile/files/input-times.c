// expect: exited 0
// wall: root
// stdout: held
// x: sets the times of its input, which the next run could read
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    struct timespec old[2] = {{1000, 0}, {1000, 0}}, now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    refused("setting its times", futimens(0, old));
    refused("touching it", futimens(0, now));
    refused("touching it without times", futimens(0, NULL));
    refused("setting its times by an empty path", utimensat(0, "", old, AT_EMPTY_PATH));
    puts("held");
    return 0;
}
