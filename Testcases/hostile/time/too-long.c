// expect: cpu_limit
// wall: cpu
// without: cpu
// limits: cpu=0.3s wall=6s
// at-most: cpu=0.5s
// x: computes for six tenths of a second and ends
#include <time.h>

int main(void)
{
    struct timespec used;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_sec == 0 && used.tv_nsec < 600 * 1000000L);
    return 0;
}
