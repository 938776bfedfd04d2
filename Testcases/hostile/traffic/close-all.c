// expect: exited 0
// wall: output, pid
// at-most: wall=1.5s
// x: closes its streams and exits a little later: their end is not its end
#include <unistd.h>

int main(void)
{
    for (int descriptor = 0; descriptor < 3; descriptor++)
        close(descriptor);
    usleep(200000);
    return 0;
}
