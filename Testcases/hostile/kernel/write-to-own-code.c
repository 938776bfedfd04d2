// expect: exited 0
// wall: root, proc
// needs: proc
// stdout: held
// x: races MADV_DONTNEED against writes through /proc/self/mem to change a page of a file that it only mapped
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
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

static void *page;

static void *forget(void *unused)
{
    for (int i = 0; i < 20000; i++)
        madvise(page, 4096, MADV_DONTNEED);
    return unused;
}

int main(void)
{
    const char *name = own_file();
    int file = open(name ? name : "/proc/self/exe", O_RDONLY), memory = open("/proc/self/mem", O_RDWR);
    char before[8], after[8];
    page = mmap(0, 4096, PROT_READ, MAP_PRIVATE, file, 0);
    pthread_t thread;
    if (page == MAP_FAILED || pread(file, before, 8, 0) != 8 || pthread_create(&thread, 0, forget, 0) != 0) {
        puts("held");
        return 0;
    }
    for (int i = 0; memory >= 0 && i < 20000; i++)
        (void)!pwrite(memory, "changed!", 8, (off_t)page);
    pthread_join(thread, 0);
    if (pread(file, after, 8, 0) != 8)
        return 2;
    int same = 1;
    for (int i = 0; i < 8; i++)
        same &= before[i] == after[i];
    puts(same ? "held" : "breach: a file that is read-only has changed");
    return !same;
}
