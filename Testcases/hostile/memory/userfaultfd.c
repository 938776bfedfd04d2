// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks to handle its own page faults, the tool that makes races in the kernel winnable
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, ENOENT};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    refused("userfaultfd", syscall(SYS_userfaultfd, O_CLOEXEC));
    refused("userfaultfd for user mode only", syscall(SYS_userfaultfd, O_CLOEXEC | 1));
    refused("/dev/userfaultfd", open("/dev/userfaultfd", O_RDWR));
    puts("held");
    return 0;
}
