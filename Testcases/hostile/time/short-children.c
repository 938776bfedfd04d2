// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.6s wall=6s processes=8
// at-most: cpu=0.8s wall=5s
// x: one child after the other computes for 50 ms and dies unseen, the work of the dead must still count
#include <signal.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    struct timespec used;
    signal(SIGCHLD, SIG_IGN);
    while (fork() != 0)
        usleep(40000);
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_nsec < 50 * 1000000L && used.tv_sec == 0);
    return 0;
}
