// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes rule sets for a sandbox of its own
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
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
    uint64_t handled[2] = {1, 0};
    refused("a rule set", syscall(444, handled, 8, 0)); /* landlock_create_ruleset */
    refused("the version of rule sets", syscall(444, NULL, 0, 1));
    puts("held");
    return 0;
}
