// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: sends and takes a byte out of band, by code of the kernel that nobody else uses
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
    char byte = 'x';
    struct iovec piece = {&byte, 1};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    struct mmsghdr several = {.msg_hdr = message};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return 2;
    refused("sending it", send(ends[0], &byte, 1, MSG_OOB | MSG_DONTWAIT));
    refused("sending it in a message", sendmsg(ends[0], &message, MSG_OOB));
    refused("sending it in several", sendmmsg(ends[0], &several, 1, MSG_OOB));
    refused("taking it", recv(ends[1], &byte, 1, MSG_OOB | MSG_DONTWAIT));
    refused("taking it in a message", recvmsg(ends[1], &message, MSG_OOB | MSG_DONTWAIT));
    refused("taking it in several", recvmmsg(ends[1], &several, 1, MSG_OOB | MSG_DONTWAIT, NULL));
    puts("held");
    return 0;
}
