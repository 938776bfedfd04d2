// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes single sockets of the family of which it may have pairs
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

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
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        refused("a socket", socket(AF_UNIX, kinds[i], 0));
    puts("held");
    return 0;
}
