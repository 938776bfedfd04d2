// expect: exited 0
// wall: output
// limits: cpu=5s wall=15s
// x: shrinks its output pipe to one page and makes it packet-wise and non-blocking, all of which the reader shares
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
    static char block[4096];
    for (int stream = 1; stream < 3; stream++) {
        fcntl(stream, F_SETPIPE_SZ, 4096);
        fcntl(stream, F_SETFL, O_NONBLOCK | O_DIRECT);
    }
    for (int written = 0; written < 64;)
        if (write(1, block, 100) == 100)
            written++;
        else if (errno != EAGAIN)
            return 2;
    return 0;
}
