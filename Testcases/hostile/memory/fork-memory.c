// expect: memory_limit
// wall: memory, processes
// limits: cpu=5s wall=10s memory=64MiB processes=16
// at-most: memory=65MiB wall=9s
// x: twelve children each hold a little, together too much; the survivors must not outlive the one that is killed
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 12; i++)
        if (fork() == 0)
            break;
    size_t size = 12 << 20;
    char *block = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int value = 1;; value++) {
        if (block != MAP_FAILED)
            memset(block, value, size);
        usleep(100000);
    }
}
