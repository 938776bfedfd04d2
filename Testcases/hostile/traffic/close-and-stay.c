// expect: wall_limit
// wall: wall-clock, output
// limits: cpu=1s wall=1s
// at-most: cpu=0.2s wall=1.5s
// x: closes its streams and stays for ever: who waits for the end of output only thinks that all is well
#include <unistd.h>

int main(void)
{
    for (int descriptor = 0; descriptor < 3; descriptor++)
        close(descriptor);
    for (;;)
        pause();
}
