// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: has the host write its disks, again and again
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A wrong argument is taken all the same: nobody has looked at it. */
static void ignored(const char *call, long result)
{
    if (result == 0)
        return;
    printf("breach: the kernel hears %s (%s)\n", call, strerror(errno));
    exit(1);
}

int main(void)
{
    ignored("fsync", fsync(-1));
    ignored("fdatasync", fdatasync(-1));
    ignored("syncfs", syncfs(-1));
    ignored("sync_file_range", sync_file_range(-1, 0, 4096, SYNC_FILE_RANGE_WRITE));
    ignored("msync", msync((void *)4096, 4096, MS_SYNC | MS_ASYNC));
    for (int i = 0; i < 1000; i++)
        sync();
    puts("held");
    return 0;
}
