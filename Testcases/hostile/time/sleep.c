// expect: wall_limit
// wall: wall-clock
// limits: cpu=1s wall=1s
// at-most: cpu=0.1s wall=1.5s
// x: sleeps for ever and uses no CPU time at all
#include <unistd.h>

int main(void)
{
    for (;;)
        pause();
}
