// expect: exited 0
// wall: proc, root
// needs: proc
// stdout: held
// x: opens its input anew through /proc with the right to write, after having made it writable
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    struct stat info;
    for (int stream = 0; stream < 3; stream++) {
        char path[40], byte;
        if (fstat(stream, &info) != 0 || !S_ISREG(info.st_mode))
            continue;
        fchmod(stream, 0666);
        snprintf(path, sizeof path, "/proc/self/fd/%d", stream);
        int again = open(path, O_RDWR);
        if (again >= 0 && ((stream > 0 && pread(again, &byte, 1, 0) > 0) || pwrite(again, "x", 1, 0) > 0)) {
            printf("breach: descriptor %d was opened anew with more rights\n", stream);
            return 1;
        }
    }
    puts("held");
    return 0;
}
