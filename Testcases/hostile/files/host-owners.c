// expect: exited 0
// wall: user
// without: user
// stdout: held
// x: reads who owns the host's devices: in a user namespace of its own a file of the host's root belongs to nobody
#include <stdio.h>
#include <sys/stat.h>

int main(void)
{
    struct stat info;
    if (stat("/dev/null", &info) < 0)
        return 2;
    if (info.st_uid == 0) {
        puts("breach: the host's root is known here by its number");
        return 1;
    }
    puts("held");
    return 0;
}
