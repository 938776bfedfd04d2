// expect: exited 0
// wall: dev, root
// stdout: held
// x: touches the devices that it has: their times are the host's
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
    static const char *const names[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
    struct timespec old[2] = {{1000, 0}, {1000, 0}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int device = open(names[i], O_RDWR);
        refused("touching it", utimensat(AT_FDCWD, names[i], NULL, 0));
        refused("setting its times", utimensat(AT_FDCWD, names[i], old, 0));
        if (device >= 0)
            refused("touching it by descriptor", futimens(device, NULL));
    }
    puts("held");
    return 0;
}
