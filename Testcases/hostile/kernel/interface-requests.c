// expect: exited 0
// wall: seccomp, network
// without: seccomp
// stdout: held
// x: asks a pair of sockets about network interfaces
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, ENOTTY};
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
    struct ifreq interface = {.ifr_name = "lo"};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
        return 2;
    for (unsigned long request = 0x8900; request < 0x8a00; request++) /* SIOC* */
        refused("a request about an interface", ioctl(ends[0], request, &interface));
    puts("held");
    return 0;
}
