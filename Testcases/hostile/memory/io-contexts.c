// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes contexts for asynchronous input and output, of which the host has a number for all
#define _GNU_SOURCE
#include <errno.h>
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
    unsigned long context = 0;
    refused("a context", syscall(SYS_io_setup, 128, &context));
    refused("a small context", syscall(SYS_io_setup, 1, &context));
    puts("held");
    return 0;
}
