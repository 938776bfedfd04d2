// expect: exited 0 or memory_limit
// wall: rlimits, processes, memory
// limits: cpu=5s wall=10s memory=128MiB processes=64
// x: makes epoll instances in all processes that it may have
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

static int one(void)
{
    return epoll_create1(0);
}

static int made(int (*make)(void))
{
    int *total = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), children = 0;
    pid_t child;
    while ((child = fork()) > 0)
        children++;
    if (child == 0) {
        while (make() >= 0)
            __atomic_add_fetch(total, 1, __ATOMIC_RELAXED);
        __atomic_add_fetch(total + 1, 1, __ATOMIC_RELEASE);
        pause();
    }
    for (int waited = 0; __atomic_load_n(total + 1, __ATOMIC_ACQUIRE) < children && waited < 4000; waited++)
        usleep(1000);
    return *total;
}

int main(void)
{
    /* Of each the kernel keeps about 256 bytes that nobody pays for. */
    int count = made(one);
    if (count > (4 << 20) / 256) {
        printf("breach: %d of them\n", count);
        return 1;
    }
    puts("held");
    return 0;
}
