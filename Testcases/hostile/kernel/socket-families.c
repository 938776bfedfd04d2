// expect: exited 0
// wall: network, seccomp
// stdout: held
// x: makes a socket of every family; each rare one is a door into the kernel and may even load a module
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_RDM};
    for (int family = 1; family < 64; family++) {
        if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK)
            continue;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (socket(family, kinds[i], 0) >= 0) {
                printf("breach: a socket of family %d\n", family);
                return 1;
            }
    }
    puts("held");
    return 0;
}
