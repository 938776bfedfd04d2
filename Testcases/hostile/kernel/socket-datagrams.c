// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes a pair of datagram sockets, of which each could send to any other by its name, and descriptors with it
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
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EAFNOSUPPORT};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const int flags[] = {0, SOCK_NONBLOCK, SOCK_CLOEXEC, SOCK_NONBLOCK | SOCK_CLOEXEC};
    int ends[2];
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        refused("a pair of datagrams", socketpair(AF_UNIX, SOCK_DGRAM | flags[i], 0, ends));
        refused("a raw pair", socketpair(AF_UNIX, SOCK_RAW | flags[i], 0, ends));
        refused("a pair of datagrams with other bits",
            syscall(SYS_socketpair, 1L << 33 | AF_UNIX, 1L << 34 | SOCK_DGRAM | flags[i], 0L, ends));
        /* Where it is addressed to somebody, that is an error, or nothing. */
        if (socketpair(AF_UNIX, SOCK_STREAM | flags[i], 0, ends) != 0
            || socketpair(AF_UNIX, SOCK_SEQPACKET | flags[i], 0, ends) != 0)
            return 2;
    }
    puts("held");
    return 0;
}
