// expect: exited 0
// wall: rlimits, memory
// without: rlimits
// stdout: held
// x: makes timers until there are no more
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct sigevent nothing = {.sigev_notify = SIGEV_NONE};
    timer_t timer;
    int count = 0;
    while (count < 100000 && timer_create(CLOCK_MONOTONIC, &nothing, &timer) == 0)
        count++;
    if (count > 1024) {
        printf("breach: %d timers\n", count);
        return 1;
    }
    puts("held");
    return 0;
}
