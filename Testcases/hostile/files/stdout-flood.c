// expect: output_limit
// wall: output
// limits: cpu=5s wall=10s output=1MiB
// at-most: cpu=1s wall=3s memory=16MiB
// x: writes to stdout for ever
#include <string.h>
#include <unistd.h>

static char block[1 << 16];

int main(void)
{
    memset(block, 'A', sizeof block);
    for (;;)
        (void)!write(1, block, sizeof block);
}
