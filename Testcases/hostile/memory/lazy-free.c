// expect: exited 0
// wall: accounting, memory
// limits: cpu=5s wall=10s memory=64MiB
// stdout: held
// at-most: memory=65MiB
// x: gives memory back in the lazy way, where the kernel takes it only when it is short, ten times over the limit
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int main(void)
{
    size_t size = 40 << 20;
    for (int i = 0; i < 16; i++) {
        char *block = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED)
            return 2;
        memset(block, 1, size);
        if (madvise(block, size, MADV_FREE) < 0)
            return 2;
    }
    puts("held");
    return 0;
}
