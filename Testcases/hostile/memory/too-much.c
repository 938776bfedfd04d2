// expect: memory_limit
// wall: memory
// without: memory
// limits: cpu=5s wall=10s memory=64MiB
// x: fills 160 MiB and ends
#include <stdlib.h>

int main(void)
{
    size_t size = 160 << 20;
    volatile char *block = malloc(size);
    for (size_t i = 0; block && i < size; i += 4096)
        block[i] = 1;
    return 0;
}
