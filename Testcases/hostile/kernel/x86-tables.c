// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: writes into its own descriptor table and takes the processor's ports, on processors that have such things
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef __x86_64__
#include <asm/ldt.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

static void attack(void)
{
    struct user_desc segment = {.entry_number = 0, .limit = 0xfffff, .seg_32bit = 1, .limit_in_pages = 1, .useable = 1};
    refused("modify_ldt", (int)syscall(SYS_modify_ldt, 0x11, &segment, sizeof segment));
    refused("iopl", syscall(SYS_iopl, 3));
    refused("ioperm", syscall(SYS_ioperm, 0x80, 1, 1));
}
#else
static void attack(void)
{
}
#endif

int main(void)
{
    attack();
    puts("held");
    return 0;
}
