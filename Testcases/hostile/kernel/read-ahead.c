// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: has the kernel read files of others ahead
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A wrong argument is taken all the same: nobody has looked at it. */
static void ignored(const char *call, long result)
{
    if (result == 0)
        return;
    printf("breach: the kernel hears %s (%s)\n", call, strerror(errno));
    exit(1);
}

int main(void)
{
    ignored("an order to read ahead", readahead(-1, 0, 1 << 20));
    ignored("an order to read ahead from a pipe", readahead(1, 0, 1 << 20));
    puts("held");
    return 0;
}
