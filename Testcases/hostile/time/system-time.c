// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.6s wall=8s
// at-most: cpu=0.8s wall=7s
// x: spends all its time inside the kernel, mapping, touching and unmapping; a judge that counts user time sees little
#define _GNU_SOURCE
#include <sys/mman.h>

int main(void)
{
    for (;;) {
        char *page = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (page != MAP_FAILED)
            munmap(page, 1 << 20);
    }
}
