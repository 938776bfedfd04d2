// expect: exited 0 or memory_limit
// wall: memory
// limits: cpu=5s wall=10s memory=16MiB
// at-most: memory=17MiB
// x: a million mappings of one page, never touched: kernel memory for their descriptions only
#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
    for (int i = 0; i < 1000000; i++) {
        int protection = i % 2 ? PROT_READ : PROT_READ | PROT_WRITE;
        if (mmap(0, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) {
            puts("held");
            return 0;
        }
    }
    puts("breach: a million mappings");
    return 1;
}
