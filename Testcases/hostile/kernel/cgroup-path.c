// expect: exited 0
// wall: cgroup
// without: cgroup
// needs: proc
// stdout: held
// x: reads where the judge keeps its control groups, and by what name and number
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[4096];
    FILE *groups = fopen("/proc/self/cgroup", "r");
    if (!groups)
        return 2;
    while (fgets(line, sizeof line, groups))
        if (strstr(line, "verdict-")) {
            printf("breach: %s", line);
            return 1;
        }
    puts("held");
    return 0;
}
