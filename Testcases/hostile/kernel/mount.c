// expect: exited 0
// wall: seccomp, capabilities, mount
// stdout: held
// x: mounts, unmounts and remounts with the classic calls, and changes its root
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
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
    mkdir("/tmp/here", 0700);
    static const char *const kinds[] = {"tmpfs", "proc", "sysfs", "cgroup", "cgroup2", "devpts", "mqueue", "overlay",
        "debugfs", "securityfs", "bpf", "devtmpfs"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        refused(kinds[i], mount("none", "/tmp/here", kinds[i], 0, NULL));
    refused("bind mount of the root", mount("/", "/tmp/here", NULL, MS_BIND | MS_REC, NULL));
    refused("making the root writable", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
    refused("making the program writable", mount(NULL, "/box", NULL, MS_REMOUNT | MS_BIND, NULL));
    refused("a larger scratch directory", mount(NULL, "/tmp", NULL, MS_REMOUNT, "size=100%,nr_inodes=0"));
    refused("sharing mounts", mount(NULL, "/", NULL, MS_SHARED | MS_REC, NULL));
    refused("unmounting the scratch directory", umount2("/tmp", MNT_DETACH));
    refused("unmounting the program", umount2("/box", MNT_DETACH));
    refused("unmounting the root", umount2("/", MNT_DETACH));
    refused("pivot_root", syscall(SYS_pivot_root, "/tmp/here", "/tmp/here"));
    puts("held");
    return 0;
}
