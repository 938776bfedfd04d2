// expect: exited 0 or output_limit
// wall: output, network
// limits: processes=8
// x: talks to its streams as if they were sockets and sends descriptors to whoever reads there
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int sent = 0;
    for (int stream = 0; stream < 3; stream++) {
        char control[CMSG_SPACE(sizeof(int))] = {0};
        struct iovec byte = {"x", 1};
        struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = control,
            .msg_controllen = sizeof control};
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof stream);
        memcpy(CMSG_DATA(header), &stream, sizeof stream);
        sent += sendmsg(stream, &message, MSG_DONTWAIT | MSG_NOSIGNAL) > 0;
    }
    puts(sent ? "breach: a stream is a socket and takes descriptors" : "held");
    return sent > 0;
}
