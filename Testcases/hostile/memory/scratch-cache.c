// expect: exited 0
// wall: scratch, accounting
// limits: cpu=5s wall=15s memory=64MiB
// stdout: held
// x: writes and removes four times its limit in scratch files one after the other; what is removed no longer counts
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
    for (int round = 0; round < 32; round++) {
        int file = open("/tmp/round", O_CREAT | O_TRUNC | O_WRONLY, 0600);
        for (int i = 0; i < 8; i++)
            if (file < 0 || write(file, block, sizeof block) != sizeof block) {
                printf("breach: eight mebibytes did not fit in round %d\n", round);
                return 1;
            }
        close(file);
        unlink("/tmp/round");
    }
    puts("held");
    return 0;
}
