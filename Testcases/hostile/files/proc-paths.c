// expect: exited 0
// wall: proc, root
// needs: proc
// stdout: held
// x: reads in /proc where on the host the judge keeps its files
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    static const char *const names[] = {"mountinfo", "mounts", "mountstats", "maps", "smaps", "environ", "cmdline", "cgroup"};
    static char text[1 << 20];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/%s", names[i]);
        int file = open(path, O_RDONLY);
        size_t size = 0;
        for (ssize_t count; size < sizeof text - 1 && (count = read(file, text + size, sizeof text - 1 - size)) > 0;)
            size += (size_t)count;
        for (size_t at = 0; at < size; at++)
            if (text[at] == 0)
                text[at] = ' ';
        text[size] = 0;
        if (strstr(text, "verdict-") || strstr(text, "/store/")) {
            printf("breach: %s tells\n", names[i]);
            return 1;
        }
        close(file);
    }
    puts("held");
    return 0;
}
