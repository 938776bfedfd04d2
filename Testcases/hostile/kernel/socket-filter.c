// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: attaches a program to a pair of sockets; the kernel compiles it, and nobody pays for that
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, 1)};
    struct sock_fprog program = {1, code};
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
        return 2;
    refused("a filter", setsockopt(ends[0], SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program));
    refused("a filter for a group", setsockopt(ends[0], SOL_SOCKET, 51, &program, sizeof program)); /* SO_ATTACH_REUSEPORT_CBPF */
    puts("held");
    return 0;
}
