// expect: exited 0
// wall: seccomp, network, memory
// without: seccomp
// limits: cpu=5s wall=10s memory=64MiB
// stdout: held
// x: fills the buffers of datagram sockets that nobody reads
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    static char block[1 << 16];
    struct sockaddr_storage address = {.ss_family = AF_INET6};
    socklen_t size = sizeof address;
    long sent = 0;
    int one = socket(AF_INET6, SOCK_DGRAM, 0);
    if (one < 0 || bind(one, (struct sockaddr *)&address, sizeof(struct sockaddr_in6)) != 0 || 0
        || getsockname(one, (struct sockaddr *)&address, &size) != 0) {
        puts("held");
        return 0;
    }
    for (int i = 0; i < 24; i++) {
        int other = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        connect(other, (struct sockaddr *)&address, size);
        usleep(1000);
        for (ssize_t count; (count = send(other, block, sizeof block, MSG_DONTWAIT | MSG_NOSIGNAL)) > 0;)
            sent += count;
    }
    printf("breach: %ld bytes wait in sockets\n", sent);
    return 1;
}
