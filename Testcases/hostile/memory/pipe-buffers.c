// expect: exited 0 or memory_limit
// wall: memory, rlimits
// limits: cpu=5s wall=10s memory=32MiB processes=64
// at-most: memory=33MiB
// x: stores data in the buffers of pipes that nobody reads, in many processes because each has few descriptors
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
    memset(block, 1, sizeof block);
    for (int i = 0; i < 40; i++)
        if (fork() == 0)
            for (;;) {
                int ends[2];
                if (pipe2(ends, O_NONBLOCK) != 0)
                    for (;;)
                        pause();
                fcntl(ends[1], F_SETPIPE_SZ, sizeof block);
                while (write(ends[1], block, sizeof block) > 0)
                    ;
            }
    sleep(1);
    puts("held");
    return 0;
}
