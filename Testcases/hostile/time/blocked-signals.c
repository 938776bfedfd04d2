// expect: wall_limit
// wall: wall-clock
// limits: cpu=1s wall=1s
// at-most: cpu=0.1s wall=1.5s
// x: blocks every signal that can be blocked and waits for one that never comes
#include <signal.h>

int main(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, 0);
    for (;;)
        sigsuspend(&all);
}
