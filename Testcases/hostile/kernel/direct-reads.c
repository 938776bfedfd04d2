// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: reads a shared file past the cache, from the disk, as often as it likes
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
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
    refused("opening past the cache", open("/box/prog", O_RDONLY | O_DIRECT));
    refused("opening past the cache with other bits", syscall(SYS_openat, AT_FDCWD, "/box/prog", 1L << 40 | O_DIRECT));
    refused("opening past the cache by the old call", syscall(SYS_open, "/box/prog", O_DIRECT));
    int file = open("/box/prog", O_RDONLY);
    refused("going past the cache later", fcntl(file, F_SETFL, O_DIRECT));
    refused("going past the cache later, not waiting", fcntl(file, F_SETFL, O_DIRECT | O_NONBLOCK));
    puts("held");
    return 0;
}
