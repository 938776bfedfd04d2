// expect: exited 0
// wall: proc, mount
// stdout: held
// x: looks for /proc, which a program that did not ask for it must not find
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static const char *const paths[] = {"/proc/self", "/proc/1", "/proc/mounts", "/proc/sys/kernel", "/proc/self/exe"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (access(paths[i], F_OK) == 0) {
            printf("breach: %s exists\n", paths[i]);
            return 1;
        }
    puts("held");
    return 0;
}
