// expect: exited 0 or memory_limit
// wall: scratch, memory
// x: keeps four kilobytes in each of as many links as there may be
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static char target[4000], name[32];
    int count = 0;
    memset(target, 'x', sizeof target - 1);
    for (; count < 100000; count++) {
        snprintf(name, sizeof name, "/tmp/%d", count);
        if (symlink(target, name) != 0)
            break;
    }
    if (count > 8192) {
        printf("breach: %d links\n", count);
        return 1;
    }
    puts("held");
    return 0;
}
