// expect: wall_limit
// wall: wall-clock, pid
// limits: cpu=1s wall=1s processes=8
// at-most: cpu=0.2s wall=1.5s
// x: stops its whole process group, children included, and whoever else is in that group
#include <signal.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            for (;;)
                pause();
    for (;;)
        kill(0, SIGSTOP);
}
