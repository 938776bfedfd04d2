// expect: exited 0
// wall: scratch, accounting
// limits: processes=8
// stdout: held
// at-most: wall=2s
// x: executes scripts that name themselves, each other or a chain of scripts as their interpreter
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void script(const char *path, const char *interpreter)
{
    char line[256];
    int size = snprintf(line, sizeof line, "#!%s\n", interpreter);
    int file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0700);
    if (file < 0 || write(file, line, size) != size)
        _exit(2);
    close(file);
}

int main(void)
{
    char path[32], next[32];
    script("/tmp/self", "/tmp/self");
    script("/tmp/one", "/tmp/two");
    script("/tmp/two", "/tmp/one");
    script("/tmp/nothing", "");
    script("/tmp/device", "/dev/zero");
    script("/tmp/folder", "/tmp");
    for (int i = 0; i < 50; i++) {
        snprintf(path, sizeof path, "/tmp/chain%d", i);
        snprintf(next, sizeof next, "/tmp/chain%d", i + 1);
        script(path, next);
    }
    static const char *const starts[] = {"/tmp/self", "/tmp/one", "/tmp/nothing", "/tmp/device", "/tmp/folder",
        "/tmp/chain0"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            execl(starts[i], starts[i], (char *)NULL);
            _exit(77); /* could not be executed, which is right */
        }
        if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 77) {
            printf("breach: %s was executed\n", starts[i]);
            return 1;
        }
    }
    puts("held");
    return 0;
}
