// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: keeps its data in keys, which are counted for a user and not for a run
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    static char payload[1000];
    for (int ring = -1; ring >= -8; ring--)
        refused("a key", syscall(SYS_add_key, "user", "mark", payload, sizeof payload, ring));
    refused("asking for a key", syscall(SYS_request_key, "user", "mark", NULL, -2));
    refused("a key ring of its own", syscall(SYS_keyctl, 1, NULL)); /* KEYCTL_JOIN_SESSION_KEYRING */
    puts("held");
    return 0;
}
