// expect: exited 0 or cpu_limit
// wall: output, cpu
// limits: cpu=5s wall=15s output=4MiB
// x: a quarter of a million writes of one byte each, to keep the judge busier than itself
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 250000; i++)
        if (write(1, "x", 1) != 1)
            return 2;
    return 0;
}
