// expect: exited 0
// wall: processes, pid
// limits: processes=16
// stdout: held
// at-most: wall=2s
// x: never waits: dead children keep their numbers until the limit on processes says no
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    for (int children = 0; children < 1000; children++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (child < 0) {
            int held = errno == EAGAIN && children < 16;
            puts(held ? "held" : "breach: too many zombies");
            return !held;
        }
    }
    puts("breach: a thousand zombies");
    return 1;
}
