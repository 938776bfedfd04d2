// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: locks what it shares with others, by every call that can
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    ignored("flock", flock(-1, LOCK_EX));
    ignored("a record lock", fcntl(-1, F_SETLK, &all));
    ignored("a record lock that waits", fcntl(-1, F_SETLKW, &all));
    ignored("a lock of the open file", fcntl(-1, F_OFD_SETLK, &all));
    ignored("a lock of the open file that waits", fcntl(-1, F_OFD_SETLKW, &all));
    puts("held");
    return 0;
}
