// expect: exited 0
// wall: root, user
// stdout: held
// x: changes mode and owner of its input: closed to all, it would end the next run
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

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
    refused("closing it to all", fchmod(0, 0));
    refused("opening it to all", fchmod(0, 0777));
    refused("making it setuid", fchmod(0, 04755));
    refused("closing it by an empty path", syscall(452, 0, "", 0, AT_EMPTY_PATH)); /* fchmodat2 */
    refused("giving it away", fchown(0, 12345, 12345));
    refused("giving it away by an empty path", fchownat(0, "", 12345, 12345, AT_EMPTY_PATH));
    puts("held");
    return 0;
}
