// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: watches files that other runs share with it, to learn when they are read
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

static int watches(const char *path)
{
    int watcher = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return watcher >= 0 && inotify_add_watch(watcher, path, IN_ALL_EVENTS) >= 0;
}

int main(void)
{
    static const char *const shared[] = {"/box", "/", "/dev", "/dev/null", "/usr", "/lib"};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (watches(shared[i])) {
            printf("breach: watches %s\n", shared[i]);
            return 1;
        }
    puts("held");
    return 0;
}
