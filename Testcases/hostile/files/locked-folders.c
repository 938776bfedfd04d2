// expect: exited 0
// wall: scratch, collect
// stdout: held
// at-most: wall=2s
// x: takes all rights from its own files and folders, that of the whole scratch directory included
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    mkdir("/tmp/locked", 0700);
    mkdir("/tmp/locked/inner", 0700);
    int file = open("/tmp/locked/inner/output.txt", O_CREAT | O_WRONLY, 0600);
    if (file >= 0 && write(file, "x", 1) == 1)
        fchmod(file, 0);
    chmod("/tmp/locked/inner", 0);
    chmod("/tmp/locked", 0);
    chmod("/tmp", 0);
    puts("held");
    return 0;
}
