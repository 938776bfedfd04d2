// expect: memory_limit or exited 0
// wall: memory
// limits: cpu=5s wall=10s memory=32MiB
// at-most: memory=33MiB
// stdout: held
// x: touches one page in every gibibyte of its address space, so that page tables outweigh the data
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
    long pages = 0;
    for (unsigned long address = 1UL << 32; address < 1UL << 46; address += 1UL << 30) {
        volatile char *page = mmap((void *)address, 4096, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (page != MAP_FAILED) {
            *page = 1;
            pages++;
        }
    }
    /* Some kernels have no such addresses; where they have, each page costs another for its table. */
    puts(pages < 4096 ? "held" : "breach: page tables are not counted");
    return pages >= 4096;
}
