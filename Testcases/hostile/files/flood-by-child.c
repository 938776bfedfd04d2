// expect: output_limit
// wall: output, pid
// limits: cpu=5s wall=10s output=1MiB processes=8
// at-most: cpu=1s wall=3s
// x: a child floods stdout, ignores SIGPIPE and SIGXFSZ, and its parent sleeps
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 16];

int main(void)
{
    memset(block, 'A', sizeof block);
    if (fork() != 0)
        for (;;)
            pause();
    for (int number = 1; number < 65; number++)
        signal(number, SIG_IGN);
    for (;;)
        (void)!write(1, block, sizeof block);
}
