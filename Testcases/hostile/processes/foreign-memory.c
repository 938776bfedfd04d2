// expect: exited 0
// wall: seccomp, pid, user
// stdout: held
// x: reads, writes and advises memory of process 1, and asks what it shares with it
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, ESRCH};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    char byte = 0;
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
    pid_t targets[] = {1, getppid()};
    for (int i = 0; i < 2; i++) {
        refused("process_vm_readv", process_vm_readv(targets[i], &here, 1, &there, 1, 0));
        refused("process_vm_writev", process_vm_writev(targets[i], &here, 1, &there, 1, 0));
        refused("kcmp", syscall(SYS_kcmp, targets[i], getpid(), 0, 0, 0));
        refused("migrate_pages", syscall(SYS_migrate_pages, targets[i], 64, &(long){1}, &(long){1}));
        void *robust;
        size_t size;
        refused("get_robust_list", syscall(SYS_get_robust_list, targets[i], &robust, &size));
    }
    puts("held");
    return 0;
}
