// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks the kernel for states of the processor that cost memory or hide instructions
#define _GNU_SOURCE
#include <asm/prctl.h>
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
    for (long code = 0x1005; code < 0x1040; code++)
        refused("a state of the processor", syscall(SYS_arch_prctl, code, 1));
    for (long code = 0x3000; code < 0x3010; code++)
        refused("a state of control flow", syscall(SYS_arch_prctl, code, 1));
    for (long code = 0x4001; code < 0x4005; code++)
        refused("a state of addresses", syscall(SYS_arch_prctl, code, 1));
    puts("held");
    return 0;
}
