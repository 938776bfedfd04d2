// expect: exited 0
// wall: rlimits
// without: rlimits
// stdout: held
// x: pins one page, which the kernel can then never take back
#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
    void *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return 2;
    int pinned = mlock(page, 4096) == 0;
    puts(pinned ? "breach: a page is pinned" : "held");
    return pinned;
}
