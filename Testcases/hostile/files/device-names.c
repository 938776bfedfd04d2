// expect: exited 0
// wall: dev
// without: dev
// stdout: held
// x: looks for the devices through which terminals are made and reached
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static const char *const names[] = {"/dev/tty", "/dev/ptmx", "/dev/console", "/dev/tty0", "/dev/pts"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (access(names[i], F_OK) == 0) {
            printf("breach: %s is there\n", names[i]);
            return 1;
        }
    puts("held");
    return 0;
}
