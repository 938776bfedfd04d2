// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks for calls that came with the latest kernels
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {ENOSYS, EPERM, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const long numbers[] = {448, 450, 457, 458, 459, 460, 461, 463, 464, 465, 466, 467, 468, 469, 470, 471, 472, 480, 500};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        refused("a new call", syscall(numbers[i], -1, -1, -1, -1, -1, -1));
    puts("held");
    return 0;
}
