// expect: exited 0
// wall: scratch
// without: scratch
// limits: cpu=5s wall=10s memory=256MiB
// stdout: held
// x: makes five thousand empty files where 4096 is all there may be
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    char path[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(path, sizeof path, "/tmp/%d", i);
        int file = open(path, O_CREAT | O_WRONLY, 0600);
        if (file < 0) {
            puts("held");
            return 0;
        }
        close(file);
    }
    puts("breach: five thousand files");
    return 1;
}
