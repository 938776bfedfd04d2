// expect: exited 0 or memory_limit
// wall: scratch, memory
// limits: cpu=5s wall=10s memory=32MiB
// at-most: memory=33MiB
// x: keeps its data in files of the scratch directory, whose pages are memory too
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
    memset(block, 1, sizeof block);
    for (int i = 0; i < 1024; i++) {
        char name[40];
        snprintf(name, sizeof name, "/tmp/block-%d", i);
        int file = open(name, O_CREAT | O_WRONLY, 0600);
        if (file < 0 || write(file, block, sizeof block) != sizeof block) {
            printf("held\n");
            return 0;
        }
        close(file);
    }
    puts("breach: a gibibyte in scratch files");
    return 1;
}
