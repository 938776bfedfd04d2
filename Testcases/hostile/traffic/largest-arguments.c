// expect: exited 0
// wall: rlimits, memory
// limits: cpu=5s wall=10s memory=64MiB processes=4
// stdout: held
// at-most: memory=40MiB
// x: executes itself with one argument of the greatest length after the other, up to the last that the kernel takes
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGEST = 131072 - 1 }; /* execve(2): MAX_ARG_STRLEN, with the NUL */

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

/* What a child ends with: 42 if it was executed with `count` arguments and `count` variables, else errno. */
static int try_with(const char *file, char *large, int count)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        char **list = calloc(count + 2, sizeof *list);
        list[0] = "again";
        for (int i = 1; i <= count; i++)
            list[i] = large;
        execve(file, list, list + 1);
        _exit(errno);
    }
    return child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ? -1 : WEXITSTATUS(status);
}

int main(int count, char **arguments)
{
    if (count > 1)
        return strcmp(arguments[0], "again") == 0 && strlen(arguments[count - 1]) == LARGEST ? 42 : 1;
    const char *file = own_file();
    char *large = malloc(LARGEST + 2);
    if (!file || !large)
        return 2;
    memset(large, 'A', LARGEST + 1);
    large[LARGEST] = 0;
    int most = 0, end = 0;
    for (int tried = 1; tried < 200 && (end = try_with(file, large, tried)) == 42; tried++)
        most = tried;
    if (most == 0 || end != E2BIG) {
        printf("breach: after %d arguments it ended with %d\n", most, end);
        return 1;
    }
    puts("held");
    return 0;
}
