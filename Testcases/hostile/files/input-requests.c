// expect: exited 0
// wall: seccomp, root
// without: seccomp
// stdout: held
// x: asks the file system below its input for flags, clones and shared blocks
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, ENOTTY};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const unsigned long requests[] = {
        0x40049409 /* FICLONE */, 0x4020940d /* FICLONERANGE */, 0xc0189436 /* FIDEDUPERANGE */,
        0x80086601 /* FS_IOC_GETFLAGS */, 0x40086602 /* FS_IOC_SETFLAGS */, 0x801c581f /* FS_IOC_FSGETXATTR */,
        0x401c5820 /* FS_IOC_FSSETXATTR */, 0xc020660b /* FS_IOC_FIEMAP */, 0x5452 /* FIOASYNC */,
    };
    static uint64_t argument[64];
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        refused("a request to the file system", ioctl(0, requests[i], argument));
    puts("held");
    return 0;
}
