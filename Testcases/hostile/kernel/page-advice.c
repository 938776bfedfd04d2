// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: has pages of shared files leave the cache, and reads who needed them
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
    for (int advice = 0; advice < 8; advice++)
        ignored("advice about a file that there is not", -posix_fadvise(-1, 0, 0, advice));
    ignored("advice of a kind that there is not", -posix_fadvise(0, 0, 0, 4711));
    puts("held");
    return 0;
}
