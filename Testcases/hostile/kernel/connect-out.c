// expect: exited 0
// wall: network, seccomp
// limits: cpu=1s wall=10s
// stdout: held
// x: connects to the outside, to a cloud's metadata service, to private networks and to resolvers
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(void)
{
    static const char *const hosts[] = {"1.1.1.1", "8.8.8.8", "169.254.169.254", "10.0.0.1", "172.17.0.1",
        "192.168.1.1", "100.100.100.200", "224.0.0.1", "255.255.255.255", "0.0.0.0"};
    static const int ports[] = {53, 80, 443, 6379};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        for (size_t k = 0; k < sizeof ports / sizeof *ports; k++) {
            struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(ports[k])};
            inet_pton(AF_INET, hosts[i], &address.sin_addr);
            struct sockaddr *to = (struct sockaddr *)&address;
            int stream = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), datagram = socket(AF_INET, SOCK_DGRAM, 0);
            int way = stream >= 0 && (connect(stream, to, sizeof address) == 0 || errno == EINPROGRESS);
            int sent = datagram >= 0 && sendto(datagram, "x", 1, 0, to, sizeof address) == 1;
            /* 0.0.0.0 is this host itself, where a way without a listener is no harm */
            if ((way || sent) && i + 1 < sizeof hosts / sizeof *hosts) {
                printf("breach: a way to %s port %d\n", hosts[i], ports[k]);
                return 1;
            }
            close(stream);
            close(datagram);
        }
    puts("held");
    return 0;
}
