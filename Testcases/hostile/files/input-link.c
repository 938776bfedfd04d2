// expect: exited 0
// wall: root
// needs: proc
// stdout: held
// x: gives its input another name, in a folder of its own
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
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, ENOENT, EXDEV};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    refused("linking it by its descriptor", linkat(0, "", AT_FDCWD, "/tmp/kept", AT_EMPTY_PATH));
    refused("linking it by /proc", linkat(AT_FDCWD, "/proc/self/fd/0", AT_FDCWD, "/tmp/kept", AT_SYMLINK_FOLLOW));
    puts("held");
    return 0;
}
