// expect: exited 0
// wall: pid, cpu
// limits: cpu=2s wall=6s processes=8
// stdout: held
// at-most: cpu=0.5s wall=1.5s
// x: a daemon in its own session computes on after the program has exited 0
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    if (fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        for (int i = 1; i < 65; i++)
            signal(i, SIG_IGN);
        for (;;)
            ;
    }
    usleep(50000);
    puts("held");
    return 0;
}
