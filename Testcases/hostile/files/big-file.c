// expect: exited 0 or memory_limit
// wall: scratch, rlimits, memory
// limits: cpu=5s wall=15s memory=256MiB
// at-most: memory=128MiB
// x: one file that grows until the scratch directory is full
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
    signal(SIGXFSZ, SIG_IGN);
    int file = open("/tmp/big", O_CREAT | O_WRONLY, 0600);
    for (int written = 0; written < 200; written++)
        if (file < 0 || write(file, block, sizeof block) < 0) {
            int held = errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EROFS || errno == EACCES;
            puts(held ? "held" : "breach: no wall answers so");
            return !held;
        }
    puts("breach: 200 MiB in one file");
    return 1;
}
