// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: asks to be told who opens its input
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    refused("a lease on the input", fcntl(0, F_SETLEASE, F_RDLCK));
    refused("a notice about a folder", fcntl(0, F_NOTIFY, DN_ACCESS));
    refused("a signal of the input", fcntl(0, F_SETSIG, SIGUSR1));
    refused("an owner of the input", fcntl(0, F_SETOWN, getpid()));
    puts("held");
    return 0;
}
