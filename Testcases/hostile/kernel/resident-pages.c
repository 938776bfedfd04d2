// expect: exited 0
// wall: user, mount
// stdout: held
// x: asks with mincore which pages of shared files are in memory: beyond their end none is, if it is told the truth
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
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
    int files[] = {0, own_file(), open("/usr/bin/env", O_RDONLY)};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct stat info;
        unsigned char state[2] = {0xff, 0xff};
        if (files[i] < 0 || fstat(files[i], &info) != 0 || !S_ISREG(info.st_mode))
            continue;
        size_t size = (info.st_size + 4095) & ~4095UL;
        char *pages = mmap(NULL, size + 8192, PROT_READ, MAP_SHARED, files[i], 0);
        if (pages != MAP_FAILED && mincore(pages + size, 8192, state) == 0 && !(state[1] & 1)) {
            printf("breach: which pages of file %zu are in memory\n", i);
            return 1;
        }
    }
    puts("held");
    return 0;
}
