// expect: wall_limit
// wall: wall-clock
// limits: cpu=1s wall=1s
// at-most: cpu=0.1s wall=1.5s
// x: stops itself, so that a supervisor which waits for an exit waits for ever
#include <signal.h>

int main(void)
{
    for (;;)
        raise(SIGSTOP);
}
