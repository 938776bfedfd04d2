// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.5s wall=5s
// at-most: cpu=0.6s
// x: uses four hundredths more than it may and then exits 0, in the hope that nobody looks after the end
#include <time.h>

int main(void)
{
    struct timespec used;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < 520);
    return 0;
}
