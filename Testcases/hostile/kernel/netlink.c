// expect: exited 0
// wall: network, seccomp, capabilities
// stdout: held
// x: talks to the kernel's network configuration: makes a device, and opens the firewall, audit and device events
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct {
        struct nlmsghdr head;
        struct ifinfomsg link;
        struct rtattr kind, name;
        char text[8];
    } request = {{sizeof request, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, 1, 0}, {0},
        {4 + sizeof request.name + 8, IFLA_LINKINFO}, {4 + 5, IFLA_INFO_KIND}, "dummy"};
    struct {
        struct nlmsghdr head;
        struct nlmsgerr error;
        char rest[256];
    } answer = {0};
    int route = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (route >= 0 && send(route, &request, sizeof request, 0) > 0 && recv(route, &answer, sizeof answer, 0) > 0 &&
        answer.head.nlmsg_type == NLMSG_ERROR && answer.error.error == 0) {
        puts("breach: a network device");
        return 1;
    }
    int any = socket(AF_UNIX, SOCK_DGRAM, 0);
    for (int number = 1; any >= 0 && number < 64; number++) {
        struct ifreq device = {.ifr_ifindex = number};
        if (ioctl(any, SIOCGIFNAME, &device) != 0 || strcmp(device.ifr_name, "lo") == 0)
            continue;
        if (ioctl(any, SIOCGIFFLAGS, &device) == 0 && device.ifr_flags & IFF_UP) {
            printf("breach: network device %s is up\n", device.ifr_name);
            return 1;
        }
    }
    static const int doors[] = {NETLINK_NETFILTER, NETLINK_XFRM, NETLINK_AUDIT, NETLINK_CONNECTOR, NETLINK_ISCSI};
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
        if (socket(AF_NETLINK, SOCK_RAW, doors[i]) >= 0) {
            printf("breach: netlink protocol %d\n", doors[i]);
            return 1;
        }
    puts("held");
    return 0;
}
