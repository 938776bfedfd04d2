// expect: exited 0
// wall: seccomp
// needs: strict
// stdout: held
// x: tries under the strict filter what ordinary runtimes try, and must live
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, EAFNOSUPPORT, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    int ends[2], on = 1;
    refused("a socket", socket(AF_INET, SOCK_STREAM, 0));
    refused("a socket of the host", socket(AF_UNIX, SOCK_STREAM, 0));
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || flock(0, LOCK_EX) != 0 || fsync(1) != 0)
        return 2;
    refused("an option", setsockopt(ends[0], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    refused("a name", prctl(PR_SET_NAME, "name"));
    refused("clone3", syscall(SYS_clone3, NULL, 0));
    refused("io_uring", syscall(425, 1, NULL));
    refused("an attribute", fgetxattr(0, "user.a", NULL, 0));
    refused("a number of the future", syscall(500));
    puts("held");
    return 0;
}
