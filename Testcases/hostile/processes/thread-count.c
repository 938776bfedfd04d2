// expect: exited 0
// wall: processes
// without: processes
// limits: processes=16
// stdout: held
// at-most: wall=2s
// x: counts how many sleeping threads it can have at a time
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *sleeper(void *unused)
{
    for (;;)
        pause();
    return unused;
}

int main(void)
{
    int threads = 0;
    pthread_t thread;
    while (threads < 200 && pthread_create(&thread, 0, sleeper, 0) == 0)
        threads++;
    if (threads >= 16) {
        printf("breach: %d threads beside the first, limit 16\n", threads);
        return 1;
    }
    puts("held");
    return 0;
}
