// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: gives a file every command that there is but the few that programs need
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
    static const int needed[] = {0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 36, 37, 38, 1025, 1027, 1028, 1030, 1032, 1033, 1034};
    int file = memfd_create("file", 0);
    for (int command = 0; command < 1100; command++) {
        int skip = 0;
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
            skip |= command == needed[i];
        if (!skip)
            refused("a command", fcntl(file, command, 0));
    }
    puts("held");
    return 0;
}
