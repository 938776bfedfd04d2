// expect: output_limit
// wall: output, accounting
// limits: cpu=5s wall=10s output=1MiB
// x: writes four times its limit, sees no error as it does not look, and exits 0
#include <signal.h>
#include <unistd.h>

static char block[1 << 16];

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    for (int i = 0; i < 64; i++)
        (void)!write(1, block, sizeof block);
    return 0;
}
