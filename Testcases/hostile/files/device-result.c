// expect: exited 0
// wall: scratch, capabilities, dev
// stdout: held
// x: makes device files in its scratch directory and opens what it got
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    refused("the disk", mknod("/tmp/disk", S_IFBLK | 0666, makedev(254, 0)));
    refused("memory", mknod("/tmp/mem", S_IFCHR | 0666, makedev(1, 1)));
    refused("the null device", mknod("/tmp/null", S_IFCHR | 0666, makedev(1, 3)));
    refused("a terminal", mknod("/tmp/tty", S_IFCHR | 0666, makedev(5, 0)));
    refused("fuse", mknod("/tmp/fuse", S_IFCHR | 0666, makedev(10, 229)));
    if (mknod("/tmp/whiteout", S_IFCHR | 0666, 0) == 0)
        refused("opening a whiteout", open("/tmp/whiteout", O_RDWR) < 0 ? (errno = EPERM, -1) : 0);
    puts("held");
    return 0;
}
