// expect: exited 0
// wall: root, mount
// stdout: held
// x: writes into the cached pages of files that it may only read, through pipes that share those pages
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The program's own file: the one executable in its working directory. */
static const char *own_file(void)
{
    static char name[300];
    DIR *box = opendir(".");
    for (struct dirent *entry; box && (entry = readdir(box));) {
        struct stat info;
        if (stat(entry->d_name, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 0111)) {
            snprintf(name, sizeof name, "./%s", entry->d_name);
            break;
        }
    }
    if (box)
        closedir(box);
    return name[0] ? name : NULL;
}

int main(void)
{
    const char *file = own_file();
    int source = open(file ? file : "/box", O_RDONLY), ends[2];
    char before[16], after[16], block[4096];
    if (source < 0 || pread(source, before, 16, 0) != 16 || pipe(ends) != 0) {
        puts("held");
        return 0;
    }
    /* fill and drain, so that every slot of the pipe has been one that may be merged into */
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    while (write(ends[1], block, sizeof block) > 0)
        ;
    while (read(ends[0], block, sizeof block) > 0)
        ;
    off64_t position = 0;
    if (splice(source, &position, ends[1], NULL, 1, 0) == 1)
        (void)!write(ends[1], "overwritten", 11);
    if (pread(source, after, 16, 0) != 16)
        return 2;
    for (int i = 0; i < 16; i++)
        if (before[i] != after[i]) {
            puts("breach: a file that is read-only has changed");
            return 1;
        }
    puts("held");
    return 0;
}
