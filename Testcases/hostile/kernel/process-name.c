// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: names itself so that a line of the kernel's log becomes two
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

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
    refused("a name of two lines", prctl(PR_SET_NAME, "a\nKernel: b"));
    refused("any name", prctl(PR_SET_NAME, "name"));
    puts("held");
    return 0;
}
