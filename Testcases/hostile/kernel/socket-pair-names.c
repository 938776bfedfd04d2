// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: gives one end of a pair a name, where others could find it
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

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
    static const int kinds[] = {SOCK_STREAM, SOCK_SEQPACKET};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int ends[2];
        struct sockaddr_un name = {AF_UNIX, "\0mark"}, file = {AF_UNIX, "/tmp/mark"};
        socklen_t size = offsetof(struct sockaddr_un, sun_path) + 5;
        if (socketpair(AF_UNIX, kinds[i], 0, ends) != 0)
            return 2;
        refused("an abstract name", bind(ends[0], (struct sockaddr *)&name, size));
        refused("a name in a folder", bind(ends[1], (struct sockaddr *)&file, sizeof file));
        refused("any name", bind(ends[1], (struct sockaddr *)&name, sizeof(sa_family_t)));
        refused("listening", listen(ends[0], 1));
        refused("accepting", accept(ends[0], NULL, NULL));
        refused("connecting elsewhere", connect(ends[0], (struct sockaddr *)&name, size));
    }
    puts("held");
    return 0;
}
