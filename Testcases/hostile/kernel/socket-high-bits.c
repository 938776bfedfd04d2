// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes a socket with numbers whose upper halves the kernel does not look at
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, EAFNOSUPPORT};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const long bits[] = {1L << 32, 1L << 40, 1L << 62, (long)0xdeadbeef00000000};
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        for (int family = AF_UNIX; family <= AF_PACKET; family++) {
            refused("a socket", syscall(SYS_socket, bits[i] | family, bits[i] | SOCK_DGRAM, bits[i]));
            refused("a stream", syscall(SYS_socket, bits[i] | family, bits[i] | SOCK_STREAM, bits[i]));
        }
    puts("held");
    return 0;
}
