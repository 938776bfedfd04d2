// expect: exited 0
// wall: accounting
// limits: cpu=5s wall=15s memory=64MiB
// stdout: held
// at-most: memory=64MiB
// x: goes up to three quarters of its limit and back, ten times; nothing may be counted twice
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int main(void)
{
    size_t size = 48 << 20;
    for (int i = 0; i < 10; i++) {
        char *block = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED)
            return 2;
        memset(block, 1, size);
        if (i % 2)
            madvise(block, size, MADV_FREE);
        munmap(block, size);
    }
    puts("held");
    return 0;
}
