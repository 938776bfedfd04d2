// expect: exited 0 or memory_limit
// wall: memory, rlimits
// limits: cpu=5s wall=10s memory=32MiB processes=64
// at-most: memory=33MiB
// x: stores data in sockets that nobody reads, and sends the sockets away in messages to have more of them
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char block[65536];

int main(void)
{
    for (int i = 0; i < 4000; i++) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends) != 0)
            break;
        while (send(ends[0], block, sizeof block, MSG_DONTWAIT) > 0)
            ;
        char control[CMSG_SPACE(sizeof ends)] = {0};
        struct iovec none = {block, 1};
        struct msghdr message = {.msg_iov = &none, .msg_iovlen = 1, .msg_control = control,
            .msg_controllen = sizeof control};
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof ends);
        memcpy(CMSG_DATA(header), ends, sizeof ends);
        int carrier[2];
        if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, carrier) != 0)
            break;
        if (sendmsg(carrier[0], &message, MSG_DONTWAIT) < 0)
            break;
        close(ends[0]);
        close(ends[1]);
    }
    puts("held");
    return 0;
}
