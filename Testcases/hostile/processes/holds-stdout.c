// expect: exited 0
// wall: pid, output
// limits: processes=8
// stdout: held
// at-most: wall=1.5s
// x: a daemon keeps stdout and stderr open after the program has gone, so their end never comes by itself
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("held");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        for (;;)
            pause();
    }
    usleep(50000);
    return 0;
}
