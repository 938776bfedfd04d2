// expect: cpu_limit or wall_limit or memory_limit
// wall: processes, cpu, wall-clock
// limits: cpu=1s wall=3s processes=16
// at-most: cpu=1.5s wall=4s
// x: the plain fork bomb
#include <unistd.h>

int main(void)
{
    for (;;)
        (void)!fork();
}
