// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: administers the machine: swap, restart, accounting, quotas, hang-up
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/quota.h>
#include <sys/reboot.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <unistd.h>

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

int main(void)
{
    int file = open("/tmp/swap", O_CREAT | O_RDWR, 0600);
    if (file < 0 || ftruncate(file, 1 << 20) != 0)
        return 2;
    refused("swapon", swapon("/tmp/swap", 0));
    refused("swapoff", swapoff("/tmp/swap"));
    refused("reboot", reboot(RB_DISABLE_CAD));
    refused("acct on", acct("/tmp/swap"));
    refused("acct off", acct(NULL));
    refused("vhangup", vhangup());
    struct dqblk quota;
    errno = 0;
    int result = quotactl(QCMD(Q_GETQUOTA, USRQUOTA), "/dev/vda", 0, (char *)&quota);
    if (errno != ENOENT && errno != ENOTBLK && errno != ENODEV)
        refused("quotactl", result);
    puts("held");
    return 0;
}
