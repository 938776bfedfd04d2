// expect: exited 0
// wall: network, seccomp, capabilities
// stdout: held
// x: sends what it likes on the wire: raw and packet sockets, and protocols that need a kernel module
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, EACCES, ENOSYS, EAFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT, EPROTOTYPE};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    refused("raw IPv4", socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
    refused("raw ICMP", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    refused("raw IPv6", socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
    refused("ping", socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP));
    refused("raw packets", socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
    refused("packets", socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL)));
    refused("Bluetooth", socket(AF_BLUETOOTH, SOCK_RAW, 1));
    refused("vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
    refused("kernel cryptography", socket(AF_ALG, SOCK_SEQPACKET, 0));
    puts("held");
    return 0;
}
