// expect: wall_limit
// wall: wall-clock
// without: wall-clock
// limits: cpu=1s wall=0.3s
// at-most: wall=1s
// x: sleeps for a second and ends
#include <unistd.h>

int main(void)
{
    usleep(999999);
    return 0;
}
