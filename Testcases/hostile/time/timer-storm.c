// expect: cpu_limit or wall_limit
// wall: cpu, wall-clock
// limits: cpu=0.6s wall=2s processes=8
// at-most: cpu=0.8s wall=2.5s
// x: a timer that fires as often as the kernel can, its handler interrupted by the next
#include <signal.h>
#include <time.h>
#include <unistd.h>

static void tick(int number)
{
    (void)number;
}

int main(void)
{
    struct itimerspec often = {{0, 1}, {0, 1}};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    timer_t timer;
    signal(SIGALRM, tick);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &often, 0);
    for (;;)
        pause();
}
