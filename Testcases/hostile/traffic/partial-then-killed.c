// expect: cpu_limit
// wall: output, cpu
// limits: cpu=0.5s wall=5s
// stdout: before the end
// x: writes half a line and never ends; what was written must still arrive
#include <unistd.h>

int main(void)
{
    if (write(1, "before the end", 14) == 14)
        for (;;)
            ;
    return 2;
}
