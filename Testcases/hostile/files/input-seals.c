// expect: exited 0
// wall: root
// stdout: held
// x: seals its input, so that the judge could never again write there
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    refused("sealing it against writing", fcntl(0, F_ADD_SEALS, F_SEAL_WRITE));
    refused("sealing it against seals", fcntl(0, F_ADD_SEALS, F_SEAL_SEAL));
    puts("held");
    return 0;
}
