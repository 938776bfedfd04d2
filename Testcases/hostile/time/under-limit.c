// expect: exited 0
// wall: accounting
// limits: cpu=1s wall=8s
// stdout: held
// at-most: cpu=0.9s
// x: stays a fifth below its limit and must not be punished by a coarse clock
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct timespec used;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < 800);
    puts("held");
    return 0;
}
