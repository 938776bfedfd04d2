// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.6s wall=6s processes=8
// at-most: cpu=0.8s wall=5s
// x: three children compute, nobody ever waits for them, and the parent sleeps
#include <signal.h>
#include <unistd.h>

int main(void)
{
    signal(SIGCHLD, SIG_IGN);
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            for (;;)
                ;
    for (;;)
        pause();
}
