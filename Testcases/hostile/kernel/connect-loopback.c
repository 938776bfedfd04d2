// expect: exited 0
// wall: network, seccomp
// limits: cpu=2s wall=15s
// stdout: held
// x: looks for services of the host, the judge's own among them, on every port of the loopback addresses
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    for (int port = 1; port < 10240; port++) {
        four.sin_port = six.sin6_port = htons(port);
        int first = socket(AF_INET, SOCK_STREAM, 0), second = socket(AF_INET6, SOCK_STREAM, 0);
        if ((first >= 0 && connect(first, (struct sockaddr *)&four, sizeof four) == 0) ||
            (second >= 0 && connect(second, (struct sockaddr *)&six, sizeof six) == 0)) {
            printf("breach: somebody listens on port %d\n", port);
            return 1;
        }
        if (first < 0 && second < 0)
            break;
        close(first);
        close(second);
    }
    puts("held");
    return 0;
}
