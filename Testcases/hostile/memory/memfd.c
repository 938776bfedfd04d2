// expect: exited 0 or memory_limit
// wall: memory, seccomp
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: keeps its data in anonymous files that no quota of a directory knows
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
    signal(SIGXFSZ, SIG_IGN);
    memset(block, 1, sizeof block);
    int file = -1;
    for (int i = 0; i < 512; i++) {
        if (i % 32 == 0)
            file = memfd_create("hoard", 0);
        if (file < 0 || write(file, block, sizeof block) != sizeof block) {
            puts("held");
            return 0;
        }
    }
    puts("breach: half a gibibyte in anonymous files");
    return 1;
}
