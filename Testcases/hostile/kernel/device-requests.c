// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes requests to pipes, files and devices that no program needs
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
    int ends[2], on = 1, files[] = {0, 1, open("/dev/urandom", O_RDONLY), open("/dev/null", O_RDWR), epoll_create1(0)};
    if (pipe(ends) != 0)
        return 2;
    files[0] = ends[0];
    static const unsigned long requests[] = {
        0x5452 /* FIOASYNC */, 0x8901 /* FIOSETOWN */, 0x40088a01 /* EPIOCSPARAMS */, 0x80088a02, 0x5412 /* TIOCSTI */,
        0x541c /* TIOCLINUX */, 0x5480, 0x1261 /* BLKFLSBUF */, 0x40045201 /* RNDADDTOENTCNT */, 0x5207 /* RNDRESEEDCRNG */,
        0xc0045877 /* FIFREEZE */, 0xc0185879 /* FITRIM */, 0x5460 /* FIOQSIZE */, 0xb703 /* NS_GET_NSTYPE */,
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        for (size_t j = 0; j < sizeof files / sizeof *files; j++)
            if (files[j] >= 0)
                refused("a request", ioctl(files[j], requests[i], &on));
    puts("held");
    return 0;
}
