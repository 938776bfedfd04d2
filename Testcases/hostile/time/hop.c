// expect: cpu_limit or wall_limit
// wall: cpu, accounting, pid
// limits: cpu=0.6s wall=4s processes=8
// at-most: cpu=0.8s wall=5s
// x: hops: each process forks the next one and leaves, so no single process ever has used much; the first one waits
#include <time.h>
#include <unistd.h>

int main(void)
{
    if (fork() != 0)
        for (;;)
            pause();
    for (;;) {
        struct timespec used;
        do
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        while (used.tv_sec == 0 && used.tv_nsec < 1000000);
        if (fork() > 0)
            _exit(0);
    }
}
