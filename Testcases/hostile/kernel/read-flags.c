// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: reads and writes with flags that tell or change what is in memory
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    char byte = 0;
    struct iovec piece = {&byte, 1};
    int file = memfd_create("file", 0);
    for (int bit = 0; bit < 31; bit++) {
        refused("reading with a flag", preadv2(file, &piece, 1, 0, 1 << bit));
        refused("writing with a flag", pwritev2(file, &piece, 1, 0, 1 << bit));
    }
    puts("held");
    return 0;
}
