// expect: memory_limit
// wall: memory
// limits: cpu=5s wall=10s memory=64MiB processes=16
// at-most: memory=65MiB
// x: children fill different parts of one shared mapping, so that no single process is large
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    size_t part = 16 << 20;
    char *block = mmap(0, part * 8, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        return 2;
    for (int i = 0; i < 8; i++) {
        if (fork() == 0) {
            memset(block + i * part, 1, part);
            _exit(0);
        }
        wait(0);
    }
    return 0;
}
