// expect: exited 0
// wall: accounting
// limits: memory=64MiB
// stdout: held
// at-most: memory=32MiB
// x: reserves four times its limit and touches nothing, which is no offence: address space is not memory
#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
    for (int i = 0; i < 16; i++)
        mmap(0, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    puts("held");
    return 0;
}
