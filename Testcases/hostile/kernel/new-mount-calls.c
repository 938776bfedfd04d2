// expect: exited 0
// wall: seccomp, capabilities, mount
// stdout: held
// x: mounts with the new calls, which older filters do not know
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    refused("fsopen tmpfs", syscall(SYS_fsopen, "tmpfs", 0));
    refused("fsopen proc", syscall(SYS_fsopen, "proc", 0));
    refused("fspick", syscall(SYS_fspick, AT_FDCWD, "/tmp", 0));
    refused("open_tree of a copy", syscall(SYS_open_tree, AT_FDCWD, "/", 1 /* OPEN_TREE_CLONE */));
    refused("move_mount", syscall(SYS_move_mount, AT_FDCWD, "/box", AT_FDCWD, "/tmp", 0));
    /* struct mount_attr of mount_setattr(2) */
    struct {
        uint64_t set, clear, propagation, namespace;
    } writable = {0, 1 /* MOUNT_ATTR_RDONLY */, 0, 0};
    refused("a writable root", syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, &writable, sizeof writable));
    refused("a writable program", syscall(SYS_mount_setattr, AT_FDCWD, "/box", 0, &writable, sizeof writable));
    puts("held");
    return 0;
}
