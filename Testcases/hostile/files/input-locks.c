// expect: exited 0
// wall: seccomp
// without: seccomp
// needs: proc
// stdout: held
// x: holds a lock on its input against a second descriptor, as it would against another run
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

int main(void)
{
    int other = open("/proc/self/fd/0", O_RDONLY);
    if (flock(0, LOCK_EX | LOCK_NB) == 0 && flock(other, LOCK_EX | LOCK_NB) != 0) {
        puts("breach: a lock on the input holds others off");
        return 1;
    }
    struct flock all = {.l_type = F_RDLCK, .l_whence = SEEK_SET}, found = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(0, F_OFD_SETLK, &all) == 0 && fcntl(other, F_OFD_GETLK, &found) == 0 && found.l_type != F_UNLCK) {
        puts("breach: a lock of the open file is seen by others");
        return 1;
    }
    puts("held");
    return 0;
}
