// expect: exited 0
// wall: seccomp
// stdout: held
// x: makes a pair of sockets of every family but the one that is allowed
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, EAFNOSUPPORT};
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
    for (int family = 0; family < 64; family++)
        for (int kind = 1; kind <= 5 && family != AF_UNIX; kind++) {
            refused("a pair", socketpair(family, kind, 0, ends));
            refused("a pair with other bits", syscall(SYS_socketpair, 1L << 33 | family, kind, 0, ends));
        }
    puts("held");
    return 0;
}
