// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: keeps data in extended attributes of its own files, beside the quota
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static char value[4096];
    int file = open("/tmp/file", O_CREAT | O_RDWR, 0600);
    refused("an attribute", fsetxattr(file, "user.a", value, sizeof value, 0));
    refused("an attribute by path", setxattr("/tmp/file", "user.a", value, sizeof value, 0));
    refused("an attribute of a folder", setxattr("/tmp", "user.a", value, sizeof value, 0));
    refused("an attribute of a link", lsetxattr("/tmp/file", "user.a", value, sizeof value, 0));
    puts("held");
    return 0;
}
