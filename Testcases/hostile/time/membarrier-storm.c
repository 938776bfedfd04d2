// expect: cpu_limit or wall_limit
// wall: cpu, wall-clock
// limits: cpu=1s wall=3s processes=8
// at-most: cpu=1.2s wall=4s
// x: four threads interrupt every processor that runs one of them, and wait for all processors of the host, without end
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *storm(void *command)
{
    for (;;)
        syscall(SYS_membarrier, *(int *)command, 0, 0);
    return NULL;
}

int main(void)
{
    /* linux/membarrier.h: GLOBAL, GLOBAL_EXPEDITED and its registration, PRIVATE_EXPEDITED and its registration */
    static int all = 1, registered = 2, own = 8;
    pthread_t thread;
    syscall(SYS_membarrier, 4, 0, 0);
    syscall(SYS_membarrier, 16, 0, 0);
    pthread_create(&thread, 0, storm, &all);
    pthread_create(&thread, 0, storm, &registered);
    pthread_create(&thread, 0, storm, &own);
    storm(&own);
    return 0;
}
