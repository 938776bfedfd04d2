// expect: exited 0
// wall: root, seccomp
// runs: 2
// stdout: held
// x: leaves every mark on its input that it can think of, and looks for that of the run before
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    struct stat info;
    if (fstat(0, &info) != 0)
        return 2;
    const char *mark = (info.st_mode & 07777) != 0444 ? "mode"
        : info.st_mtim.tv_sec != 0 || info.st_atim.tv_sec != 0 ? "times"
        : info.st_size != 0 ? "size" : info.st_nlink > 1 ? "links" : flock(0, LOCK_EX | LOCK_NB) != 0 ? "lock" : NULL;
    if (mark) {
        printf("breach: another run changed the input's %s\n", mark);
        return 1;
    }
    char byte;
    fchmod(0, 0600);
    futimens(0, NULL);
    ftruncate(0, 1);
    fcntl(0, F_SETLEASE, F_RDLCK);
    fallocate(0, 0, 0, 4096);
    while (read(0, &byte, 1) > 0)
        ;
    puts("held");
    return 0;
}
