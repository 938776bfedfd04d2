// expect: exited 0
// wall: seccomp, network
// without: seccomp
// stdout: held
// x: makes a socket of every family, kind and protocol
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    static const int protocols[] = {0, 1, 6, 17, 58, 132, 136, 255, 256, 262};
    for (int family = 0; family < 64; family++)
        for (int kind = 1; kind <= 10; kind++)
            for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
                if (socket(family, kind, protocols[i]) >= 0 || socket(family, kind | SOCK_CLOEXEC, protocols[i]) >= 0) {
                    printf("breach: a socket of family %d, kind %d, protocol %d\n", family, kind, protocols[i]);
                    return 1;
                }
    puts("held");
    return 0;
}
