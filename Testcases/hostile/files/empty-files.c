// expect: exited 0 or memory_limit
// wall: scratch
// limits: cpu=5s wall=15s
// x: a million files without content, and as many names for one file: they cost no bytes, only inodes
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int wall(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == ENOMEM || errno == EMLINK || errno == EPERM;
}

int main(void)
{
    char name[40], other[40];
    int files = 0, links = 0;
    for (; files < 1000000; files++) {
        snprintf(name, sizeof name, "/tmp/empty-%d", files);
        int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
        if (file < 0)
            break;
        close(file);
    }
    int held = files <= 4096 && wall();
    for (int i = 1; i < files; i++) {
        snprintf(name, sizeof name, "/tmp/empty-%d", i);
        unlink(name);
    }
    for (; links < 1000000; links++) {
        snprintf(other, sizeof other, "/tmp/link-%d", links);
        if (link("/tmp/empty-0", other) != 0)
            break;
    }
    held = held && links <= 4096 && wall();
    if (held)
        puts("held");
    else
        printf("breach: %d files and %d links\n", files, links);
    return !held;
}
