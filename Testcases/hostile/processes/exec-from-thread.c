// expect: exited 0
// wall: pid, accounting
// limits: processes=8
// stdout: held
// x: executes itself from a second thread, which takes over the number of the first
#include <dirent.h>
#include <pthread.h>
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

static void *execute(void *unused)
{
    const char *file = own_file();
    if (file)
        execl(file, file, "again", (char *)0);
    puts("held");
    fflush(stdout);
    _exit(0);
    return unused;
}

int main(int count, char **arguments)
{
    (void)arguments;
    if (count > 1) {
        puts("held");
        return 0;
    }
    pthread_t thread;
    if (pthread_create(&thread, 0, execute, 0) != 0)
        return 2;
    for (;;)
        pause();
}
