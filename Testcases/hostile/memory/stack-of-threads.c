// expect: exited 0 or memory_limit
// wall: memory, processes
// limits: cpu=5s wall=10s memory=64MiB processes=32
// at-most: memory=65MiB
// x: fills the stacks of many threads, which no stack limit of the process covers together
#include <alloca.h>
#include <pthread.h>
#include <stdio.h>

static pthread_barrier_t all_filled;

static void *fill(void *unused)
{
    volatile char *frame = alloca(7 << 20);
    for (int i = 0; i < 7 << 20; i += 4096)
        frame[i] = 1;
    pthread_barrier_wait(&all_filled);
    return unused;
}

int main(void)
{
    pthread_barrier_init(&all_filled, 0, 32);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 8 << 20);
    for (int i = 0; i < 31; i++) {
        pthread_t thread;
        if (pthread_create(&thread, &attributes, fill, 0) != 0) {
            puts("held");
            return 0;
        }
    }
    pthread_barrier_wait(&all_filled);
    puts("breach: 217 MiB of stacks");
    return 1;
}
