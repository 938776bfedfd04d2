// expect: cpu_limit
// wall: cpu, output
// limits: cpu=0.5s wall=5s
// at-most: cpu=0.6s wall=4s
// x: closes its streams and computes for ever
#include <unistd.h>

int main(void)
{
    for (int descriptor = 0; descriptor < 3; descriptor++)
        close(descriptor);
    for (;;)
        ;
}
