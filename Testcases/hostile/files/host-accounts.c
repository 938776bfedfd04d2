// expect: exited 0
// wall: root, mount
// without: mount
// stdout: held
// x: reads the host's accounts and configuration, which everybody on the host may read
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
    static const char *const paths[] = {"/etc/passwd", "/etc/group", "/etc/hostname", "/etc/hosts", "/etc/fstab"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (open(paths[i], O_RDONLY) >= 0) {
            printf("breach: %s opens\n", paths[i]);
            return 1;
        }
    puts("held");
    return 0;
}
