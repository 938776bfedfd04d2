// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: has pipes grow to a mebibyte each, beyond what its user may have
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    int ends[2];
    if (pipe(ends) != 0)
        return 2;
    refused("a larger pipe", fcntl(ends[1], F_SETPIPE_SZ, 1 << 20));
    refused("a smaller pipe", fcntl(ends[1], F_SETPIPE_SZ, 4096));
    refused("another size of the output's pipe", fcntl(1, F_SETPIPE_SZ, 4096));
    puts("held");
    return 0;
}
