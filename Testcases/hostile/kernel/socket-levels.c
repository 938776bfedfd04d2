// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks a pair of sockets for what other protocols know
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    int ends[2];
    char answer[256];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return 2;
    for (int level = 0; level < 300; level++)
        for (int option = 0; option < 80 && level != SOL_SOCKET; option++) {
            socklen_t size = sizeof answer;
            refused("an option of another level", getsockopt(ends[0], level, option, answer, &size));
        }
    puts("held");
    return 0;
}
