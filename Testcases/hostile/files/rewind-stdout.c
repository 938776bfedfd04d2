// expect: exited 0
// wall: output
// stdout: held
// x: rewinds, truncates, maps and reads its own output, which could be the judge's file or hold another's
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    const char *breach = NULL;
    char byte;
    for (int stream = 1; stream <= 2; stream++) {
        struct stat info;
        if (fstat(stream, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0)
            breach = "the output file already holds something";
        if (ftruncate(stream, 1 << 20) == 0)
            breach = "output can be truncated";
        if (pread(stream, &byte, 1, 0) > 0)
            breach = "output can be read";
        fcntl(stream, F_SETFL, O_NONBLOCK);
        if (read(stream, &byte, 1) > 0)
            breach = "output can be read back";
        fcntl(stream, F_SETFL, 0);
        if (mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, stream, 0) != MAP_FAILED)
            breach = "output can be mapped";
    }
    if (breach)
        printf("breach: %s\n", breach);
    else
        puts("held");
    return breach != NULL;
}
