// expect: exited 0
// wall: seccomp
// stdout: held
// x: asks which pages of a file that runs share are in memory, and so what others have read
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The program's own file: the one executable in its working directory. */
static int own_file(void)
{
    DIR *box = opendir(".");
    for (struct dirent *entry; box && (entry = readdir(box));) {
        struct stat info;
        if (stat(entry->d_name, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 0111))
            return open(entry->d_name, O_RDONLY);
    }
    return -1;
}

int main(void)
{
    struct { uint64_t start, size; } range = {0, 1 << 20};
    struct { uint64_t cached, dirty, writeback, evicted, recently; } counts;
    char byte;
    struct iovec place = {&byte, 1};
    int file = own_file();
    if (file < 0)
        return 2;
    if (syscall(451 /* cachestat */, file, &range, &counts, 0) == 0) {
        printf("breach: %lu pages are in memory\n", (unsigned long)counts.cached);
        return 1;
    }
    /* reads what is in memory and says EAGAIN of all else */
    if (preadv2(file, &place, 1, 0, RWF_NOWAIT) >= 0 || errno == EAGAIN) {
        puts("breach: a read that does not wait tells what is in memory");
        return 1;
    }
    puts("held");
    return 0;
}
