// expect: exited 0
// wall: root, collect
// stdout: held
// x: writes into the file that it reads from, which the next run reads too
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    const char *breach = NULL;
    struct stat info;
    if (fstat(0, &info) == 0 && S_ISREG(info.st_mode)) {
        if (write(0, "x", 1) > 0 || pwrite(0, "x", 1, 0) > 0)
            breach = "the input can be written";
        if (ftruncate(0, 0) == 0)
            breach = "the input can be truncated";
        if (mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 0, 0) != MAP_FAILED)
            breach = "the input can be mapped for writing";
        if (fallocate(0, 0, 0, 1 << 20) == 0)
            breach = "the input can be extended";
    }
    if (breach)
        printf("breach: %s\n", breach);
    else
        puts("held");
    return breach != NULL;
}
