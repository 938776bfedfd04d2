// expect: exited 0 or memory_limit
// wall: memory
// limits: cpu=8s wall=15s memory=64MiB
// at-most: memory=65MiB
// x: asks for half a million names that do not exist, each of which the kernel may remember
#include <stdio.h>
#include <sys/stat.h>

int main(void)
{
    struct stat info;
    char name[256];
    for (int i = 0; i < 500000; i++) {
        snprintf(name, sizeof name, "%0*d", 20 + i % 200, i);
        if (stat(name, &info) == 0) {
            printf("breach: %s exists\n", name);
            return 1;
        }
    }
    puts("held");
    return 0;
}
