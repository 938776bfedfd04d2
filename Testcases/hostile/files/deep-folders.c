// expect: exited 0
// wall: scratch, collect
// limits: cpu=5s wall=15s
// stdout: held
// x: folders in folders as deep as it goes, deeper than any path name; whoever removes them by name fails
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    char name[256];
    memset(name, 'd', sizeof name);
    name[250] = 0;
    if (chdir("/tmp") != 0)
        return 2;
    for (int depth = 0; depth < 100000; depth++)
        if (mkdir(name, 0700) != 0 || chdir(name) != 0) {
            puts("held");
            return 0;
        }
    puts("breach: a hundred thousand folders");
    return 1;
}
