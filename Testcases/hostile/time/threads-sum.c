// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.6s wall=6s processes=8
// at-most: cpu=0.8s wall=5s
// x: four threads each stay below the limit, together they do not
#include <pthread.h>
#include <time.h>

static void *burn(void *unused)
{
    struct timespec used;
    do
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    while (used.tv_sec == 0 && used.tv_nsec < 400 * 1000000L);
    return unused;
}

int main(void)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        if (pthread_create(&threads[i], 0, burn, 0) != 0)
            return 2;
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], 0);
    return 0;
}
