// expect: exited 0
// wall: cgroup
// without: cgroup
// needs: proc
// runs: 3
// stdout: held
// x: reads where the judge keeps its control groups, by what name and number, and how many runs there were before it
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char line[4096];
    FILE *groups = fopen("/proc/self/cgroup", "r");
    if (!groups)
        return 2;
    while (fgets(line, sizeof line, groups)) {
        char *number = strrchr(line, '-'), *end = line;
        long count = number ? strtol(number + 1, &end, 10) : 0;
        int counts = count > 1 && count < 1000000 && *end == '\n';
        if (strstr(line, "verdict-") || counts) {
            printf("breach: %s", line);
            return 1;
        }
    }
    puts("held");
    return 0;
}
