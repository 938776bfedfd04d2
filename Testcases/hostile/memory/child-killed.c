// expect: memory_limit
// wall: memory, accounting
// limits: cpu=5s wall=10s memory=64MiB processes=8
// x: a child dies of too much memory while the parent calmly exits 0
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    if (fork() == 0)
        for (;;) {
            volatile char *block = malloc(1 << 20);
            for (int i = 0; block && i < 1 << 20; i += 4096)
                block[i] = 1;
        }
    wait(0);
    return 0;
}
