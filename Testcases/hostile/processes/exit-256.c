// expect: exited 0
// wall: accounting
// x: exits with 256, of which the kernel keeps the lowest byte
#include <stdlib.h>

int main(void)
{
    exit(256);
}
