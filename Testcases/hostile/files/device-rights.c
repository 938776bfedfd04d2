// expect: exited 0
// wall: dev, capabilities
// stdout: held
// x: changes mode and owner of the devices that it has, and stirs the kernel's pool of random numbers
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, EACCES, EROFS, ENOSYS, EINVAL, ENOENT};
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
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        /* to what they are anyway: were the wall open, the host would not suffer */
        refused("changing its mode", chmod(names[i], 0666));
        refused("changing its owner", chown(names[i], 0, 0));
    }
    int pool = open("/dev/urandom", O_RDONLY), bits = 4096;
    if (pool >= 0) {
        refused("adding entropy by decree", ioctl(pool, RNDADDTOENTCNT, &bits));
        refused("emptying the pool", ioctl(pool, RNDCLEARPOOL));
        refused("reseeding the generator", ioctl(pool, RNDRESEEDCRNG));
    }
    puts("held");
    return 0;
}
