// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks for every number that the kernel has no name for yet
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
    static const int reasons[] = {ENOSYS};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    for (long number = 470; number < 1024; number++)
        refused("a number without a name", syscall(number, 0, 0, 0, 0, 0, 0));
    /* 335 and 336 no filter is asked about (uretprobe, uprobe); the kernel ends whoever makes them without being traced. */
    for (long number = 337; number < 424; number++)
        refused("a number that was left out", syscall(number, 0, 0, 0, 0, 0, 0));
    for (int bit = 10; bit < 30; bit++)
        refused("a large number", syscall(1L << bit, 0, 0, 0, 0, 0, 0));
    puts("held");
    return 0;
}
