// expect: exited 0
// wall: seccomp, capabilities, mount
// stdout: held
// x: the textbook way out: a new root below the working directory, then up and up
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
    struct stat root, above;
    int top = open("/", O_RDONLY | O_DIRECTORY);
    mkdir("/tmp/cage", 0700);
    refused("chroot", chroot("/tmp/cage"));
    refused("chroot to the root", chroot("/"));
    for (int i = 0; i < 64; i++)
        (void)!chdir("..");
    if (stat("/", &root) != 0 || stat(".", &above) != 0)
        return 2;
    if (root.st_ino != above.st_ino || root.st_dev != above.st_dev) {
        puts("breach: above the root");
        return 1;
    }
    if (top >= 0 && fchdir(top) == 0 && access("../../../../etc/shadow", F_OK) == 0) {
        puts("breach: above the root by descriptor");
        return 1;
    }
    puts("held");
    return 0;
}
