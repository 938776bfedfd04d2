// expect: exited 0
// wall: rlimits, memory
// limits: cpu=5s wall=10s memory=64MiB
// stdout: held
// x: executes with arguments, an environment and names of megabytes, and with none at all
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

int main(int count, char **arguments)
{
    if (count != 1 || arguments[0][0] == 0)
        return 0;
    const char *file = own_file();
    char *large = malloc((1 << 20) + 1), *many[2000];
    memset(large, 'A', 1 << 20);
    large[1 << 20] = 0;
    for (int i = 0; i < 1999; i++)
        many[i] = large;
    many[1999] = NULL;
    char *marked[] = {"AGAIN=1", large, NULL}, *none[] = {NULL}, *empty[] = {"", NULL};
    char **lists[] = {many, (char *[]){"x", "y", large, NULL}, empty, none};
    for (int i = 0; file && i < 4; i++) {
        pid_t child = fork();
        if (child == 0) {
            execve(file, lists[i], marked);
            execve(file, lists[i], marked + 2);
            execve(large, lists[i], marked);
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
    puts("held");
    return 0;
}
