// expect: wall_limit
// wall: wall-clock, accounting
// limits: cpu=1s wall=1s processes=8
// at-most: wall=1.5s
// x: its first thread ends and is a zombie while another lives on; who looks at the zombie thinks that all is over
#include <pthread.h>
#include <unistd.h>

static void *stay(void *unused)
{
    for (;;)
        pause();
    return unused;
}

int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, 0, stay, 0) != 0)
        return 2;
    pthread_exit(0);
}
