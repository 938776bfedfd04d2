// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks that its core be kept from others, or shared with them
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

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
    for (long command = 0; command < 4; command++)
        for (long scope = 0; scope < 3; scope++)
            refused("core scheduling", prctl(62, command, 0, scope, 0));
    puts("held");
    return 0;
}
