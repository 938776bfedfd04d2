// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.6s wall=8s
// at-most: cpu=0.8s wall=7s
// x: executes itself again and again, in the hope that each execution starts a new account
#include <dirent.h>
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
    if (file)
        execl(file, file, (char *)0);
    for (;;)
        ;
}
