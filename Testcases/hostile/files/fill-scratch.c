// expect: exited 0
// wall: scratch
// without: scratch
// limits: cpu=5s wall=10s memory=256MiB
// stdout: held
// x: writes 72 MiB in two files where 64 MiB is all there may be
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
    int files[2] = {open("/tmp/one", O_CREAT | O_WRONLY, 0600), open("/tmp/two", O_CREAT | O_WRONLY, 0600)};
    memset(block, 1, sizeof block);
    for (int i = 0; i < 72; i++)
        if (write(files[i % 2], block, sizeof block) != sizeof block) {
            puts("held");
            return 0;
        }
    puts("breach: 72 MiB of files");
    return 1;
}
