// expect: exited 0
// wall: seccomp, root
// without: seccomp
// stdout: held
// x: leaves a number in the hint that an inode has for its writes
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
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
    for (uint64_t hint = 1; hint < 6; hint++) {
        refused("a hint of the inode", fcntl(0, 1036, &hint)); /* F_SET_RW_HINT */
        refused("a hint of the file", fcntl(0, 1038, &hint));  /* F_SET_FILE_RW_HINT */
    }
    uint64_t read = 0;
    refused("reading the hint", fcntl(0, 1035, &read));
    puts("held");
    return 0;
}
