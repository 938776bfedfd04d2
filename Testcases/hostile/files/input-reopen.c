// expect: exited 0
// wall: root, proc
// needs: proc
// stdout: held
// x: opens its input once more by /proc, for writing
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    static const int modes[] = {O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_RDONLY | O_TRUNC, O_WRONLY | O_APPEND};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        refused("reopening it for writing", open("/proc/self/fd/0", modes[i]));
        refused("reopening it by its device name", open("/dev/stdin", modes[i]));
    }
    refused("truncating it by path", truncate("/proc/self/fd/0", 0));
    refused("changing its mode by path", chmod("/proc/self/fd/0", 0));
    puts("held");
    return 0;
}
