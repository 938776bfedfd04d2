// expect: memory_limit
// wall: memory
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: allocates and touches until the memory ends
#include <stdlib.h>

int main(void)
{
    for (;;) {
        volatile char *block = malloc(1 << 20);
        for (int i = 0; block && i < 1 << 20; i += 4096)
            block[i] = 1;
    }
}
