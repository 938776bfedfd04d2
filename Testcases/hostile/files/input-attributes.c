// expect: exited 0
// wall: root, seccomp
// stdout: held
// x: writes into extended attributes of its input, by every call that can
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const char *const names[] = {"user.mark", "trusted.mark", "security.mark", "system.posix_acl_access"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        refused("setting an attribute of the input", fsetxattr(0, names[i], "1", 1, 0));
        refused("removing one", fremovexattr(0, names[i]));
        refused("reading one", fgetxattr(0, names[i], NULL, 0));
        refused("setting one by path", setxattr("/dev/stdin", names[i], "1", 1, 0));
    }
    refused("listing them", flistxattr(0, NULL, 0));
    for (long number = 463; number <= 466; number++) /* setxattrat and its like */
        refused("a new call for attributes", syscall(number, 0, "", 0x1000, "user.mark", NULL, 0));
    puts("held");
    return 0;
}
