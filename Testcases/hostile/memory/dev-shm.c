// expect: exited 0 or memory_limit
// wall: memory, dev, root
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: looks for another memory file system than its own scratch directory and fills it
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
    static const char *const names[] = {"/dev/shm/hoard", "/run/hoard", "/var/tmp/hoard", "/dev/hoard", "/hoard",
        "/box/hoard", "/dev/mqueue/hoard", "/run/shm/hoard", "/run/lock/hoard", "/run/user/1000/hoard"};
    signal(SIGXFSZ, SIG_IGN);
    memset(block, 1, sizeof block);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int file = open(names[i], O_CREAT | O_WRONLY, 0600);
        if (file < 0)
            continue;
        for (int written = 0; written < 256; written++)
            if (write(file, block, sizeof block) != sizeof block)
                break;
            else if (written == 255) {
                printf("breach: 256 MiB in %s\n", names[i]);
                return 1;
            }
    }
    puts("held");
    return 0;
}
