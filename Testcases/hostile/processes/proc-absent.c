// expect: exited 0
// wall: proc, mount
// stdout: held
// x: looks for /proc, of which a program that did not ask for it sees its own descriptors and nothing else
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static const char *const paths[] = {"/proc/1", "/proc/mounts", "/proc/sys/kernel", "/proc/self/exe", "/proc/self/maps",
        "/proc/self/fd/../mem", "/proc/self/fd/../../1"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (access(paths[i], F_OK) == 0) {
            printf("breach: %s exists\n", paths[i]);
            return 1;
        }
    puts("held");
    return 0;
}
