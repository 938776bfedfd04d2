// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: opens files by the call whose flags no filter can see
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
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
    struct open_how how = {.flags = O_RDONLY};
    refused("opening the root", syscall(SYS_openat2, AT_FDCWD, "/", &how, sizeof how));
    how.flags = O_RDONLY | O_DIRECT;
    refused("opening a file past the cache", syscall(SYS_openat2, AT_FDCWD, "/box/prog", &how, sizeof how));
    puts("held");
    return 0;
}
