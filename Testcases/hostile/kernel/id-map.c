// expect: exited 0
// wall: user
// without: user
// needs: proc
// stdout: held
// x: reads which users of the host it could become: outside a user namespace of its own, all of them
#include <stdio.h>

int main(void)
{
    unsigned long inside, outside, count, ids = 0;
    FILE *map = fopen("/proc/self/uid_map", "r");
    if (!map)
        return 2;
    while (fscanf(map, "%lu %lu %lu", &inside, &outside, &count) == 3)
        ids += count;
    if (ids > 2) {
        printf("breach: %lu users of the host have a number here\n", ids);
        return 1;
    }
    puts("held");
    return 0;
}
