// expect: cpu_limit or wall_limit or memory_limit
// wall: processes, cpu, wall-clock
// limits: cpu=1s wall=3s processes=16
// at-most: cpu=1.5s wall=4s
// x: every thread starts threads for ever
#include <pthread.h>

static void *multiply(void *unused)
{
    pthread_t thread;
    for (;;)
        if (pthread_create(&thread, 0, multiply, 0) == 0)
            pthread_detach(thread);
    return unused;
}

int main(void)
{
    multiply(0);
}
