// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: raises the buffers of a pair, and has the kernel do other things for it
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

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
    int ends[2], size = 1 << 30;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return 2;
    for (int option = 1; option < 90; option++)
        refused("an option of the pair", setsockopt(ends[0], SOL_SOCKET, option, &size, sizeof size));
    for (int level = 0; level < 300; level += level == 1 ? 2 : 1)
        refused("an option of another level", setsockopt(ends[0], level == 1 ? 6 : level, 1, &size, sizeof size));
    puts("held");
    return 0;
}
